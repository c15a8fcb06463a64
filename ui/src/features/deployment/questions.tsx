import type { Deployment, Stage } from "../../api/types";
import type { Question } from "../../components/Confirm";
import { titleOf } from "./facts";
import { GoesOut } from "./GoesOut";

export function approveQuestion(deployment: Deployment, stage: Stage): Question {
  return {
    title: `Approve ${titleOf(deployment)}`,
    effect: (close) => <GoesOut deployment={deployment} stage={stage} leave={close} />,
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
