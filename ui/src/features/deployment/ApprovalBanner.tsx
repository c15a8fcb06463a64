import { Button, Group } from "@mantine/core";
import type { Deployment, Stage } from "../../api/types";
import { Elapsed } from "../../components/Age";
import { Copy } from "../../components/CommandLine";
import type { Question } from "../../components/Confirm";
import { useMayWrite } from "../session/rights";
import classes from "./Banner.module.css";
import { authorOf, pendingDecision, triggerText } from "./facts";
import { GoesOut } from "./GoesOut";
import { approveQuestion, rejectQuestion } from "./questions";

interface Props {
  deployment: Deployment;
  stage: Stage;
  ask: (question: Question) => void;
}

/** What exactly an approver would let through, who asked, who may, since when; and the two buttons. */
export function ApprovalBanner({ deployment, stage, ask }: Props) {
  const mayWrite = useMayWrite();
  const pending = pendingDecision(deployment, stage);
  const since = stage.waiting?.since ?? stage.startedAt ?? deployment.createdAt;
  const may = stage.waiting?.unblock;
  const author = authorOf(deployment.commit);
  return (
    <section className={classes.banner} data-tone="wait" aria-label="Waiting for an approval" data-keys>
      <div className={classes.row}>
        <div>
          <strong>Waits for an approval</strong> for <Elapsed from={since} />
          <GoesOut deployment={deployment} stage={stage} />
          <p className="dimmed">
            Began by: {triggerText(deployment)}
            {author && author !== deployment.trigger?.by && `, written by ${author}`}
            {may && ` · To go on: ${may}`}
          </p>
          {deployment.planDigest && (
            <p className="dimmed">
              Plan{" "}
              <code title={deployment.planDigest}>{deployment.planDigest.replace(/^sha256:/, "").slice(0, 16)}</code>{" "}
              <Copy text={deployment.planDigest} label="Copy the digest of the plan" />
            </p>
          )}
        </div>
        {pending ? (
          <span>Decided by {pending.by}; the workflow takes it up next</span>
        ) : mayWrite ? (
          <Group gap="xs" wrap="nowrap">
            <Button data-key="a" onClick={() => ask(approveQuestion(deployment, stage))}>
              Approve
            </Button>
            <Button data-key="r" variant="default" onClick={() => ask(rejectQuestion(deployment, stage))}>
              Reject
            </Button>
          </Group>
        ) : (
          <span className="dimmed">Your role may look, not decide</span>
        )}
      </div>
    </section>
  );
}
