import type { QueryClient } from "@tanstack/react-query";

type Key = readonly unknown[];

/** Events come in bursts: a burst is fetched once. */
const BURST_MILLIS = 25;
/** Between two fetches of a list, so that a busy installation does not keep its readers busy. */
const LISTS_MILLIS = 200;

/** Fetches again what events made stale; never the same thing twice at a time, and never an answer from before the event. */
export class Freshness {
  private readonly single: Pace;
  private readonly lists: Pace;

  constructor(client: QueryClient) {
    this.single = new Pace(client, BURST_MILLIS);
    this.lists = new Pace(client, LISTS_MILLIS);
  }

  stale(key: Key): void {
    (isList(key) ? this.lists : this.single).stale(key);
  }
}

function isList(key: Key): boolean {
  return key.length === 1 || key[1] === "list" || key[1] === "history";
}

class Pace {
  private readonly waiting = new Map<string, Key>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private fetching = false;
  private last = 0;
  private readonly client: QueryClient;
  private readonly gap: number;

  constructor(client: QueryClient, gap: number) {
    this.client = client;
    this.gap = gap;
  }

  stale(key: Key): void {
    this.waiting.set(JSON.stringify(key), key);
    this.plan();
  }

  private plan(): void {
    if (this.timer || this.fetching || this.waiting.size === 0) return;
    this.timer = setTimeout(() => void this.fetch(), Math.max(BURST_MILLIS, this.last + this.gap - Date.now()));
  }

  private async fetch(): Promise<void> {
    this.timer = null;
    this.last = Date.now();
    const keys = [...this.waiting.values()];
    this.waiting.clear();
    this.fetching = true;
    try {
      await Promise.all(keys.map((queryKey) => this.client.invalidateQueries({ queryKey })));
    } finally {
      this.fetching = false;
      this.plan();
    }
  }
}
