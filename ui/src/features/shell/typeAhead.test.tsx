import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ComponentProps, lazy } from "react";
import { describe, expect, it, vi } from "vitest";
import { openConsole } from "../../testing/console";

const { Palette } = await vi.importActual<typeof import("./Palette")>("./Palette");
let arrive = () => {};
const Late = lazy(
  () =>
    new Promise<{ default: typeof Palette }>((resolve) => {
      arrive = () => resolve({ default: Palette });
    }),
);
vi.mock("./Palette", () => ({ Palette: (props: ComponentProps<typeof Palette>) => <Late {...props} /> }));

describe("what is typed before the palette is there", () => {
  it("presses no shortcut and stands in its field", async () => {
    const { address } = await openConsole("/deployments/d-web-tokyo");
    await screen.findByText("Waits for an approval");
    screen.getByRole("link", { name: "its chain" }).focus();
    await userEvent.keyboard("{Control>}k{/Control}");
    await userEvent.keyboard("appls{Backspace}{Enter}");
    expect(screen.queryByRole("dialog")).toBeNull();
    arrive();
    const field = await screen.findByRole<HTMLInputElement>("combobox", { name: "Search or run a command" });
    expect(field.value).toBe("appl");
    await waitFor(() => expect(document.activeElement).toBe(field));
    await userEvent.keyboard("i");
    expect(field.value).toBe("appli");
    expect(screen.getAllByRole("dialog")).toHaveLength(1);
    expect(address()).toBe("/deployments/d-web-tokyo");
  });

  it("is forgotten with the palette", async () => {
    await openConsole("/deployments");
    await screen.findByText("Use the slim image");
    await userEvent.keyboard("{Control>}k{/Control}old{Control>}k{/Control}");
    await waitFor(() => expect(screen.queryByRole("combobox", { name: "Search or run a command" })).toBeNull());
    await userEvent.keyboard("{Control>}k{/Control}new");
    const field = await screen.findByRole<HTMLInputElement>("combobox", { name: "Search or run a command" });
    await waitFor(() => expect(field.value).toBe("new"));
  });
});
