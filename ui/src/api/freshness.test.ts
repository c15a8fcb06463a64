import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Freshness } from "./freshness";

describe("Freshness", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A query on screen whose answers take some milliseconds. */
  function shown(client: QueryClient, queryKey: string[], takes: number) {
    const begun: number[] = [];
    const queryFn = () => {
      begun.push(Date.now());
      return new Promise((resolve) => setTimeout(() => resolve(begun.length), takes));
    };
    new QueryObserver(client, { queryKey, queryFn, staleTime: Number.POSITIVE_INFINITY }).subscribe(() => {});
    return begun;
  }

  it("fetches a burst of events once", async () => {
    const client = new QueryClient();
    const begun = shown(client, ["deployments", "one", "d"], 5);
    await vi.advanceTimersByTimeAsync(1_000);
    const fresh = new Freshness(client);
    for (let event = 0; event < 50; event++) fresh.stale(["deployments", "one", "d"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(begun).toHaveLength(2);
  });

  it("looks again when an event came during a fetch, and lets that one end", async () => {
    const client = new QueryClient();
    const begun = shown(client, ["overview"], 600);
    await vi.advanceTimersByTimeAsync(1_000);
    const fresh = new Freshness(client);
    fresh.stale(["overview"]);
    await vi.advanceTimersByTimeAsync(100);
    fresh.stale(["overview"]);
    await vi.advanceTimersByTimeAsync(500);
    expect(begun).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(begun).toHaveLength(3);
    expect((begun[2] ?? 0) - (begun[1] ?? 0)).toBeGreaterThanOrEqual(600);
  });

  it("brings a single thing while a slow list is on its way", async () => {
    const client = new QueryClient();
    shown(client, ["overview"], 5_000);
    const one = shown(client, ["deployments", "one", "d"], 5);
    await vi.advanceTimersByTimeAsync(6_000);
    const fresh = new Freshness(client);
    fresh.stale(["overview"]);
    await vi.advanceTimersByTimeAsync(100);
    fresh.stale(["deployments", "one", "d"]);
    await vi.advanceTimersByTimeAsync(100);
    expect(one).toHaveLength(2);
  });
});
