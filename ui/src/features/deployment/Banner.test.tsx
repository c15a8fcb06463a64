import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { before, deployment, stage } from "../../../dev/world";
import { openConsole } from "../../testing/console";

describe("the banner of a wait", () => {
  it("says what it waits for, and what would make it go on", async () => {
    await openConsole("/deployments/d-pending", (world) => {
      const wait = { cause: "no piped of osaka is connected", since: before(42), unblock: "a piped of osaka connects" };
      world.deployments.push(
        deployment("d-pending", "web", "osaka", { status: "PENDING", finishedAt: null, waiting: [wait] }),
      );
    });
    const banner = await screen.findByRole("region", { name: "Waiting" });
    within(banner).getByText("No piped of osaka is connected");
    within(banner).getByText("To go on: a piped of osaka connects");
  });
});

describe("an approval", () => {
  it("is told, in the banner and in the dialog, what goes out and where the chain goes on", async () => {
    const { address } = await openConsole("/deployments/d-web-tokyo", (world) => {
      const open = world.deployments[0];
      if (open) open.summary = "Updates image nginx from 1.27 to 1.29";
    });
    const told = async (where: HTMLElement) => {
      await within(where).findByText(/4f2a91c Serve pictures from the new store; Updates image nginx from 1.27 to/);
      await within(where).findByText("Then the chain goes on: web on osaka.");
      await within(where).findByText(/objects? changes?: /);
    };
    await told(await screen.findByRole("region", { name: "Waiting for an approval" }));
    await userEvent.keyboard("a");
    const dialog = await screen.findByRole("dialog");
    await told(dialog);
    await userEvent.click(within(dialog).getByRole("link", { name: "See the changes" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(address()).toBe("/deployments/d-web-tokyo?tab=changes");
  });

  it("is told why it is asked for", async () => {
    await openConsole("/deployments/d-web-tokyo", (world) => {
      for (const each of world.deployments[0]?.stages ?? []) {
        if (each.name === "WAIT_APPROVAL") each.description = "12 objects are no longer in Git and would be deleted";
      }
    });
    const banner = await screen.findByRole("region", { name: "Waiting for an approval" });
    await within(banner).findByText("12 objects are no longer in Git and would be deleted.");
  });

  it("is not told of a chain that has ended", async () => {
    await openConsole("/deployments/d-web-tokyo", (world) => {
      for (const chain of world.chains) Object.assign(chain, { status: "FAILED", finishedAt: before(1) });
    });
    const banner = await screen.findByRole("region", { name: "Waiting for an approval" });
    await within(banner).findByText(/objects? changes?: /);
    expect(within(banner).queryByText(/the chain goes on/)).toBeNull();
  });
});

describe("a decision that came second", () => {
  const refused = {
    approvals: [
      {
        id: "a-2",
        stage: "stage-0",
        by: "admin",
        decision: "APPROVED",
        at: before(60),
        state: "REFUSED" as const,
        refusal: "no stage waits for a decision",
      },
    ],
    notices: ["The approval by admin was refused: no stage waits for a decision"],
  };

  it("is noticed while the deployment runs", async () => {
    await openConsole("/deployments/d-twice", (world) => {
      const stages = [stage(0, "K8S_SYNC", "RUNNING", 60)];
      world.deployments.push(
        deployment("d-twice", "web", "osaka", { ...refused, status: "RUNNING", finishedAt: null, stages }),
      );
    });
    await screen.findByRole("region", { name: "Notice" });
  });

  it("stands among the decisions alone once the deployment has ended", async () => {
    await openConsole("/deployments/d-twice", (world) => {
      world.deployments.push(deployment("d-twice", "web", "osaka", refused));
    });
    const decisions = await screen.findByRole("list", { name: "Decisions" });
    expect(decisions.textContent).toContain("refused: no stage waits for a decision");
    expect(screen.queryByRole("region", { name: "Notice" })).toBeNull();
  });
});
