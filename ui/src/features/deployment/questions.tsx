import type { Deployment, Stage } from "../../api/types";
import type { Question } from "../../components/Confirm";
import { inOrder, shortHash, subject, titleOf } from "./facts";

export function approveQuestion(deployment: Deployment, stage: Stage): Question {
  return {
    title: `Approve ${titleOf(deployment)}`,
    effect: <GoesOut deployment={deployment} stage={stage} />,
    button: "Approve",
    command: () => ({ kind: "approve", deployment: deployment.id, stage: stage.id }),
  };
}

export function rejectQuestion(deployment: Deployment, stage: Stage): Question {
  return {
    title: `Reject ${titleOf(deployment)}`,
    effect: `The deployment ends as failed. What it changed on ${deployment.cluster} is rolled back, unless nothing ran there before or its configuration switches autoRollback off.`,
    button: "Reject and roll back",
    danger: true,
    reason: "Reason, shown to the author of the commit",
    command: (reason) => ({ kind: "reject", deployment: deployment.id, stage: stage.id, reason }),
  };
}

export function cancelQuestion(deployment: Deployment, rollback: boolean): Question {
  return {
    title: `Cancel ${titleOf(deployment)}`,
    effect: rollback
      ? `The running stage is stopped, and what this deployment changed on ${deployment.cluster} is rolled back.`
      : `The running stage is stopped. What this deployment already changed on ${deployment.cluster} stays as it is.`,
    button: rollback ? "Cancel and roll back" : "Cancel without rollback",
    danger: true,
    command: () => ({ kind: "cancel", deployment: deployment.id, rollback }),
  };
}

/** The stages that an approval lets through. */
export function stagesAfter(deployment: Deployment, stage: Stage): Stage[] {
  return inOrder(deployment.stages).filter(
    (each) => !each.rollback && each.index > stage.index && each.status === "NOT_STARTED",
  );
}

function GoesOut({ deployment, stage }: { deployment: Deployment; stage: Stage }) {
  const next = stagesAfter(deployment, stage);
  return (
    <>
      {deployment.commit && (
        <p>
          <code>{shortHash(deployment.commit.hash)}</code> {subject(deployment.commit.message)}
        </p>
      )}
      <p>
        {next.length === 0 ? (
          <>No stage follows; the deployment to {deployment.cluster} then ends as succeeded.</>
        ) : (
          <>
            Then, on {deployment.cluster}: {next.map((each) => each.name).join(", ")}.
          </>
        )}
      </p>
    </>
  );
}
