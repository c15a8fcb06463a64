import { Button, Group } from "@mantine/core";
import type { Approval, Deployment, Stage, Waiting } from "../../api/types";
import { Age, Elapsed } from "../../components/Age";
import type { Question } from "../../components/Confirm";
import { sentence } from "../../components/tones";
import classes from "./Banner.module.css";
import { awaitedApproval, inOrder, isOpen, stageNamed, subject, triggerText, waitsOf } from "./facts";
import { approveQuestion, rejectQuestion, stagesAfter } from "./questions";

/** Why a deployment does not move, and the button that moves it; after a failure, why it failed. */
export function Banner({ deployment, ask }: { deployment: Deployment; ask: (question: Question) => void }) {
  const approval = awaitedApproval(deployment);
  const waits = waitsOf(deployment).filter(
    (wait) => !approval || !wait.stage || stageNamed(deployment, wait.stage)?.id !== approval.id,
  );
  const notices = (deployment.notices ?? []).map((notice) => (typeof notice === "string" ? notice : notice.message));
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
    ...failed.map((stage) => stage.statusReason && `${stage.name}: ${stage.statusReason}`),
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

function ApprovalBanner({
  deployment,
  stage,
  ask,
}: {
  deployment: Deployment;
  stage: Stage;
  ask: (question: Question) => void;
}) {
  const next = stagesAfter(deployment, stage);
  const since = stage.waiting?.since ?? stage.startedAt ?? deployment.createdAt;
  return (
    <section className={classes.banner} data-tone="wait" aria-label="Waiting for an approval" data-keys>
      <div className={classes.row}>
        <div>
          <strong>Waits for an approval</strong> for <Elapsed from={since} />
          <p>
            Goes out:{" "}
            {deployment.commit ? subject(deployment.commit.message) || "this commit" : "the head of the branch"}
            {next.length > 0 && (
              <>
                , by {next.map((each) => each.name).join(", ")} on {deployment.cluster}
              </>
            )}
            .
          </p>
          <p className="dimmed">
            Asked by: {triggerText(deployment)}
            {deployment.commit?.author && `, commit of ${deployment.commit.author}`}
            {stage.description && ` · ${stage.description}`}
            {stage.waiting?.unblock && ` · ${stage.waiting.unblock}`}
          </p>
          {deployment.planDigest && (
            <p className="dimmed">
              Plan <code className="breaks">{deployment.planDigest.replace(/^sha256:/, "").slice(0, 16)}</code>
            </p>
          )}
        </div>
        <Group gap="xs" wrap="nowrap">
          <Button data-key="a" onClick={() => ask(approveQuestion(deployment, stage))}>
            Approve
          </Button>
          <Button data-key="r" variant="default" onClick={() => ask(rejectQuestion(deployment, stage))}>
            Reject
          </Button>
        </Group>
      </div>
    </section>
  );
}

function WaitBanner({ deployment, wait }: { deployment: Deployment; wait: Waiting }) {
  const stage = stageNamed(deployment, wait.stage);
  return (
    <section className={classes.banner} data-tone="busy" aria-label="Waiting">
      <strong>
        {stage ? `${stage.name}: ` : ""}
        {/^[A-Z_]+$/.test(wait.cause) ? sentence(wait.cause) : wait.cause}
      </strong>{" "}
      for <Elapsed from={wait.since} />
      {wait.unblock && <p>{wait.unblock}</p>}
    </section>
  );
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
        </li>
      ))}
    </ul>
  );
}

function verb(approval: Approval): string {
  return /^reject/i.test(approval.decision) ? "Rejected" : "Approved";
}
