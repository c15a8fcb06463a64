import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { FakeStream, openConsole } from "../testing/console";

const PAGES: [string, string][] = [
  ["/", "Overview"],
  ["/deployments", "Deployments"],
  ["/deployments/d-web-tokyo", "web on tokyo"],
  ["/deployments/d-web-tokyo?tab=changes", "web on tokyo"],
  ["/deployments/d-fragile?tab=timeline", "fragile on tokyo"],
  ["/deployments/d-fragile?tab=workflow", "fragile on tokyo"],
  ["/applications", "Applications"],
  ["/applications/web-tokyo", "web on tokyo"],
  ["/applications/ledger@osaka", "ledger on osaka"],
  ["/chains", "Chains"],
  ["/chains/c-web", "web on tokyo → web on osaka"],
  ["/clusters", "Clusters"],
  ["/clusters/tokyo", "tokyo"],
  ["/clusters/nowhere", "nowhere"],
  ["/deployments/none", "Deployment"],
  ["/no/such/page", "There is no such page"],
];

describe("every page", () => {
  it.each(PAGES)("%s is shown and axe finds nothing on it", async (address, title) => {
    await openConsole(address);
    await screen.findByRole("heading", { level: 1, name: title }, { timeout: 10_000 });
    await waitFor(() => expect(screen.queryAllByLabelText("Loading")).toEqual([]));
    // Colours and places need a browser that lays out; they are looked at there.
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  });
});

describe("an address without a page", () => {
  it("keeps the navigation, and says so once", async () => {
    await openConsole("/no/such/page");
    await screen.findByRole("heading", { level: 1, name: "There is no such page" });
    screen.getByRole("navigation", { name: "Pages" });
    screen.getByRole("link", { name: "Go to the overview" });
    expect(screen.getByRole("main").textContent).toBe("There is no such pageGo to the overview");
  });

  it.each([
    ["/deployments/01a2", "There is no deployment 01a2.", "All deployments"],
    ["/applications/nothing", "There is no application nothing.", "All applications"],
    ["/chains/01a3", "There is no chain 01a3.", "All chains"],
  ])("%s says that there is none", async (address, sentence, list) => {
    await openConsole(address);
    await screen.findByText(sentence);
    screen.getByRole("link", { name: list });
    expect(screen.queryByText(/expected/)).toBeNull();
  });
});

describe("rows", () => {
  it("say in which sense a time is meant where no head of a column does", async () => {
    await openConsole("/deployments");
    const label = async (name: RegExp) => {
      const row = (await screen.findAllByRole("row", { name }))[0];
      return row?.querySelector("[data-label]")?.getAttribute("data-label");
    };
    expect(await label(/web on tokyo Waiting/)).toBe("for");
    expect(await label(/fragile on tokyo Failed/)).toBe("took");
  });
});

describe("a chain", () => {
  it("is waiting when a node waits, and says for what and which commit goes out", async () => {
    await openConsole("/chains/c-web");
    await screen.findByRole("heading", { level: 1, name: "web on tokyo → web on osaka" });
    expect(screen.getAllByText("Waiting")).toHaveLength(2);
    screen.getByText("approval: 0 of 1 given");
    screen.getByText(/Serve pictures from the new store/);
  });
});

