import type { Deployment } from "../src/api/types";
import type { World } from "./world.ts";

function about(deployment: Deployment) {
  const title = `${deployment.application} on ${deployment.cluster}`;
  return {
    title,
    deployment,
    application: deployment.applicationId,
    chain: null,
    cluster: null,
    since: deployment.createdAt,
  };
}

/** What the first page shows of the world. */
export function overview(world: World) {
  const waiting = world.deployments.filter((each) =>
    each.stages?.some((one) => one.name === "WAIT_APPROVAL" && one.status === "WAITING"),
  );
  const failed = world.deployments.filter((each) => each.id === "d-fragile");
  return {
    needsYou: [
      ...waiting.map((each) => ({
        kind: "APPROVAL",
        ...about(each),
        sentence: "The canary runs at 20 %. It waits for one approval before the primary rollout.",
        action: "APPROVE",
      })),
      ...failed.map((each) => ({
        kind: "FAILURE",
        ...about(each),
        sentence: each.stages?.[0]?.statusReason ?? "",
        action: "SYNC",
      })),
      ...world.needs,
    ],
    matrix: {
      applications: [...new Set(world.applications.map((each) => each.name))],
      clusters: world.clusters.map((each) => each.name),
      cells: world.applications.map((each) => ({
        application: each.name,
        applicationId: each.id,
        cluster: each.cluster,
        state: each.state,
        syncState: each.syncState,
        health: each.health,
        deploymentId: each.lastDeployment?.id ?? null,
        status: (each.runningDeployment ?? each.lastDeployment)?.status ?? null,
        approval: waiting.some((one) => one.applicationId === each.id),
      })),
    },
    today: world.deployments.slice(0, 6),
  };
}
