import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { openConsole } from "../testing/console";

describe("every dialog", () => {
  it.each([
    ["a", /^Approve web on tokyo/],
    ["?", "Keyboard"],
    ["{Control>}k{/Control}", "Search or run a command"],
  ])("that %s opens has a name, and axe finds nothing on it", async (keys, name) => {
    await openConsole("/deployments/d-web-tokyo");
    await screen.findByText("Waits for an approval");
    await userEvent.keyboard(keys);
    await screen.findByRole("dialog", { name });
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  });
});