describe("signing in", () => {
  it("asks who is there and goes on to the page that was wanted", async () => {
    const { address } = await openConsole("/clusters/tokyo", (world) => {
      world.signedIn = false;
    });
    await screen.findByRole("heading", { name: "Sign in to Penstock" });
    await userEvent.type(screen.getByLabelText(/User/), "admin");
    await userEvent.type(screen.getByLabelText(/Password/, { selector: "input" }), "wrong");
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByText("User or password is wrong");
    await userEvent.clear(screen.getByLabelText(/Password/, { selector: "input" }));
    await userEvent.type(screen.getByLabelText(/Password/, { selector: "input" }), "water");
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByRole("heading", { level: 1, name: "tokyo" });
    expect(address()).toBe("/clusters/tokyo");
  });

  it("is asked for again after signing out, and nothing of before is kept", async () => {
    const { client } = await openConsole("/clusters");
    await screen.findByRole("heading", { level: 1, name: "Clusters" });
    await userEvent.click(screen.getByRole("button", { name: "You, theme and help" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Sign out" }));
    await screen.findByRole("heading", { name: "Sign in to Penstock" });
    await waitFor(() =>
      expect(
        client
          .getQueryCache()
          .getAll()
          .map((each) => each.queryKey),
      ).toEqual([["session"]]),
    );
    expect(FakeStream.open).toEqual([]);
  });

  it("is asked for again when the session ends", async () => {
    const { world, client } = await openConsole("/clusters");
    await screen.findByRole("heading", { level: 1, name: "Clusters" });
    world.signedIn = false;
    await client.invalidateQueries();
    await screen.findByRole("heading", { name: "Sign in to Penstock" });
  });
});

describe("an approval", () => {
  it("is given from the deployment by the key a", async () => {
    const { sent } = await openConsole("/deployments/d-web-tokyo");
    await screen.findByText("Waits for an approval");
    await userEvent.keyboard("a");
    const dialog = await screen.findByRole("dialog");
    within(dialog).getByText(/K8S_PRIMARY_ROLLOUT/);
    await userEvent.click(within(dialog).getByRole("button", { name: "Approve" }));
    await screen.findByText(/Approved by/);
    expect(sent[0]).toMatchObject({
      method: "POST",
      path: "/deployments/d-web-tokyo/approve",
      body: { stage: "stage-2" },
    });
    expect(sent[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is refused only with a reason", async () => {
    const { sent } = await openConsole("/");
    await screen.findByText(/It waits for one approval/);
    await userEvent.keyboard("r");
    const dialog = await screen.findByRole("dialog");
    const button = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Reject and roll back" });
    expect(button.disabled).toBe(true);
    await userEvent.type(within(dialog).getByRole("textbox"), "error rate is up");
    await userEvent.click(button);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent[0]).toMatchObject({
      path: "/deployments/d-web-tokyo/reject",
      body: { stage: "stage-2", reason: "error rate is up" },
    });
  });

  it("that somebody else gave meanwhile is told in the dialog", async () => {
    const { world } = await openConsole("/deployments/d-web-tokyo");
    await screen.findByText("Waits for an approval");
    await userEvent.click(screen.getByRole("button", { name: "Approve" }));
    const dialog = await screen.findByRole("dialog");
    const stage = world.deployments[0]?.stages?.[2];
    if (stage) stage.status = "SUCCEEDED";
    await userEvent.click(within(dialog).getByRole("button", { name: "Approve" }));
    const alert = await within(dialog).findByRole("alert");
    within(alert).getByText(/no longer in the state you saw/);
    within(alert).getByText("req-7c21");
  });
});

describe("events", () => {
  it("bring the change of a deployment to its page", async () => {
    const { world } = await openConsole("/deployments/d-web-tokyo");
    await screen.findByText("Waits for an approval");
    await waitFor(() =>
      expect(FakeStream.open.some((each) => each.url.includes("deployment%3Ad-web-tokyo"))).toBe(true),
    );
    const changed = world.deployments[0];
    if (changed)
      Object.assign(changed, {
        status: "CANCELLED",
        statusReason: "Cancelled by Noor",
        finishedAt: new Date().toISOString(),
      });
    FakeStream.say("deployment", "d-web-tokyo");
    await screen.findByText("It was cancelled");
  });

  it("announce new deployments without moving the rows", async () => {
    const { world } = await openConsole("/deployments");
    await screen.findByText("Use the slim image");
    const first = world.deployments[0];
    if (first) world.deployments.unshift({ ...first, id: "d-new", application: "newcomer" });
    FakeStream.say("deployment", "d-new");
    const bar = await screen.findByRole("button", { name: "1 new" }, { timeout: 5_000 });
    expect(screen.queryByText("newcomer")).toBeNull();
    await userEvent.click(bar);
    await screen.findByText("newcomer");
  });
});

describe("the keyboard", () => {
  it("moves over rows, opens one, finds and helps", async () => {
    const { address } = await openConsole("/deployments");
    await screen.findByText("Use the slim image");
    await userEvent.keyboard("jj");
    expect(document.activeElement?.textContent).toBe("fragile");
    await userEvent.keyboard("k");
    expect(document.activeElement?.textContent).toBe("web");
    await userEvent.keyboard("/");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Find deployments");
    await userEvent.keyboard("slim");
    await waitFor(() => expect(address()).toBe("/deployments?q=slim"));
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard("?");
    await screen.findByRole("dialog", { name: "Keyboard" });
  });

  it("opens the palette, which knows the commands of the page", async () => {
    await openConsole("/deployments/d-web-tokyo");
    await screen.findByText("Waits for an approval");
    await userEvent.keyboard("{Control>}k{/Control}");
    const field = await screen.findByRole("combobox", { name: "Search or run a command" });
    await userEvent.type(field, "reject");
    await userEvent.keyboard("{Enter}");
    await screen.findByRole("dialog", { name: /^Reject web on tokyo/ });
  });
});
