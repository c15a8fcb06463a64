import { Button, Skeleton, Stack, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCommand } from "../../api/commands";
import { applicationQuery, historyQuery } from "../../api/queries";
import type { Application } from "../../api/types";
import { Elapsed } from "../../components/Age";
import { Confirm, type Question } from "../../components/Confirm";
import { Empty } from "../../components/Empty";
import { Failure } from "../../components/Failure";
import { Faults } from "../../components/Faults";
import { Page, RowSkeletons } from "../../components/Page";
import { Status } from "../../components/Status";
import { Unread } from "../../components/Unread";
import bannerClasses from "../deployment/Banner.module.css";
import { DeploymentRows } from "../deployment/DeploymentRows";
import { shownStatus } from "../deployment/facts";
import { useMayWrite } from "../session/rights";
import { useOffer } from "../shell/actions";
import { ApplicationFacts } from "./ApplicationFacts";
import { ApplicationMenu } from "./ApplicationMenu";
import { Configuration } from "./Configuration";
import { RollbackChoice } from "./RollbackChoice";
import { Strip } from "./Strip";

export function ApplicationPage() {
  const { id } = useParams({ from: "/shell/applications/$id" });
  const { data, error, refetch } = useQuery(applicationQuery(id));
  if (data) return <Shown application={data} stale={error} />;
  return (
    <Page title="Application" name="Application">
      {error ? (
        <Unread
          what="application"
          id={id}
          error={error}
          retry={() => void refetch()}
          list={<Link to="/applications">All applications</Link>}
        />
      ) : (
        <Stack role="status" aria-label="Loading">
          <Skeleton height={84} />
          <Skeleton height={48} />
          <Skeleton height={240} />
        </Stack>
      )}
    </Page>
  );
}

function Shown({ application, stale }: { application: Application; stale: unknown }) {
  const [question, ask] = useState<Question | null>(null);
  const [choosing, choose] = useDisclosure(false);
  const history = useQuery(historyQuery(application.id));
  const sync = useSync(application);
  const mayWrite = useMayWrite();
  const name = `${application.name} on ${application.cluster}`;
  useOffer(
    [
      { label: `Sync ${name}`, run: () => sync.start() },
      { label: "Copy the id of this application", run: () => void navigator.clipboard?.writeText(application.id) },
    ],
    application.id,
  );
  const faults = application.faults ?? [];
  return (
    <Page
      name={name}
      title={name}
      right={
        <>
          <Status state={stateOf(application)} pill />
          <Button
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={sync.pending}
            onClick={() => sync.start()}
            disabled={application.state !== "ACTIVE" || !mayWrite}
          >
            Sync
          </Button>
          {mayWrite && <ApplicationMenu application={application} ask={ask} sync={sync.start} rollBack={choose.open} />}
        </>
      }
    >
      {stale ? <Failure error={stale} /> : null}
      {sync.error ? <Failure error={sync.error} retry={() => sync.start()} /> : null}
      {faults.length > 0 && (
        <section aria-label="Faults of the configuration">
          <Title order={2}>The configuration has {faults.length === 1 ? "a fault" : `${faults.length} faults`}</Title>
          <p className="dimmed">
            {application.state === "INVALID_CONFIG"
              ? "Nothing is deployed until a commit mends it. What runs stays as it is."
              : "It is deployed nevertheless."}
          </p>
          <Faults faults={faults} file={`${application.path}/${application.configFile}`} />
        </section>
      )}
      {application.waiting && (
        <section className={bannerClasses.banner} data-tone="wait" aria-label="Not watched">
          <strong>Its repository is not watched: {application.waiting.cause}</strong>, for{" "}
          <Elapsed from={application.waiting.since} />
          {application.waiting.unblock && <p>To go on: {application.waiting.unblock}</p>}
        </section>
      )}
      <ApplicationFacts application={application} />
      <Stack gap="xs" component="section" aria-label="Deployments">
        <Title order={2}>Deployments</Title>
        {history.error ? <Failure error={history.error} retry={() => void history.refetch()} /> : null}
        {history.isPending && <RowSkeletons rows={5} height={52} />}
        {history.data && history.data.items.length > 0 && (
          <>
            <Strip deployments={history.data.items} />
            <DeploymentRows deployments={history.data.items.slice(0, 10)} application={false} />
          </>
        )}
        {history.data?.items.length === 0 && (
          <Empty
            title="Never deployed"
            command={`penstock application sync ${application.name}@${application.cluster}`}
          >
            A push that touches <code>{application.path}</code> deploys it. To deploy the head of the branch now:
          </Empty>
        )}
      </Stack>
      <Configuration application={application} />
      {choosing && <RollbackChoice application={application} ask={ask} close={choose.close} />}
      <Confirm question={question} close={() => ask(null)} />
    </Page>
  );
}

/** What matters most of it in one word: while it deploys, how its deployment stands. */
function stateOf({ state, syncState, runningDeployment }: Application): string {
  if (state !== "ACTIVE") return state;
  const running = runningDeployment ? shownStatus(runningDeployment) : undefined;
  return running && running !== "RUNNING" ? running : syncState;
}

/** Orders a sync and goes to the deployment that it became. */
function useSync(application: Application) {
  const navigate = useNavigate();
  const order = useCommand();
  const start = (strategy?: "quick" | "pipeline") =>
    order.mutate(
      strategy
        ? { kind: "sync", application: application.id, strategy }
        : { kind: "sync", application: application.id },
      {
        onSuccess: (deployment) => {
          if (deployment?.id) void navigate({ to: "/deployments/$id", params: { id: deployment.id } });
        },
      },
    );
  return { start, pending: order.isPending, error: order.error };
}
