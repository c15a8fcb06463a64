import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { application, deployment } from "../../../dev/world";
import { openConsole } from "../../testing/console";

describe("a deployment that ended before its plan was made", () => {
  it.each([
    ["", "It ended before its first stage. In a shell:"],
    ["changes", "Nothing was rendered"],
    ["timeline", "No stage was started"],
  ])("promises nothing more (%s)", async (tab, said) => {
    await openConsole(`/deployments/d-early${tab && `?tab=${tab}`}`, (world) => {
      world.applications.push(application("early", "tokyo"));
      world.deployments.push(
        deployment("d-early", "early", "tokyo", {
          status: "FAILED",
          statusReason: "early/app.pipecd.yaml is not there",
          commit: null,
          strategy: null,
          strategyReason: null,
          stages: [],
          finishedAt: "2026-01-01T00:00:00Z",
        }),
      );
    });
    await screen.findByText(said);
    screen.getByText("None: it ended before its commit was fixed");
    screen.getByText("None: it ended before its plan was made");
    screen.getByText("No stages: it ended before its plan was made.");
    expect(screen.queryByText(/yet/)).toBeNull();
  });
});
