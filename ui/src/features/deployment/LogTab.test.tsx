import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { openConsole } from "../../testing/console";

const wide = window.matchMedia;
afterEach(() => {
  window.matchMedia = wide;
});

const wrap = () => screen.findByRole<HTMLInputElement>("switch", { name: "Wrap" });

describe("long lines of the log", () => {
  it("wrap where the screen is narrow, until it is switched off", async () => {
    window.matchMedia = (query) =>
      Object.defineProperty(wide.call(window, query), "matches", { value: query === "(max-width: 48em)" });
    const { address } = await openConsole("/deployments/d-web-tokyo");
    expect((await wrap()).checked).toBe(true);
    await userEvent.click(await wrap());
    await waitFor(() => expect(address()).toBe("/deployments/d-web-tokyo?wrap=off"));
    expect((await wrap()).checked).toBe(false);
  });

  it("do not wrap where it is wide, until it is switched on", async () => {
    const { address } = await openConsole("/deployments/d-web-tokyo");
    expect((await wrap()).checked).toBe(false);
    await userEvent.click(await wrap());
    await waitFor(() => expect(address()).toBe("/deployments/d-web-tokyo?wrap=on"));
    expect((await wrap()).checked).toBe(true);
  });
});
