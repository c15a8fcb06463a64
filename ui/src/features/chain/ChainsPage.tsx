import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { chainsQuery } from "../../api/queries";
import type { Chain } from "../../api/types";
import { Age, Elapsed } from "../../components/Age";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Fresh, More } from "../../components/Lists";
import { Page, RowSkeletons } from "../../components/Page";
import { Status } from "../../components/Status";
import { useSteady } from "../../components/steady";
import { CommitText } from "./CommitText";

/** Every chain, newest first. */
export function ChainsPage() {
  const list = useInfiniteQuery(chainsQuery);
  const steady = useSteady(
    "chains",
    list.data?.pages.flatMap((page) => page.items),
  );
  return (
    <Page title="Chains" name="Chains">
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      <Fresh count={steady.fresh} accept={steady.accept} />
      {list.isPending && <RowSkeletons rows={4} />}
      {steady.shown && steady.shown.length > 0 && <Rows chains={steady.shown} />}
      {steady.shown?.length === 0 && (
        <Empty title="No chain has run yet" command="penstock chain list">
          A chain starts when an application whose configuration has <code>postSync.chain</code> is deployed; it then
          goes on, block by block, to the applications named there.
        </Empty>
      )}
      <More query={list} />
    </Page>
  );
}

function Rows({ chains }: { chains: Chain[] }) {
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Chain</th>
          <th scope="col">Status</th>
          <th scope="col">Commit</th>
          <th scope="col">Duration</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {chains.map((chain) => (
          <tr key={chain.id}>
            <td>
              <Link to="/chains/$id" params={{ id: chain.id }} data-row>
                {pathOf(chain)}
              </Link>
            </td>
            <td>
              <Status state={stateOf(chain)} />
            </td>
            <td>
              <CommitText chain={chain} />
            </td>
            <td data-label={chain.finishedAt ? "took" : "for"}>
              <Elapsed from={chain.createdAt} to={chain.finishedAt} />
            </td>
            <td>
              <Age time={chain.createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A chain of which a node waits is waiting itself. */
export function stateOf(chain: Chain): string {
  const waits = (chain.blocks ?? []).some(({ nodes }) => nodes.some((node) => node.waiting));
  return chain.status === "RUNNING" && waits ? "WAITING" : chain.status;
}

/** "web → web on osaka": who began it, then the blocks; a block of several nodes by their number. */
export function pathOf(chain: Chain): string {
  const blocks = [...(chain.blocks ?? [])].sort((a, b) => a.index - b.index);
  const text = blocks
    .map(({ nodes }) =>
      nodes.length === 1 && nodes[0]
        ? `${nodes[0].application} on ${nodes[0].cluster}`
        : `${nodes.length} applications`,
    )
    .join(" → ");
  const begun = chain.application && blocks[0]?.nodes[0]?.deployment !== chain.deployment ? chain.application : null;
  return [begun, text].filter(Boolean).join(" → ") || `Chain ${chain.id.slice(0, 8)}`;
}
