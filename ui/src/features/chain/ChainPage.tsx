import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { chainQuery } from "../../api/queries";
import type { Chain, ChainNode } from "../../api/types";
import { Age, Elapsed } from "../../components/Age";
import { Failure } from "../../components/Failure";
import { Page } from "../../components/Page";
import { Status } from "../../components/Status";
import { markOf } from "../../components/tones";
import { Unread } from "../../components/Unread";
import headerClasses from "../deployment/Header.module.css";
import classes from "./ChainPage.module.css";
import { pathOf, stateOf } from "./ChainsPage";
import { CommitText } from "./CommitText";

/** Blocks as columns; the next one starts when the one before has succeeded. */
export function ChainPage() {
  const { id } = useParams({ from: "/shell/chains/$id" });
  const { data, error, refetch } = useQuery(chainQuery(id));
  if (data) return <Shown chain={data} stale={error} />;
  return (
    <Page title="Chain" name="Chain">
      {error ? (
        <Unread
          what="chain"
          id={id}
          error={error}
          retry={() => void refetch()}
          list={<Link to="/chains">All chains</Link>}
        />
      ) : (
        <Skeleton height={240} role="status" aria-label="Loading" />
      )}
    </Page>
  );
}

function Shown({ chain, stale }: { chain: Chain; stale: unknown }) {
  const blocks = [...chain.blocks].sort((a, b) => a.index - b.index);
  return (
    <Page title={pathOf(chain)} name={pathOf(chain)} right={<Status state={stateOf(chain)} pill />}>
      {stale ? <Failure error={stale} /> : null}
      {chain.statusReason && (
        <section className={classes.reason} data-tone={markOf(chain.status).tone} aria-label="Why">
          {chain.statusReason}
        </section>
      )}
      <dl className={headerClasses.facts}>
        {chain.deployment && (
          <>
            <dt>Begun by</dt>
            <dd>
              <Link to="/deployments/$id" params={{ id: chain.deployment }}>
                a deployment of {chain.application}
              </Link>
            </dd>
          </>
        )}
        <dt>Commit</dt>
        <dd>
          <CommitText chain={chain} />
        </dd>
        <dt>Time</dt>
        <dd>
          <Age time={chain.createdAt} prefix="started " />, {chain.finishedAt ? "took" : "running for"}{" "}
          <Elapsed from={chain.createdAt} to={chain.finishedAt} />
        </dd>
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Blocks">
        <ol className={classes.blocks}>
          {blocks.map((block, at) => (
            <li key={block.index} className={classes.block}>
              <h2>
                Block {at + 1} <Status state={block.status} />
              </h2>
              <ul>
                {block.nodes.map((node) => (
                  <Node key={`${node.application}@${node.cluster}`} node={node} />
                ))}
              </ul>
            </li>
          ))}
        </ol>
      </section>
    </Page>
  );
}

function Node({ node }: { node: ChainNode }) {
  const name = `${node.application} on ${node.cluster}`;
  return (
    <li className={classes.node} data-tone={markOf(node.waiting ? "WAITING" : node.status).tone}>
      {node.deployment ? (
        <Link to="/deployments/$id" params={{ id: node.deployment }} data-row>
          {name}
        </Link>
      ) : (
        <strong>{name}</strong>
      )}
      <Status state={node.waiting ? "WAITING" : node.status} />
      {node.statusReason && <p>{node.statusReason}</p>}
      {node.waiting && <p>{node.waiting}</p>}
    </li>
  );
}
