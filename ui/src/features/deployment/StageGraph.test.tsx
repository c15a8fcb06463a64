import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { deployment, stage } from "../../../dev/world";
import { openConsole } from "../../testing/console";

const names = ["K8S_CANARY_ROLLOUT", "WAIT", "ANALYSIS", "WAIT_APPROVAL"];

describe("the graph of stages", () => {
  it("begins with the current stage in view", async () => {
    await openConsole("/deployments/d-web-tokyo");
    const graph = await screen.findByRole("region", { name: "Stages" });
    expect(graph.scrollLeft).toBeGreaterThan(300);
  });

  it("begins at the left when nothing is under way", async () => {
    await openConsole("/deployments/d-long", (world) => {
      const stages = names.map((name, at) => stage(at, name, "SUCCEEDED", 90 - at, 89 - at));
      world.deployments.push(deployment("d-long", "web", "osaka", { stages }));
    });
    const graph = await screen.findByRole("region", { name: "Stages" });
    expect(graph.scrollLeft).toBe(0);
  });

  it.each([
    ["leaves out a way back that was not taken", "SUCCEEDED" as const, undefined, 0],
    ["shows a way back that was taken", "FAILED" as const, 5, 1],
  ])("%s", async (_, status, from, count) => {
    await openConsole("/deployments/d-back", (world) => {
      const back = stage(1, "ROLLBACK", from ? "SUCCEEDED" : "NOT_STARTED", from, from, { rollback: true });
      world.deployments.push(
        deployment("d-back", "web", "osaka", { status, stages: [stage(0, "K8S_SYNC", status, 9, 8), back] }),
      );
    });
    const graph = await screen.findByRole("region", { name: "Stages" });
    within(graph).getByRole("button", { name: /^K8S_SYNC/ });
    expect(within(graph).queryAllByRole("button", { name: /^ROLLBACK/ })).toHaveLength(count);
  });
});
