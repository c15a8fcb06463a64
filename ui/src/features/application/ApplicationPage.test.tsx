import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { openConsole } from "../../testing/console";

async function choose(menu: string, item: string) {
  await userEvent.click(await screen.findByRole("button", { name: menu }));
  await userEvent.click(await screen.findByRole("menuitem", { name: item }));
}

describe("rolling back", () => {
  it("is chosen among the earlier deployments that succeeded, asks, and opens what it became", async () => {
    const { sent, address, world } = await openConsole("/applications/web-tokyo");
    await choose("More for this application", "Roll back to…");
    const list = await screen.findByRole("list", { name: "Earlier deployments" });
    expect(within(list).queryByText(/Change number 24 of/)).toBeNull();
    await userEvent.click(within(list).getByRole("button", { name: /^12c0ffe Change number 23 of the shop window/ }));
    const dialog = await screen.findByRole("dialog", { name: "Roll back web on tokyo to 12c0ffe" });
    within(dialog).getByText(/is applied again, from its bundle and without Git/);
    within(dialog).getByText(/Git stays as it is: web on tokyo is then out of sync with it until the next push or/);
    await userEvent.click(within(dialog).getByRole("button", { name: "Roll back" }));
    await waitFor(() => expect(address()).toBe(`/deployments/${world.deployments[0]?.id}`));
    expect(sent[0]).toMatchObject({ path: "/applications/web-tokyo/rollback", body: { deployment: "d-web-1" } });
  });

  it("says so when there is nothing to go back to", async () => {
    await openConsole("/applications/hello-tokyo");
    await choose("More for this application", "Roll back to…");
    await screen.findByText(/nothing else to go back to: what runs now is all that succeeded/);
  });

  it("is not offered while the application is disabled", async () => {
    await openConsole("/applications/web-tokyo", (world) => {
      for (const each of world.applications) each.state = "DISABLED";
    });
    await userEvent.click(await screen.findByRole("button", { name: "More for this application" }));
    const item = await screen.findByRole<HTMLButtonElement>("menuitem", { name: "Roll back to…" });
    expect(item.disabled).toBe(true);
  });

  it("is offered on the page of an earlier deployment, not on that of the one that runs", async () => {
    const { sent } = await openConsole("/deployments/d-web-2");
    await choose("More for this deployment", "Roll back to this");
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Roll back" }));
    await waitFor(() => expect(sent[0]).toMatchObject({ body: { deployment: "d-web-2" } }));
  });

  it("is not offered on the page of the deployment that runs", async () => {
    const { client } = await openConsole("/deployments/d-web-0");
    await waitFor(() => expect(client.getQueryData(["applications", "history", "web-tokyo"])).toBeDefined());
    await waitFor(() => expect(client.getQueryData(["applications", "one", "web-tokyo"])).toBeDefined());
    await userEvent.click(await screen.findByRole("button", { name: "More for this deployment" }));
    await screen.findByRole("menuitem", { name: "Copy the id" });
    expect(screen.queryByRole("menuitem", { name: "Roll back to this" })).toBeNull();
  });
});

describe("deleting an application", () => {
  it("says what stays", async () => {
    await openConsole("/applications/web-tokyo");
    await choose("More for this application", "Delete");
    const dialog = await screen.findByRole("dialog", { name: "Delete web on tokyo" });
    within(dialog).getByText(/objects on tokyo stay as they are, and its past deployments stay listed/);
  });
});

describe("an application whose deployment waits", () => {
  it("says so in its head, its strip and its rows alike", async () => {
    await openConsole("/applications/web-tokyo");
    await screen.findByRole("link", { name: /^Waiting: 4f2a91c Serve pictures/ });
    // The head, the facts and the row; the strip's link says it by its name.
    expect(screen.getAllByText("Waiting")).toHaveLength(3);
    expect(screen.queryByText("Deploying")).toBeNull();
  });
});
