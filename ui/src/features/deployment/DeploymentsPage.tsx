import { Button, Group, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { clustersQuery, deploymentsQuery } from "../../api/queries";
import { Empty, NoneFits } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Fresh, More } from "../../components/Lists";
import { Page, RowSkeletons } from "../../components/Page";
import { useSteady } from "../../components/steady";
import { markOf } from "../../components/tones";
import { useTypedSearch } from "../../components/typed";
import { DeploymentRows } from "./DeploymentRows";
import { namesWith } from "./filters";

const STATUSES = [
  "PENDING",
  "PLANNED",
  "RUNNING",
  "ROLLING_BACK",
  "SUCCEEDED",
  "FAILED",
  "CANCELLED",
  "ROLLBACK_FAILED",
  "SUPERSEDED",
];

/** The live list of all deployments, newest first. */
export function DeploymentsPage() {
  const search = useSearch({ from: "/shell/deployments" });
  const navigate = useNavigate({ from: "/deployments" });
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const [text, setText] = useTypedSearch(search.q, (q) => set({ q }));
  const filter = { query: search.q, application: search.application, cluster: search.cluster, status: search.status };
  const list = useInfiniteQuery(deploymentsQuery(filter));
  const clusters = useQuery(clustersQuery);
  const items = list.isPlaceholderData ? undefined : list.data?.pages.flatMap((page) => page.items);
  const steady = useSteady(JSON.stringify(filter), items);
  const shown = steady.shown ?? list.data?.pages.flatMap((page) => page.items);
  const clear = () => set({ q: undefined, application: undefined, cluster: undefined, status: undefined });
  const filtered = Object.values(filter).some(Boolean);

  return (
    <Page title="Deployments" name="Deployments">
      <Group gap="sm">
        <TextInput
          data-find
          aria-label="Find deployments"
          placeholder="Application, commit or message"
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={{ base: "100%", sm: 280 }}
        />
        <Select
          aria-label="Cluster"
          placeholder="Every cluster"
          clearable
          clearButtonProps={{ "aria-label": "Every cluster" }}
          data={namesWith(
            clusters.data?.items.map((each) => each.name),
            search.cluster,
          )}
          value={search.cluster ?? null}
          onChange={(cluster) => set({ cluster: cluster ?? undefined })}
          w={170}
        />
        <Select
          aria-label="Status"
          placeholder="Every status"
          clearable
          clearButtonProps={{ "aria-label": "Every status" }}
          data={STATUSES.map((status) => ({ value: status, label: markOf(status).word }))}
          value={search.status ?? null}
          onChange={(status) => set({ status: status ?? undefined })}
          w={170}
        />
        {search.application && (
          <Button variant="default" size="sm" onClick={() => set({ application: undefined })}>
            Only {search.application}: show all
          </Button>
        )}
      </Group>
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      <Fresh count={steady.fresh} accept={steady.accept} />
      {shown === undefined && !list.error && <RowSkeletons />}
      {shown && shown.length > 0 && <DeploymentRows deployments={shown} />}
      {shown?.length === 0 && (filtered ? <NoneFits what="deployment" clear={clear} /> : <None />)}
      <More query={list} />
    </Page>
  );
}

function None() {
  return (
    <Empty title="Nothing has been deployed yet" command="penstock application sync NAME">
      A push to a registered application starts a deployment. To start one now:
    </Empty>
  );
}
