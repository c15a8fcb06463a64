import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { clustersQuery } from "../../api/queries";
import type { Cluster } from "../../api/types";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Page, RowSkeletons } from "../../components/Page";
import { Status } from "../../components/Status";
import { QueueFacts } from "./QueueFacts";
import { RegisterPiped } from "./RegisterPiped";

/** Every cluster, with what serves it and what waits in its queue. */
export function ClustersPage() {
  const { data, error, refetch } = useQuery(clustersQuery);
  const [adding, dialog] = useDisclosure(false);
  return (
    <Page title="Clusters" name="Clusters" right={<Button onClick={dialog.open}>Register a piped</Button>}>
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {!data && !error && <RowSkeletons rows={3} />}
      {data && data.items.length > 0 && <Rows clusters={data.items} />}
      {data?.items.length === 0 && (
        <Empty title="No cluster is known" command="penstock piped register --cluster NAME">
          A cluster appears when its first piped is registered. The key is made on your machine and printed once:
        </Empty>
      )}
      <RegisterPiped opened={adding} close={dialog.close} />
    </Page>
  );
}

function Rows({ clusters }: { clusters: Cluster[] }) {
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Cluster</th>
          <th scope="col">State</th>
          <th scope="col">Pipeds</th>
          <th scope="col">Queue</th>
        </tr>
      </thead>
      <tbody>
        {clusters.map((each) => (
          <tr key={each.name}>
            <td>
              <Link to="/clusters/$name" params={{ name: each.name }} data-row>
                {each.name}
              </Link>
            </td>
            <td>
              <Status state={each.state} />
            </td>
            <td>{pipedsText(each)}</td>
            <td>
              <QueueFacts cluster={each} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function pipedsText(cluster: Cluster): string {
  const versions = [...new Set(cluster.pipeds.flatMap((piped) => piped.version ?? []))];
  const count = cluster.pipeds.length === 1 ? "1 piped" : `${cluster.pipeds.length} pipeds`;
  return versions.length > 0 ? `${count}, version ${versions.join(" and ")}` : count;
}
