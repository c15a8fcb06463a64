import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { changesQuery } from "../../api/queries";
import type { Deployment, Stage } from "../../api/types";
import { Elapsed } from "../../components/Age";
import { Copy } from "../../components/CommandLine";
import type { Question } from "../../components/Confirm";
import { useMayWrite } from "../session/rights";
import classes from "./Banner.module.css";
import { changesText } from "./changes";
import { authorOf, pendingDecision, shortHash, subject, triggerText } from "./facts";
import { approveQuestion, rejectQuestion, stagesAfter } from "./questions";

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
          <p>Goes out: {goesOut(deployment)}.</p>
          <Differs deployment={deployment} />
          <Next deployment={deployment} stage={stage} />
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

/** The summary of the rendered diff, which its tab shows whole. */
function Differs({ deployment }: { deployment: Deployment }) {
  const { data } = useQuery(changesQuery(deployment.id));
  if (!data) return null;
  return (
    <p>
      {changesText(data)}.{" "}
      {data.items.length > 0 && (
        <Link to="/deployments/$id" params={{ id: deployment.id }} search={{ tab: "changes" }} resetScroll={false}>
          See the changes
        </Link>
      )}
    </p>
  );
}

function Next({ deployment, stage }: { deployment: Deployment; stage: Stage }) {
  const next = stagesAfter(deployment, stage);
  if (next.length === 0) return null;
  return (
    <p>
      Then, on {deployment.cluster}: {next.map((each) => each.name).join(", ")}.
    </p>
  );
}

function goesOut(deployment: Deployment): string {
  const commit = deployment.commit;
  const what = commit
    ? [shortHash(commit.hash), subject(commit.message)].filter(Boolean).join(" ")
    : "the head of the branch";
  return deployment.summary ? `${what}; ${deployment.summary.replace(/\.$/, "")}` : what;
}
