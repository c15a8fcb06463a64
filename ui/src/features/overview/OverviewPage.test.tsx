import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { before } from "../../../dev/world";
import { openConsole } from "../../testing/console";

const needs = async (title: string) => {
  const all = await screen.findByRole("region", { name: "Needs you" });
  const item = (await within(all).findByRole("link", { name: title })).closest("li");
  if (!item) throw new Error(`${title} stands in no item`);
  return within(item);
};

describe("what needs you", () => {
  it("leads from a faulty configuration to its application", async () => {
    const { address } = await openConsole("/");
    const item = await needs("ledger on osaka");
    item.getByText(/so pushed commits are not deployed/);
    await userEvent.click(item.getByRole("link", { name: "See the faults" }));
    await screen.findByRole("region", { name: "Faults of the configuration" });
    expect(address()).toBe("/applications/ledger-osaka");
  });

  it("leads from a chain that failed to the chain", async () => {
    const { address } = await openConsole("/", (world) => {
      world.needs.push({
        kind: "CHAIN",
        title: "web → web on osaka",
        deployment: null,
        application: null,
        cluster: null,
        chain: "c-web",
        sentence: "The chain failed in block 1.",
        since: before(60),
      });
    });
    await userEvent.click((await needs("web → web on osaka")).getByRole("link", { name: "See why" }));
    await screen.findByRole("region", { name: "Blocks" });
    expect(address()).toBe("/chains/c-web");
  });
});

describe("the matrix", () => {
  it("tells a deployment that has not begun from one that runs", async () => {
    await openConsole("/", (world) => {
      const found = world.applications.find((each) => each.id === "hello-tokyo");
      const last = found?.lastDeployment;
      if (found && last)
        Object.assign(found, { syncState: "DEPLOYING", runningDeployment: { ...last, status: "PENDING" } });
    });
    await screen.findByRole("link", { name: /Pending : hello on tokyo/ });
  });
});
