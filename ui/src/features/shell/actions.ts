import { useEffect, useSyncExternalStore } from "react";

/** Something the command palette offers while a page is open. */
export interface PageAction {
  label: string;
  run: () => void;
}

let offered: PageAction[] = [];
const listeners = new Set<() => void>();

function offer(actions: PageAction[]): void {
  offered = actions;
  for (const listener of listeners) listener();
}

/** Offers the page's actions to the palette as long as the page is shown; `key` tells when they changed. */
export function useOffer(actions: PageAction[], key: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the actions
  useEffect(() => {
    offer(actions);
    return () => offer([]);
  }, [key]);
}

export function useOffered(): PageAction[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => offered,
    () => offered,
  );
}
