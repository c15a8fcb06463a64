// The shapes of /api/v1, written by hand in this one place. They give way to the output of
// openapi-typescript; until then a field that the server may leave out is optional here.

export type DeploymentStatus =
  | "PENDING"
  | "PLANNED"
  | "RUNNING"
  | "ROLLING_BACK"
  | "SUCCEEDED"
  | "FAILED"
  | "CANCELLED"
  | "ROLLBACK_FAILED"
  | "SUPERSEDED";

export type StageStatus = "NOT_STARTED" | "RUNNING" | "WAITING" | "SUCCEEDED" | "FAILED" | "CANCELLED" | "SKIPPED";
export type ApplicationState = "ACTIVE" | "DISABLED" | "INVALID_CONFIG";
export type SyncState = "SYNCED" | "OUT_OF_SYNC" | "DEPLOYING" | "UNKNOWN";
export type Health = "HEALTHY" | "PROGRESSING" | "UNHEALTHY" | "UNKNOWN";

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface User {
  id: string;
  name: string;
  role: string;
}

export interface Session {
  user: User;
}

export interface Fault {
  severity?: "ERROR" | "WARNING";
  path?: string | null;
  line?: number | null;
  column?: number | null;
  field?: string | null;
  value?: string | null;
  expected?: string | null;
  message: string;
}

export interface Commit {
  hash: string;
  message?: string | null;
  author?: string | null;
  time?: string | null;
}

export interface Waiting {
  cause: string;
  since: string;
  unblock?: string | null;
  stage?: string | null;
}

export interface Stage {
  id: string;
  name: string;
  description?: string | null;
  index: number;
  status: StageStatus;
  statusReason?: string | null;
  startedAt?: string | null;
  finishedAt?: string | null;
  attempts?: number | null;
  rollback?: boolean;
  waiting?: Waiting | null;
}

export interface Approval {
  id: string;
  stage: string;
  by: string;
  decision: string;
  reason?: string | null;
  at: string;
  /** ACCEPTED until the workflow took it, then COUNTED or REFUSED. */
  state?: "ACCEPTED" | "COUNTED" | "REFUSED";
  refusal?: string | null;
}

export interface Deployment {
  id: string;
  number?: number | null;
  application: string;
  applicationId?: string | null;
  cluster: string;
  commit?: Commit | null;
  trigger?: { kind: string; by?: string | null; reason?: string | null } | null;
  strategy?: string | null;
  strategyReason?: string | null;
  status: DeploymentStatus;
  statusReason?: string | null;
  /** What goes out, in a sentence. */
  summary?: string | null;
  planDigest?: string | null;
  createdAt: string;
  startedAt?: string | null;
  finishedAt?: string | null;
  stages?: Stage[];
  waiting?: Waiting[];
  workflow?: { workflowId: string; runId?: string | null; url?: string | null } | null;
  approvals?: Approval[];
  chain?: { id: string; block?: number | null } | null;
  /** Of a rollback: the deployment to go back to. */
  target?: string | null;
  notices?: (string | { message: string })[];
}

export interface LogLine {
  stage: string;
  attempt: number;
  offset: number;
  time: string;
  line: string;
}

export interface Application {
  id: string;
  name: string;
  project?: string | null;
  cluster: string;
  platform?: string | null;
  repository?: string | null;
  path?: string | null;
  configFile?: string | null;
  description?: string | null;
  labels?: Record<string, string> | null;
  state: ApplicationState;
  syncState: SyncState;
  health: Health;
  lastDeployment?: Deployment | null;
  runningDeployment?: Deployment | null;
  faults?: Fault[];
  config?: Record<string, unknown> | null;
  /** Why its repository is not watched. */
  waiting?: Waiting | null;
}

export interface Suggestion {
  repository: string;
  path: string;
  configFile: string;
  name: string;
  kind?: string | null;
  cluster?: string | null;
}

export interface MatrixCell {
  application: string;
  applicationId: string;
  cluster: string;
  state: ApplicationState;
  syncState: SyncState;
  health: Health;
  deploymentId?: string | null;
  status?: DeploymentStatus | null;
  /** Whether it waits for an approval, whoever may give it. */
  approval: boolean;
}

export interface NeedsYou {
  kind: "APPROVAL" | "FAILURE" | "WAITING" | "CONFIGURATION" | "CHAIN" | "CLUSTER";
  /** Whose matter it is: "web on tokyo". */
  title: string;
  /** Null where an application, a chain or a cluster is meant. */
  deployment: Deployment | null;
  application: string | null;
  chain: string | null;
  cluster: string | null;
  stage?: string | null;
  sentence: string;
  action?: "APPROVE" | "SYNC" | "LOOK" | null;
  since: string | null;
}

export interface Overview {
  needsYou: NeedsYou[];
  matrix: { applications: string[]; clusters: string[]; cells: MatrixCell[]; complete?: boolean };
  today: Deployment[];
}

export interface Replica {
  incarnation: string;
  since?: string | null;
  lastSeen?: string | null;
  host?: string | null;
}

export interface Piped {
  id: string;
  name: string;
  version?: string | null;
  state: string;
  lastSeen?: string | null;
  enabled: boolean;
  replicas?: Replica[];
}

export interface Cluster {
  name: string;
  state: string;
  pipeds: Piped[];
  backlog?: number | null;
  pollers?: number | null;
  running?: number | null;
}

export type NodeStatus = DeploymentStatus | StageStatus | "REFUSED";

export interface ChainNode {
  application: string;
  applicationId?: string | null;
  cluster: string;
  deployment?: string | null;
  status: NodeStatus;
  statusReason?: string | null;
  /** What its deployment waits for. */
  waiting?: string | null;
}

export interface ChainBlock {
  index: number;
  status: NodeStatus;
  nodes: ChainNode[];
}

export interface Chain {
  id: string;
  application?: string | null;
  /** The deployment that began it. */
  deployment?: string | null;
  status: NodeStatus;
  statusReason?: string | null;
  commit?: string | null;
  commitMessage?: string | null;
  createdAt: string;
  finishedAt?: string | null;
  blocks: ChainBlock[];
}
