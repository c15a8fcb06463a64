import type { QueryClient } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { url } from "./client";
import { Freshness } from "./freshness";

export type Liveness = { state: "live" | "connecting" | "reconnecting" | "offline" | "paused"; since: number };

const EVENTS = ["deployment", "application", "log", "chain", "cluster"] as const;
type EventName = (typeof EVENTS)[number];

const ALWAYS = ["deployments", "applications", "chains", "clusters"];
const HIDDEN_MILLIS = 15_000;

type Listener = () => void;

/**
 * The console's one event stream. Events carry ids only; what they name is fetched again.
 * A hidden page lets go of its connection, since browsers allow six to a server over HTTP/1.1.
 */
export class Stream {
  private source: EventSource | null = null;
  private opened = false;
  private topics = new Map<string, number>();
  private liveness: Liveness = { state: "connecting", since: Date.now() };
  private readonly listeners = new Set<Listener>();
  private readonly logListeners = new Map<string, Set<Listener>>();
  private reopening: ReturnType<typeof setTimeout> | null = null;
  private hiding: ReturnType<typeof setTimeout> | null = null;
  private readonly client: QueryClient;
  private readonly freshness: Freshness;

  constructor(client: QueryClient) {
    this.client = client;
    this.freshness = new Freshness(client);
  }

  start(): () => void {
    const online = () => this.open();
    const offline = () => this.say("offline");
    const visibility = () => (document.hidden ? this.hide() : this.show());
    window.addEventListener("online", online);
    window.addEventListener("offline", offline);
    document.addEventListener("visibilitychange", visibility);
    this.open();
    return () => {
      window.removeEventListener("online", online);
      window.removeEventListener("offline", offline);
      document.removeEventListener("visibilitychange", visibility);
      if (this.hiding) clearTimeout(this.hiding);
      if (this.reopening) clearTimeout(this.reopening);
      this.source?.close();
      this.source = null;
    };
  }

  /** Follows more topics until the returned function is called. */
  follow(topics: string[]): () => void {
    for (const topic of topics) this.topics.set(topic, (this.topics.get(topic) ?? 0) + 1);
    this.reopenSoon();
    return () => {
      for (const topic of topics) {
        const left = (this.topics.get(topic) ?? 1) - 1;
        if (left === 0) this.topics.delete(topic);
        else this.topics.set(topic, left);
      }
      this.reopenSoon();
    };
  }

  onLog(deployment: string, listener: Listener): () => void {
    const set = this.logListeners.get(deployment) ?? new Set();
    this.logListeners.set(deployment, set.add(listener));
    return () => set.delete(listener);
  }

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): Liveness => this.liveness;

  private say(state: Liveness["state"]): void {
    if (this.liveness.state === state) return;
    this.liveness = { state, since: Date.now() };
    for (const listener of this.listeners) listener();
  }

  private reopenSoon(): void {
    if (!this.source) return;
    if (this.reopening) clearTimeout(this.reopening);
    this.reopening = setTimeout(() => this.open(), 50);
  }

  private hide(): void {
    this.hiding = setTimeout(() => {
      this.source?.close();
      this.source = null;
      this.say("paused");
    }, HIDDEN_MILLIS);
  }

  private show(): void {
    if (this.hiding) clearTimeout(this.hiding);
    if (!this.source) this.open();
  }

  private open(): void {
    if (typeof EventSource === "undefined") return;
    const before = this.source;
    const topics = [...ALWAYS, ...this.topics.keys()].join(",");
    const source = new EventSource(url("/stream", { topics }));
    this.source = source;
    source.onopen = () => {
      before?.close();
      if (source !== this.source) return;
      this.say("live");
      // What happened between two connections is not known: look again at what is on screen.
      if (this.opened) this.lookAgain();
      this.opened = true;
    };
    source.onerror = () => {
      if (source !== this.source) return;
      this.say(navigator.onLine === false ? "offline" : "reconnecting");
      if (source.readyState !== EventSource.CLOSED) return;
      this.source = null;
      before?.close();
      this.reopening = setTimeout(() => this.open(), 2_000);
    };
    source.addEventListener("reload", () => this.lookAgain());
    for (const name of EVENTS) source.addEventListener(name, (event) => this.take(name, event as MessageEvent<string>));
  }

  private lookAgain(): void {
    void this.client.invalidateQueries({ refetchType: "active" });
    for (const set of this.logListeners.values()) for (const listener of set) listener();
  }

  private take(name: EventName, event: MessageEvent<string>): void {
    const id = idIn(event.data);
    if (name === "log") {
      for (const listener of this.logListeners.get(id) ?? []) listener();
      return;
    }
    for (const key of keysOf(name, id)) this.freshness.stale(key);
  }
}

function idIn(data: string): string {
  try {
    return String((JSON.parse(data) as { id?: unknown }).id ?? "");
  } catch {
    return "";
  }
}

/** The query keys that an event makes stale. */
export function keysOf(name: Exclude<EventName, "log">, id: string): (readonly unknown[])[] {
  switch (name) {
    case "deployment":
      return [
        ["deployments", "one", id],
        ["deployments", "facts", id],
        ["deployments", "changes", id],
        ["deployments", "list"],
        ["applications", "history"],
        ["chains"],
        ["overview"],
      ];
    case "application":
      return [["applications", "one"], ["applications", "list"], ["suggestions"], ["overview"]];
    case "chain":
      return [
        ["chains", "one", id],
        ["chains", "list"],
      ];
    case "cluster":
      return [["clusters"]];
  }
}

const streams = new WeakMap<QueryClient, Stream>();

function streamOf(client: QueryClient): Stream {
  const known = streams.get(client);
  if (known) return known;
  const stream = new Stream(client);
  streams.set(client, stream);
  return stream;
}

/** Keeps the stream open while the signed-in part of the console is on screen. */
export function useStream(): void {
  const client = useQueryClient();
  useEffect(() => streamOf(client).start(), [client]);
}

export function useLiveness(): Liveness {
  const stream = streamOf(useQueryClient());
  return useSyncExternalStore(stream.subscribe, stream.current, stream.current);
}

export function useTopics(...topics: string[]): void {
  const client = useQueryClient();
  const text = topics.join(",");
  useEffect(() => (text ? streamOf(client).follow(text.split(",")) : undefined), [client, text]);
}

export function useLogEvents(deployment: string, listener: () => void): void {
  const client = useQueryClient();
  useEffect(() => streamOf(client).onLog(deployment, listener), [client, deployment, listener]);
}
