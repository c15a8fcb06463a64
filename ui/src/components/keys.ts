import { useEffect } from "react";

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function visible(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")].filter(visible);
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
  rows[next]?.focus();
  rows[next]?.scrollIntoView?.({ block: "nearest" });
}

/** Presses the button marked with this key: the focused row's, else the page's only one. */
function press(key: string): void {
  const inRow = document.activeElement?.closest("[data-keys]")?.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (inRow) {
    inRow.click();
    return;
  }
  const buttons = [...document.querySelectorAll<HTMLElement>(`main [data-key="${key}"]`)].filter(visible);
  if (buttons.length === 1) buttons[0]?.click();
}

/** Goes to the page's own field, or else to the search of the whole console. */
function focusFind(otherwise: () => void): void {
  const field = document.querySelector<HTMLElement>("main [data-find]");
  if (field) field.focus();
  else otherwise();
}

/** The keyboard of the console: `/` find, `j k` move, `a` approve, `r` reject, `?` help. Enter is the link's own.
 * Off while something else is about to take what is typed. */
export function useConsoleKeys(help: () => void, find: () => void, off: boolean): void {
  useEffect(() => {
    if (off) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.querySelector('[role="dialog"]')) return;
      switch (event.key) {
        case "/":
          focusFind(find);
          break;
        case "j":
          moveRow(1);
          break;
        case "k":
          moveRow(-1);
          break;
        case "a":
        case "r":
          press(event.key);
          break;
        case "?":
          help();
          break;
        default:
          return;
      }
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [help, find, off]);
}
