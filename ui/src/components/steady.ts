import { useCallback, useState } from "react";

interface Held {
  key: string;
  ids: string[];
}

/**
 * Keeps the order in which a list was first shown, so that rows do not move under the cursor.
 * What came in above since then is counted in `fresh` and shown after `accept`.
 */
export function useSteady<T extends { id: string }>(key: string, items: T[] | undefined) {
  const [held, setHeld] = useState<Held | null>(null);
  const now = items?.map((item) => item.id) ?? [];
  if (items && held?.key !== key) {
    setHeld({ key, ids: now });
  } else if (items && held) {
    const merged = merge(held.ids, now);
    if (merged.length !== held.ids.length) setHeld({ key, ids: merged });
  }
  const accept = useCallback(() => setHeld(null), []);
  if (!items || held?.key !== key) return { shown: items, fresh: 0, accept };
  const byId = new Map(items.map((item) => [item.id, item]));
  const shown = held.ids.flatMap((id) => byId.get(id) ?? []);
  return { shown, fresh: items.length - shown.length, accept };
}

/** Adds what follows the last known id (further pages); what stands before it is new and waits. */
export function merge(known: string[], now: string[]): string[] {
  const set = new Set(known);
  if (known.length === 0) return now;
  const last = now.findLastIndex((id) => set.has(id));
  if (last < 0) return now;
  const tail = now.slice(last + 1).filter((id) => !set.has(id));
  return tail.length === 0 ? known : [...known, ...tail];
}
