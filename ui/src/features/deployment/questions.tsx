import type { Deployment, Stage } from "../../api/types";
import { Age } from "../../components/Age";
import type { Question } from "../../components/Confirm";
import { shortHash, subject, titleOf } from "./facts";
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

/** Asks whether to go back to a deployment that succeeded; `open` is given the deployment that this becomes. */
export function rollbackQuestion(to: Deployment, open: (id: string) => void): Question {
  const name = `${to.application} on ${to.cluster}`;
  return {
    title: `Roll back ${name} to ${shortHash(to.commit?.hash)}`,
    effect: (
      <>
        <p>
          What <code>{shortHash(to.commit?.hash)}</code> {subject(to.commit?.message)} brought to {to.cluster}{" "}
          <Age time={to.finishedAt ?? to.createdAt} /> is applied again, from its bundle and without Git.
        </p>
        <p>Git stays as it is: {name} is then out of sync with it until the next push or sync.</p>
      </>
    ),
    button: "Roll back",
    danger: true,
    command: () => ({
      kind: "rollback",
      application: to.applicationId ?? `${to.application}@${to.cluster}`,
      deployment: to.id,
    }),
    after: (answer) => {
      if (answer?.id) open(answer.id);
    },
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
