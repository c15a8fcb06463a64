// A small made-up installation for development and tests. It is never part of the product.
import type {
  Application,
  Chain,
  Cluster,
  Commit,
  Deployment,
  LogLine,
  NeedsYou,
  Stage,
  Suggestion,
} from "../src/api/types";

export interface World {
  signedIn: boolean;
  applications: Application[];
  deployments: Deployment[];
  chains: Chain[];
  clusters: Cluster[];
  suggestions: Suggestion[];
  /** What needs somebody beside what the deployments tell. */
  needs: NeedsYou[];
  logs: Record<string, LogLine[]>;
}

export function before(seconds: number): string {
  return new Date(Date.now() - seconds * 1_000).toISOString();
}

export function commit(hash: string, message: string, author = "Mika Arai", seconds = 300): Commit {
  return { hash: hash.padEnd(40, "0"), message, author, time: before(seconds) };
}

export function stage(
  index: number,
  name: string,
  status: Stage["status"],
  from?: number,
  to?: number,
  more: Partial<Stage> = {},
): Stage {
  return {
    id: `stage-${more.rollback ? "rollback-" : ""}${index}`,
    name,
    description: null,
    index,
    status,
    statusReason: null,
    startedAt: from === undefined ? null : before(from),
    finishedAt: to === undefined ? null : before(to),
    attempts: from === undefined ? 0 : 1,
    rollback: false,
    waiting: null,
    ...more,
  };
}

export function deployment(id: string, application: string, cluster: string, more: Partial<Deployment>): Deployment {
  return {
    id,
    application,
    applicationId: `${application}-${cluster}`,
    cluster,
    commit: commit("4f2a91c", "Serve pictures from the new store"),
    trigger: { kind: "COMMIT", by: "Mika Arai", reason: `web/${cluster}/deployment.yaml changed` },
    strategy: "PIPELINE",
    strategyReason: "the Pod template of Deployment web changed, and the configuration has a pipeline",
    status: "SUCCEEDED",
    statusReason: null,
    planDigest: "sha256:9f2b6c0c1e4d5a7788aa12bc34de56f7",
    createdAt: before(300),
    startedAt: before(298),
    finishedAt: before(250),
    stages: [],
    waiting: [],
    workflow: {
      workflowId: `deploy/${application}-${cluster}`,
      runId: "0199aa52-7d1c-7b8e-8f6e-3b0f8b8b2f41",
      url: "http://127.0.0.1:8233/namespaces/penstock/workflows/x",
    },
    approvals: [],
    chain: null,
    notices: [],
    ...more,
  };
}

export function waitingForApproval(): Deployment {
  const wait = { cause: "approval", since: before(247), unblock: "one approval by anyone of the project" };
  return deployment("d-web-tokyo", "web", "tokyo", {
    status: "RUNNING",
    finishedAt: null,
    chain: { id: "c-web" },
    waiting: [{ ...wait, stage: "stage-2" }],
    stages: [
      stage(0, "K8S_CANARY_ROLLOUT", "SUCCEEDED", 298, 283, { description: "20 % of replicas" }),
      stage(1, "WAIT", "SUCCEEDED", 283, 247, { description: "30 s" }),
      stage(2, "WAIT_APPROVAL", "WAITING", 247, undefined, { waiting: wait }),
      stage(3, "K8S_PRIMARY_ROLLOUT", "NOT_STARTED"),
      stage(4, "K8S_CANARY_CLEAN", "NOT_STARTED"),
      stage(5, "ROLLBACK", "NOT_STARTED", undefined, undefined, { rollback: true }),
    ],
  });
}

export function rolledBack(): Deployment {
  return deployment("d-fragile", "fragile", "tokyo", {
    status: "FAILED",
    statusReason: "K8S_SYNC: Deployment fragile did not become ready",
    commit: commit("b91c77e", "Use the slim image", "Noor Haddad"),
    strategy: "QUICK_SYNC",
    strategyReason: "the configuration has no pipeline",
    createdAt: before(4_000),
    startedAt: before(3_999),
    finishedAt: before(3_970),
    stages: [
      stage(0, "K8S_SYNC", "FAILED", 3_999, 3_988, {
        statusReason: "Pod fragile-6d9c cannot pull registry.invalid/fragile:2 (ErrImagePull: not found)",
        attempts: 2,
      }),
      stage(1, "ROLLBACK", "SUCCEEDED", 3_988, 3_970, { rollback: true }),
    ],
  });
}

export function application(name: string, cluster: string, more: Partial<Application> = {}): Application {
  return {
    id: `${name}-${cluster}`,
    name,
    project: "default",
    cluster,
    platform: "KUBERNETES",
    repository: "sample",
    path: `${name}/${cluster}`,
    configFile: "app.pipecd.yaml",
    labels: { team: "shop" },
    state: "ACTIVE",
    syncState: "SYNCED",
    health: "HEALTHY",
    lastDeployment: null,
    runningDeployment: null,
    faults: [],
    config: {
      kind: "KubernetesApp",
      stages: [{ name: "K8S_CANARY_ROLLOUT" }, { name: "WAIT_APPROVAL" }],
      autoRollback: true,
      timeout: "6h",
    },
    ...more,
  };
}

export function chain(): Chain {
  return {
    id: "c-web",
    status: "RUNNING",
    statusReason: null,
    commit: commit("4f2a91c", "").hash,
    commitMessage: "Serve pictures from the new store",
    createdAt: before(298),
    finishedAt: null,
    blocks: [
      {
        index: 0,
        status: "RUNNING",
        nodes: [
          {
            application: "web",
            applicationId: "web-tokyo",
            cluster: "tokyo",
            deployment: "d-web-tokyo",
            status: "RUNNING",
            statusReason: null,
            waiting: "approval: 0 of 1 given",
          },
        ],
      },
      {
        index: 1,
        status: "NOT_STARTED",
        nodes: [
          {
            application: "web",
            applicationId: "web-osaka",
            cluster: "osaka",
            deployment: null,
            status: "NOT_STARTED",
            statusReason: null,
          },
        ],
      },
    ],
  };
}

export function cluster(name: string, more: Partial<Cluster> = {}): Cluster {
  const piped = {
    id: `0199aa52-0000-7000-8000-${name.padEnd(12, "0")}`,
    name: `${name}-1`,
    version: "0.1.0",
    state: "ONLINE",
    lastSeen: before(1),
    enabled: true,
  };
  const replicas = [{ incarnation: "a1b2c3d4e5", since: before(7_200), lastSeen: before(1), host: `${name}.local` }];
  return { name, state: "ONLINE", pipeds: [{ ...piped, replicas }], backlog: 0, pollers: 4, running: 0, ...more };
}

export function logsOf(of: Deployment): LogLine[] {
  const colour = ["", "\u001b[32m✓\u001b[0m ", "\u001b[33mwarning:\u001b[0m ", "\u001b[1m"];
  return (of.stages ?? [])
    .filter((each) => each.startedAt)
    .flatMap((each, at) =>
      Array.from({ length: 60 }, (_, line) => ({
        stage: each.id,
        attempt: 1,
        offset: line,
        time: new Date(Date.parse(each.startedAt ?? "") + line * 150 + at).toISOString(),
        line: `${colour[line % 4]}applied apps/v1 Deployment ${of.application} (${line + 1} of 60), resourceVersion ${48_000 + line}`,
      })),
    );
}
