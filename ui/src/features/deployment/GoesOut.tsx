import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { chainQuery, changesQuery } from "../../api/queries";
import type { Deployment, Stage } from "../../api/types";
import { blocksAfter } from "../chain/facts";
import { changesText } from "./changes";
import { inOrder, shortHash, subject } from "./facts";

interface Props {
  deployment: Deployment;
  stage: Stage;
  /** Run when one goes off to see the changes. */
  leave?: () => void;
}

/** What an approval lets through: the commit, what it changes, the stages to come and where the chain goes on. */
export function GoesOut({ deployment, stage, leave }: Props) {
  return (
    <>
      {stage.description && <p>{sentenceOf(stage.description)}</p>}
      <p>Goes out: {goesOut(deployment)}.</p>
      <Differs deployment={deployment} leave={leave} />
      <Next deployment={deployment} stage={stage} />
      {deployment.chain && <ChainGoesOn id={deployment.chain.id} deployment={deployment} />}
    </>
  );
}

/** The summary of the rendered diff, which its tab shows whole. */
function Differs({ deployment, leave }: { deployment: Deployment; leave: (() => void) | undefined }) {
  const { data } = useQuery(changesQuery(deployment.id));
  if (!data) return null;
  return (
    <p>
      {changesText(data)}.{" "}
      {data.items.length > 0 && (
        <Link
          to="/deployments/$id"
          params={{ id: deployment.id }}
          search={{ tab: "changes" }}
          resetScroll={false}
          onClick={() => leave?.()}
        >
          See the changes
        </Link>
      )}
    </p>
  );
}

function Next({ deployment, stage }: { deployment: Deployment; stage: Stage }) {
  const next = inOrder(deployment.stages).filter(
    (each) => !each.rollback && each.index > stage.index && each.status === "NOT_STARTED",
  );
  return next.length === 0 ? (
    <p>No stage follows; the deployment to {deployment.cluster} then ends as succeeded.</p>
  ) : (
    <p>
      Then, on {deployment.cluster}: {next.map((each) => each.name).join(", ")}.
    </p>
  );
}

function ChainGoesOn({ id, deployment }: { id: string; deployment: Deployment }) {
  const { data } = useQuery(chainQuery(id));
  const later = data ? blocksAfter(data, deployment) : [];
  if (later.length === 0) return null;
  return <p>Then the chain goes on: {later.join(", then ")}.</p>;
}

function goesOut(deployment: Deployment): string {
  const commit = deployment.commit;
  const what = commit
    ? [shortHash(commit.hash), subject(commit.message)].filter(Boolean).join(" ")
    : "the head of the branch";
  return deployment.summary ? `${what}; ${deployment.summary.replace(/\.$/, "")}` : what;
}

/** A stage's description as a sentence of its own. */
function sentenceOf(description: string): string {
  return /[.!?]$/.test(description) ? description : `${description}.`;
}
