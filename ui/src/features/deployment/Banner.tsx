import type { Approval, Deployment, Waiting } from "../../api/types";
import { Age, Elapsed } from "../../components/Age";
import type { Question } from "../../components/Confirm";
import { sentence } from "../../components/tones";
import { ApprovalBanner } from "./ApprovalBanner";
import classes from "./Banner.module.css";
import { awaitedApproval, inOrder, isOpen, stageNamed, waitsOf } from "./facts";

/** Why a deployment does not move, and the button that moves it; after a failure, why it failed. */
export function Banner({ deployment, ask }: { deployment: Deployment; ask: (question: Question) => void }) {
  const approval = awaitedApproval(deployment);
  const waits = waitsOf(deployment).filter(
    (wait) => !approval || !wait.stage || stageNamed(deployment, wait.stage)?.id !== approval.id,
  );
  const notices = noticesOf(deployment);
  return (
    <>
      <Outcome deployment={deployment} />
      {approval && <ApprovalBanner deployment={deployment} stage={approval} ask={ask} />}
      {waits.map((wait) => (
        <WaitBanner key={`${wait.cause} ${wait.stage}`} deployment={deployment} wait={wait} />
      ))}
      <Decisions deployment={deployment} />
      {notices.map((notice) => (
        <section key={notice} className={classes.banner} data-tone="calm" aria-label="Notice">
          {notice}
        </section>
      ))}
    </>
  );
}

function Outcome({ deployment }: { deployment: Deployment }) {
  if (isOpen(deployment) && deployment.status !== "ROLLING_BACK") return null;
  const failed = inOrder(deployment.stages).filter((stage) => stage.status === "FAILED");
  const reasons = new Set([
    deployment.statusReason,
    ...failed.flatMap(({ name, statusReason }) =>
      statusReason && !deployment.statusReason?.includes(statusReason) ? `${name}: ${statusReason}` : [],
    ),
  ]);
  const lines = [...reasons]
    .filter((reason): reason is string => Boolean(reason))
    .filter((reason, _, all) => !all.some((other) => other !== reason && other.endsWith(reason)));
  if (lines.length === 0) return null;
  const bad =
    deployment.status === "FAILED" || deployment.status === "ROLLBACK_FAILED" || deployment.status === "ROLLING_BACK";
  return (
    <section className={classes.banner} data-tone={bad ? "bad" : "calm"} aria-label="Outcome">
      <strong>{headline(deployment)}</strong>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </section>
  );
}

function headline(deployment: Deployment): string {
  const rolledBack = deployment.stages?.some((stage) => stage.rollback && stage.status === "SUCCEEDED");
  switch (deployment.status) {
    case "ROLLING_BACK":
      return "It failed and is being rolled back";
    case "FAILED":
      return rolledBack ? "It failed and was rolled back" : "It failed";
    case "ROLLBACK_FAILED":
      return "It failed, and the rollback failed too: look at the cluster";
    case "CANCELLED":
      return rolledBack ? "It was cancelled and rolled back" : "It was cancelled";
    case "SUPERSEDED":
      return "A newer commit took its place";
    default:
      return sentence(deployment.status);
  }
}

function WaitBanner({ deployment, wait }: { deployment: Deployment; wait: Waiting }) {
  const stage = stageNamed(deployment, wait.stage);
  return (
    <section className={classes.banner} data-tone="busy" aria-label="Waiting">
      <strong>
        {stage ? `${stage.name}: ` : ""}
        {wait.cause.charAt(0).toUpperCase() + wait.cause.slice(1)}
      </strong>{" "}
      for <Elapsed from={wait.since} />
      {wait.unblock && <p>To go on: {wait.unblock}</p>}
    </section>
  );
}

/** What is told of decisions while they may still count; afterwards the list of decisions says how each fared. */
function noticesOf(deployment: Deployment): string[] {
  if (!isOpen(deployment)) return [];
  return (deployment.notices ?? []).map((notice) => (typeof notice === "string" ? notice : notice.message));
}

function Decisions({ deployment }: { deployment: Deployment }) {
  const decisions = deployment.approvals ?? [];
  if (decisions.length === 0) return null;
  return (
    <ul className={classes.decisions} aria-label="Decisions">
      {decisions.map((each) => (
        <li key={each.id}>
          {verb(each)} by <strong>{each.by}</strong> <Age time={each.at} />
          {each.reason && <>: {each.reason}</>}
          {each.state === "REFUSED" && <> · refused{each.refusal && <>: {each.refusal}</>}</>}
        </li>
      ))}
    </ul>
  );
}

function verb(approval: Approval): string {
  return /^reject/i.test(approval.decision) ? "Rejected" : "Approved";
}
