import { Button, Skeleton, Stack, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { clustersQuery, deploymentsQuery } from "../../api/queries";
import type { Cluster, Piped } from "../../api/types";
import { Age } from "../../components/Age";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Page, RowSkeletons } from "../../components/Page";
import { Status } from "../../components/Status";
import { DeploymentRows } from "../deployment/DeploymentRows";
import { plural, QueueFacts } from "./QueueFacts";
import { RegisterPiped } from "./RegisterPiped";

export function ClusterPage() {
  const { name } = useParams({ from: "/shell/clusters/$name" });
  const { data, error, refetch } = useQuery(clustersQuery);
  const cluster = data?.items.find((each) => each.name === name);
  if (cluster) return <Shown cluster={cluster} stale={error} />;
  return (
    <Page title={name} name={name}>
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {!data && !error && <Skeleton height={240} role="status" aria-label="Loading" />}
      {data && (
        <Empty title={`No cluster is called ${name}`} command={`penstock piped register --cluster ${name}`}>
          A cluster appears when its first piped is registered:
        </Empty>
      )}
    </Page>
  );
}

function Shown({ cluster, stale }: { cluster: Cluster; stale: unknown }) {
  const [adding, dialog] = useDisclosure(false);
  const running = useInfiniteQuery(deploymentsQuery({ cluster: cluster.name }));
  const deployments = running.data?.pages[0]?.items.slice(0, 15);
  return (
    <Page
      title={cluster.name}
      name={cluster.name}
      right={
        <>
          <Status state={cluster.state} pill />
          <Button variant="default" onClick={dialog.open}>
            Register a piped
          </Button>
        </>
      }
    >
      {stale ? <Failure error={stale} /> : null}
      <div>
        <QueueFacts cluster={cluster} />
      </div>
      <Stack gap="xs" component="section" aria-label="Pipeds">
        <Title order={2}>Pipeds</Title>
        {cluster.pipeds.length > 0 ? (
          <Pipeds pipeds={cluster.pipeds} />
        ) : (
          <Empty title="No piped serves this cluster" command={`penstock piped register --cluster ${cluster.name}`} />
        )}
      </Stack>
      <Stack gap="xs" component="section" aria-label="Deployments">
        <Title order={2}>Deployments here</Title>
        {running.error ? <Failure error={running.error} retry={() => void running.refetch()} /> : null}
        {running.isPending && <RowSkeletons rows={5} height={52} />}
        {deployments && deployments.length > 0 && <DeploymentRows deployments={deployments} />}
        {deployments?.length === 0 && <p className="dimmed">Nothing has been deployed here yet.</p>}
      </Stack>
      <RegisterPiped opened={adding} close={dialog.close} cluster={cluster.name} />
    </Page>
  );
}

function Pipeds({ pipeds }: { pipeds: Piped[] }) {
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Piped</th>
          <th scope="col">State</th>
          <th scope="col">Version</th>
          <th scope="col">Last seen</th>
          <th scope="col">Replicas</th>
        </tr>
      </thead>
      <tbody>
        {pipeds.map((piped) => (
          <tr key={piped.id}>
            <td>
              <strong>{piped.name}</strong>
              <div className="dimmed breaks">
                <code>{piped.id}</code>
              </div>
            </td>
            <td>
              <Status state={piped.enabled ? piped.state : "DISABLED"} />
            </td>
            <td>{piped.version ?? <span className="dimmed">not known</span>}</td>
            <td>{piped.lastSeen ? <Age time={piped.lastSeen} /> : <span className="dimmed">never</span>}</td>
            <td>
              <Replicas piped={piped} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Replicas({ piped }: { piped: Piped }) {
  const replicas = piped.replicas ?? [];
  if (replicas.length === 0) return <span className="dimmed">none connected</span>;
  return (
    <>
      {plural(replicas.length, "replica", "replicas")}
      {replicas.map((replica) => (
        <div key={replica.incarnation} className="dimmed breaks">
          {replica.host ?? replica.incarnation.slice(0, 8)}
          {replica.since && <Age time={replica.since} prefix=", since " />}
        </div>
      ))}
    </>
  );
}
