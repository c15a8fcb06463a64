import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { historyQuery } from "../../api/queries";
import type { Deployment } from "../../api/types";
import { Age, Elapsed } from "../../components/Age";
import { Copy } from "../../components/CommandLine";
import { duration } from "../../components/time";
import { sentence } from "../../components/tones";
import { authorOf, isOpen, shortHash, subject, triggerText, usualMillis } from "./facts";
import classes from "./Header.module.css";

/** The facts of a deployment, one a line: what, why, how, since when. */
export function Header({ deployment }: { deployment: Deployment }) {
  const application = deployment.applicationId ?? `${deployment.application}@${deployment.cluster}`;
  return (
    <dl className={classes.facts}>
      <Fact name="Commit">
        <CommitFact deployment={deployment} />
      </Fact>
      {deployment.summary && <Fact name="What">{deployment.summary}</Fact>}
      <Fact name="Trigger">
        {triggerText(deployment)}
        {deployment.trigger?.reason && <span className="dimmed"> · {deployment.trigger.reason}</span>}
      </Fact>
      <Fact name="Strategy">
        {deployment.strategy
          ? sentence(deployment.strategy)
          : isOpen(deployment)
            ? "Not chosen yet"
            : "None: it ended before its plan was made"}
        {deployment.strategyReason && <span className="dimmed"> · {deployment.strategyReason}</span>}
      </Fact>
      {deployment.target && (
        <Fact name="Back to">
          <Link to="/deployments/$id" params={{ id: deployment.target }}>
            an earlier deployment
          </Link>
        </Fact>
      )}
      <Fact name="Time">
        <Age time={deployment.createdAt} prefix="ordered " />
        {deployment.startedAt && (
          <>
            , {deployment.finishedAt ? "took" : "running for"}{" "}
            <Elapsed from={deployment.startedAt} to={deployment.finishedAt} />
          </>
        )}
        {deployment.trigger?.kind !== "ROLLBACK" && <Usual application={application} without={deployment.id} />}
      </Fact>
      <Fact name="Application">
        <Link to="/applications/$id" params={{ id: application }}>
          {deployment.application}
        </Link>
        <span className="dimmed"> on </span>
        <Link to="/clusters/$name" params={{ name: deployment.cluster }}>
          {deployment.cluster}
        </Link>
        {deployment.chain && (
          <>
            <span className="dimmed">, in </span>
            <Link to="/chains/$id" params={{ id: deployment.chain?.id ?? "" }}>
              its chain
            </Link>
          </>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function CommitFact({ deployment }: { deployment: Deployment }) {
  const commit = deployment.commit;
  if (!commit?.hash && !isOpen(deployment)) return <>None: it ended before its commit was fixed</>;
  if (!commit?.hash) return <>Not fixed yet: the head of the branch when it starts</>;
  return (
    <>
      <code title={commit.hash}>{shortHash(commit.hash)}</code>
      <Copy text={commit.hash} label="Copy the whole hash" /> {subject(commit.message)}
      {commit.author && (
        <span className="dimmed" title={commit.author}>
          {" "}
          · {authorOf(commit)}
        </span>
      )}
    </>
  );
}

/** How long the application's other deployments usually take. */
function Usual({ application, without }: { application: string; without: string }) {
  const { data } = useQuery(historyQuery(application));
  const usual = data ? usualMillis(data.items.filter((each) => each.id !== without)) : null;
  return usual === null ? null : <span className="dimmed"> · usually {duration(usual)}</span>;
}
