import { useSyncExternalStore } from "react";

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** A derivation of the present time; renders again only when what is derived changes. */
export function useClock<T extends string | number>(derive: (now: number) => T): T {
  const snapshot = () => derive(timer ? now : Date.now());
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}

/** "3 s", "1 m 12 s", "2 h 5 m", "3 d 4 h". */
export function duration(millis: number): string {
  if (millis < 1_000) return `${Math.max(0, Math.round(millis))} ms`;
  const seconds = Math.round(millis / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return two(minutes, "m", seconds % 60, "s");
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return two(hours, "h", minutes % 60, "m");
  return two(Math.floor(hours / 24), "d", hours % 24, "h");
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** Like {@link duration}, in whole seconds: for what ticks on screen. */
export function ticking(millis: number): string {
  return duration(Math.max(0, Math.floor(millis / 1_000) * 1_000)).replace(/^0 ms$/, "0 s");
}

/** "just now", "12 s ago", "3 h ago", "4 d ago". */
export function ago(millis: number): string {
  const seconds = Math.floor(millis / 1_000);
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ago`;
  return `${Math.floor(hours / 24)} d ago`;
}

const exactFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const clockFormat = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hour12: false });

export function exact(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : exactFormat.format(date);
}

export function clock(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : clockFormat.format(date);
}

export function millisBetween(from: string, to: string): number {
  return new Date(to).getTime() - new Date(from).getTime();
}
