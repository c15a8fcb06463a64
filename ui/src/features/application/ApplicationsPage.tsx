import { Group, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { applicationsQuery, clustersQuery } from "../../api/queries";
import type { Application } from "../../api/types";
import { Age } from "../../components/Age";
import { Empty, NoneFits } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Fresh, More } from "../../components/Lists";
import { Page, RowSkeletons } from "../../components/Page";
import { Status } from "../../components/Status";
import { useSteady } from "../../components/steady";
import { markOf } from "../../components/tones";
import { useTypedSearch } from "../../components/typed";
import { shortHash, shownStatus, subject } from "../deployment/facts";
import { namesWith } from "../deployment/filters";
import { Labels } from "./Labels";
import { Suggestions } from "./Suggestions";

/** Every registered application, filtered on the server. */
export function ApplicationsPage() {
  const search = useSearch({ from: "/shell/applications" });
  const navigate = useNavigate({ from: "/applications" });
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const [text, setText] = useTypedSearch(search.q, (q) => set({ q }));
  const filter = { query: search.q, cluster: search.cluster, state: search.state, label: search.label };
  const list = useInfiniteQuery(applicationsQuery(filter));
  const clusters = useQuery(clustersQuery);
  const all = list.data?.pages.flatMap((page) => page.items);
  const steady = useSteady(JSON.stringify(filter), list.isPlaceholderData ? undefined : all);
  const shown = steady.shown ?? all;
  const clear = () => set({ q: undefined, cluster: undefined, state: undefined, label: undefined });
  const filtered = Object.values(filter).some(Boolean);

  return (
    <Page title="Applications" name="Applications">
      <Group gap="sm">
        <TextInput
          data-find
          aria-label="Find applications"
          placeholder="Name or path"
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={{ base: "100%", sm: 240 }}
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
          aria-label="State"
          placeholder="Every state"
          clearable
          clearButtonProps={{ "aria-label": "Every state" }}
          data={["ACTIVE", "DISABLED", "INVALID_CONFIG"].map((state) => ({ value: state, label: markOf(state).word }))}
          value={search.state ?? null}
          onChange={(state) => set({ state: state ?? undefined })}
          w={190}
        />
        <TextInput
          aria-label="Label"
          placeholder="label:value"
          key={search.label}
          defaultValue={search.label ?? ""}
          onBlur={(event) => set({ label: event.currentTarget.value.trim() || undefined })}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          w={150}
        />
      </Group>
      <Suggestions />
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      <Fresh count={steady.fresh} accept={steady.accept} />
      {shown === undefined && !list.error && <RowSkeletons />}
      {shown && shown.length > 0 && <Rows applications={shown} />}
      {shown?.length === 0 &&
        (filtered ? (
          <NoneFits what="application" clear={clear} />
        ) : (
          <Empty
            title="No application is registered"
            command="penstock application add --repository ID --path DIR --cluster NAME"
          >
            An application is a directory in Git with an <code>app.pipecd.yaml</code>.
          </Empty>
        ))}
      <More query={list} />
    </Page>
  );
}

function Rows({ applications }: { applications: Application[] }) {
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Application</th>
          <th scope="col">Sync</th>
          <th scope="col">Health</th>
          <th scope="col">Last deployment</th>
          <th scope="col">Labels</th>
        </tr>
      </thead>
      <tbody>
        {applications.map((each) => (
          <tr key={each.id}>
            <td>
              <Link to="/applications/$id" params={{ id: each.id }} data-row>
                {each.name}
              </Link>
              <span className="dimmed"> on {each.cluster}</span>
              {each.path && <div className="dimmed breaks">{each.path}</div>}
            </td>
            <td>{each.state === "ACTIVE" ? <Status state={each.syncState} /> : <Status state={each.state} />}</td>
            <td data-label="health">
              <Status state={each.health} />
            </td>
            <td>
              <LastDeployment application={each} />
            </td>
            <td>
              <Labels labels={each.labels} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastDeployment({ application }: { application: Application }) {
  const last = application.runningDeployment ?? application.lastDeployment;
  if (!last) return <span className="dimmed">never</span>;
  return (
    <>
      <Status state={shownStatus(last)} />{" "}
      <span className="dimmed">
        <Age time={last.finishedAt ?? last.createdAt} />
      </span>
      {last.commit && (
        <div className="breaks">
          <code>{shortHash(last.commit.hash)}</code> {subject(last.commit.message)}
        </div>
      )}
    </>
  );
}
