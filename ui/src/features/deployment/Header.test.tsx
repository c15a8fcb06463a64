import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { application, deployment } from "../../../dev/world";
import { openConsole } from "../../testing/console";

const took = (id: string, seconds: number) =>
  deployment(id, "usual", "tokyo", {
    startedAt: "2026-01-01T00:00:00Z",
    finishedAt: new Date(Date.parse("2026-01-01T00:00:00Z") + seconds * 1_000).toISOString(),
  });

describe("the usual time", () => {
  it("is that of the other deployments", async () => {
    await openConsole("/deployments/d-1", (world) => {
      world.deployments.push(took("d-1", 90), took("d-2", 10), took("d-3", 20), took("d-4", 30));
      world.applications.push(application("usual", "tokyo"));
    });
    await screen.findByText(/usually 20 s/);
  });

  it("is not spoken of when only two others succeeded", async () => {
    const { client } = await openConsole("/deployments/d-1", (world) => {
      world.deployments.push(took("d-1", 90), took("d-2", 10), took("d-3", 20));
      world.applications.push(application("usual", "tokyo"));
    });
    await screen.findByText(/1 m 30 s/);
    await waitFor(() => expect(client.getQueryData(["applications", "history", "usual-tokyo"])).toBeDefined());
    expect(screen.queryByText(/usually/)).toBeNull();
  });
});
