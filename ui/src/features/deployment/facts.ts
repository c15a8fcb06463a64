import type { Approval, Commit, Deployment, DeploymentStatus, Stage, Waiting } from "../../api/types";

const OPEN: ReadonlySet<DeploymentStatus> = new Set(["PENDING", "PLANNED", "RUNNING", "ROLLING_BACK"]);

export function isOpen(deployment: Deployment): boolean {
  return OPEN.has(deployment.status);
}

/** Stages in the order of the plan: the pipeline first, the rollback after it. */
export function inOrder(stages: Stage[] | undefined): Stage[] {
  return [...(stages ?? [])].sort(
    (a, b) => Number(a.rollback ?? false) - Number(b.rollback ?? false) || a.index - b.index,
  );
}

/** The stages worth a place in the graph: a way back that was not taken has none once all is over. */
export function shownStages(deployment: Deployment): Stage[] {
  const stages = inOrder(deployment.stages);
  return isOpen(deployment) ? stages : stages.filter((stage) => !stage.rollback || stage.startedAt);
}

export function currentStage(deployment: Deployment): Stage | undefined {
  const stages = inOrder(deployment.stages);
  return (
    stages.find((stage) => stage.status === "RUNNING" || stage.status === "WAITING") ??
    stages.find((stage) => stage.status === "FAILED")
  );
}

/** What is shown as its status: a deployment whose stage waits is said to wait, not to run. */
export function shownStatus(deployment: Deployment): DeploymentStatus | "WAITING" {
  return deployment.status === "RUNNING" && currentStage(deployment)?.status === "WAITING"
    ? "WAITING"
    : deployment.status;
}

/** A decision that was taken and that the workflow has not yet acted on. */
export function pendingDecision(deployment: Deployment, stage: Stage): Approval | undefined {
  return deployment.approvals?.find(
    (each) => each.state === "ACCEPTED" && (each.stage === stage.id || each.stage === stage.name),
  );
}

/** A wait names its stage by id or by name. */
export function stageNamed(deployment: Deployment, name: string | null | undefined): Stage | undefined {
  if (!name) return undefined;
  return (
    deployment.stages?.find((stage) => stage.id === name) ?? deployment.stages?.find((stage) => stage.name === name)
  );
}

/** The approval stage that this deployment stands at, if it does. */
export function awaitedApproval(deployment: Deployment): Stage | undefined {
  if (!isOpen(deployment)) return undefined;
  return deployment.stages?.find(
    (stage) => stage.name === "WAIT_APPROVAL" && (stage.status === "RUNNING" || stage.status === "WAITING"),
  );
}

/** Everything that this deployment waits for, the longest wait first. */
export function waitsOf(deployment: Deployment): Waiting[] {
  if (!isOpen(deployment)) return [];
  const own = deployment.waiting ?? [];
  const ofStages = (deployment.stages ?? []).flatMap((stage) =>
    stage.waiting ? [{ ...stage.waiting, stage: stage.id }] : [],
  );
  const all = [...own];
  for (const wait of ofStages) {
    const known = own.some(
      (each) => each.cause === wait.cause && (!each.stage || stageNamed(deployment, each.stage)?.id === wait.stage),
    );
    if (!known) all.push(wait);
  }
  return all.sort((a, b) => a.since.localeCompare(b.since));
}

export function shortHash(hash: string | null | undefined): string {
  return hash ? hash.slice(0, 7) : "";
}

export function subject(message: string | null | undefined): string {
  return (message ?? "").split("\n", 1)[0] ?? "";
}

/** "Mika Arai" of "Mika Arai <mika@example.com>". */
export function authorOf(commit: Commit | null | undefined): string {
  const author = commit?.author ?? "";
  return author.replace(/\s*<[^<>]*>\s*$/, "") || author;
}

/** "web on tokyo" with the commit when there is one. */
export function titleOf(deployment: Deployment): string {
  const commit = shortHash(deployment.commit?.hash);
  return `${deployment.application} on ${deployment.cluster}${commit ? ` at ${commit}` : ""}`;
}

export function triggerText(deployment: Deployment): string {
  const trigger = deployment.trigger;
  if (!trigger) return "Not recorded";
  const kind = TRIGGERS[trigger.kind] ?? trigger.kind.toLowerCase().replaceAll("_", " ");
  return trigger.by ? `${kind} by ${trigger.by}` : kind;
}

const TRIGGERS: Record<string, string> = {
  COMMIT: "Commit",
  ON_COMMIT: "Commit",
  COMMAND: "Sync ordered",
  ON_COMMAND: "Sync ordered",
  SYNC: "Sync ordered",
  CHAIN: "Chain",
  ON_CHAIN: "Chain",
  REGISTRATION: "Registration",
  OUT_OF_SYNC: "Drift",
  ON_OUT_OF_SYNC: "Drift",
  DRIFT: "Drift",
  ROLLBACK: "Rollback ordered",
};

/** Median time of the succeeded ones, when there are at least three to speak of a habit. */
export function usualMillis(history: Deployment[]): number | null {
  const times = history
    .flatMap((each) =>
      each.status === "SUCCEEDED" && each.finishedAt
        ? [Date.parse(each.finishedAt) - Date.parse(each.startedAt ?? each.createdAt)]
        : [],
    )
    .filter((millis) => millis >= 0)
    .sort((a, b) => a - b);
  return times.length < 3 ? null : (times[Math.floor(times.length / 2)] ?? null);
}
