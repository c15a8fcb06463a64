import {
  application,
  before,
  chain,
  cluster,
  commit,
  deployment,
  logsOf,
  rolledBack,
  type World,
  waitingForApproval,
} from "./world.ts";

/** Six applications on two clusters, one of them at an approval, one rolled back, one with a fault. */
export function newWorld(): World {
  const open = waitingForApproval();
  const failed = rolledBack();
  const older = Array.from({ length: 24 }, (_, at) =>
    deployment(`d-web-${at}`, "web", "tokyo", {
      status: at % 9 === 4 ? "FAILED" : at % 7 === 3 ? "SUPERSEDED" : "SUCCEEDED",
      commit: commit(`${(at + 17).toString(16)}c0ffee`.slice(0, 7), `Change number ${24 - at} of the shop window`),
      createdAt: before(9_000 + at * 5_400),
      startedAt: before(8_998 + at * 5_400),
      finishedAt: before(8_900 + at * 5_400 - at * 3),
    }),
  );
  const quick = {
    strategy: "QUICK_SYNC",
    strategyReason: "the configuration has no pipeline",
    createdAt: before(5_000),
    startedAt: before(4_999),
    finishedAt: before(4_997),
  };
  const hello = ["tokyo", "osaka"].map((name) => deployment(`d-hello-${name}`, "hello", name, quick));
  const deployments = [open, failed, ...hello, ...older];
  return {
    signedIn: false,
    applications: [
      application("fragile", "tokyo", { health: "UNHEALTHY", syncState: "OUT_OF_SYNC", lastDeployment: failed }),
      application("hello", "osaka", { lastDeployment: hello[1] ?? null }),
      application("hello", "tokyo", { lastDeployment: hello[0] ?? null }),
      application("ledger", "osaka", {
        state: "INVALID_CONFIG",
        syncState: "UNKNOWN",
        health: "UNKNOWN",
        faults: [
          {
            severity: "ERROR",
            line: 12,
            column: 9,
            field: "spec.pipeline.stages[1].name",
            value: "K8S_CANARY_ROLOUT",
            expected: "a stage of this platform, for example K8S_CANARY_ROLLOUT",
            message: "name: K8S_CANARY_ROLOUT (expected: a stage of this platform, for example K8S_CANARY_ROLLOUT)",
          },
        ],
      }),
      application("web", "osaka", { lastDeployment: null }),
      application("web", "tokyo", {
        syncState: "DEPLOYING",
        health: "PROGRESSING",
        lastDeployment: older[0] ?? null,
        runningDeployment: open,
        description: "The shop window.",
      }),
    ],
    deployments,
    chains: [chain()],
    clusters: [cluster("osaka"), cluster("tokyo", { running: 1 })],
    needs: [
      {
        kind: "CONFIGURATION",
        title: "ledger on osaka",
        deployment: null,
        application: "ledger-osaka",
        chain: null,
        cluster: null,
        sentence: "Its configuration in Git has a fault, so pushed commits are not deployed.",
        action: "LOOK",
        since: before(900),
      },
    ],
    suggestions: [
      {
        repository: "sample",
        path: "search/tokyo",
        configFile: "app.pipecd.yaml",
        name: "search",
        kind: "KubernetesApp",
        cluster: "tokyo",
      },
    ],
    logs: Object.fromEntries(deployments.slice(0, 2).map((each) => [each.id, logsOf(each)])),
  };
}
