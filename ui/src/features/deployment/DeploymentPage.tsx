import { Skeleton, Stack, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { deploymentQuery } from "../../api/queries";
import { useTopics } from "../../api/stream";
import type { Deployment } from "../../api/types";
import { Confirm, type Question } from "../../components/Confirm";
import { Failure } from "../../components/Failure";
import { Page } from "../../components/Page";
import { Status } from "../../components/Status";
import { Unread } from "../../components/Unread";
import { useMayWrite } from "../session/rights";
import { type PageAction, useOffer } from "../shell/actions";
import { Banner } from "./Banner";
import { DeploymentMenu } from "./DeploymentMenu";
import { awaitedApproval, isOpen, pendingDecision, shownStages, shownStatus, titleOf } from "./facts";
import { Header } from "./Header";
import { graphHeight } from "./measures";
import { approveQuestion, cancelQuestion, rejectQuestion } from "./questions";
import { TimelineTab } from "./TimelineTab";
import { WorkflowTab } from "./WorkflowTab";

const stageGraph = () => import("./StageGraph").then((module) => ({ default: module.StageGraph }));
const logTab = () => import("./LogTab").then((module) => ({ default: module.LogTab }));
const StageGraph = lazy(stageGraph);
const LogTab = lazy(logTab);
const ChangesTab = lazy(() => import("./ChangesTab").then((module) => ({ default: module.ChangesTab })));
// They are on the way while the deployment itself is still asked for. What fails here is tried again where it is shown.
for (const part of [stageGraph, logTab]) part().catch(() => undefined);

const TABS = ["log", "changes", "timeline", "workflow"] as const;
const LABELS = { log: "Log", changes: "Changes", timeline: "Timeline", workflow: "Workflow" };

export function DeploymentPage() {
  const { id } = useParams({ from: "/shell/deployments/$id" });
  useTopics(`deployment:${id}`, `log:${id}`);
  const { data, error, refetch } = useQuery(deploymentQuery(id));
  if (data) return <Shown deployment={data} stale={error} />;
  return (
    <Page title="Deployment" name="Deployment">
      {error ? (
        <Unread
          what="deployment"
          id={id}
          error={error}
          retry={() => void refetch()}
          list={<Link to="/deployments">All deployments</Link>}
        />
      ) : (
        <PageSkeleton />
      )}
    </Page>
  );
}

function PageSkeleton() {
  return (
    <Stack role="status" aria-label="Loading">
      <Skeleton height={140} />
      <Skeleton height={graphHeight([])} />
      <Skeleton height={480} />
    </Stack>
  );
}

function PartSkeleton({ height }: { height: number }) {
  return <Skeleton height={height} role="status" aria-label="Loading" />;
}

function Shown({ deployment, stale }: { deployment: Deployment; stale: unknown }) {
  const [question, ask] = useState<Question | null>(null);
  const search = useSearch({ from: "/shell/deployments/$id" });
  const navigate = useNavigate({ from: "/deployments/$id" });
  const tab = TABS.find((each) => each === search.tab) ?? "log";
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  usePaletteActions(deployment, ask);

  return (
    <Page
      name={titleOf(deployment)}
      title={`${deployment.application} on ${deployment.cluster}`}
      right={
        <>
          <Status state={shownStatus(deployment)} pill />
          <DeploymentMenu deployment={deployment} ask={ask} />
        </>
      }
    >
      {stale ? <Failure error={stale} /> : null}
      <Header deployment={deployment} />
      <Banner deployment={deployment} ask={ask} />
      <Suspense fallback={<PartSkeleton height={graphHeight(shownStages(deployment))} />}>
        <StageGraph deployment={deployment} selected={search.stage} select={(stage) => set({ stage, tab: "log" })} />
      </Suspense>
      <Tabs value={tab} onChange={(next) => set({ tab: next ?? undefined })} keepMounted={false}>
        <Tabs.List>
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {LABELS[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="log" pt="sm">
          <Suspense fallback={<PartSkeleton height={480} />}>
            <LogTab
              deployment={deployment}
              stage={search.stage}
              find={search.find ?? ""}
              wrap={search.wrap}
              set={set}
            />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="changes" pt="sm">
          <Suspense fallback={<PartSkeleton height={320} />}>
            <ChangesTab deployment={deployment} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="timeline" pt="sm">
          <TimelineTab deployment={deployment} />
        </Tabs.Panel>
        <Tabs.Panel value="workflow" pt="sm">
          <WorkflowTab deployment={deployment} />
        </Tabs.Panel>
      </Tabs>
      <Confirm question={question} close={() => ask(null)} />
    </Page>
  );
}

function usePaletteActions(deployment: Deployment, ask: (question: Question) => void): void {
  const stage = awaitedApproval(deployment);
  const mayWrite = useMayWrite();
  const open = isOpen(deployment) && mayWrite;
  const actions: PageAction[] = [
    { label: "Copy the id of this deployment", run: () => void navigator.clipboard?.writeText(deployment.id) },
  ];
  if (stage && mayWrite && !pendingDecision(deployment, stage)) {
    actions.unshift(
      { label: `Approve ${titleOf(deployment)}`, run: () => ask(approveQuestion(deployment, stage)) },
      { label: `Reject ${titleOf(deployment)}`, run: () => ask(rejectQuestion(deployment, stage)) },
    );
  }
  if (open) actions.push({ label: `Cancel ${titleOf(deployment)}`, run: () => ask(cancelQuestion(deployment, true)) });
  useOffer(actions, `${deployment.id} ${stage?.id} ${deployment.approvals?.length} ${open}`);
}
