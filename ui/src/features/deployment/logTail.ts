import { get } from "../../api/client";
import type { LogLine } from "../../api/types";

export interface LogState {
  lines: LogLine[];
  loading: boolean;
  error: unknown;
  longest: number;
}

interface Answer {
  items: LogLine[];
  next: string | null;
}

const PAGE = 5_000;

/** The log of a deployment or of one stage, fetched forward from a cursor; a line is kept once. */
export class LogTail {
  private state: LogState = { lines: [], loading: true, error: null, longest: 0 };
  private cursor: string | null = null;
  private readonly seen = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private running = false;
  private again = false;
  private readonly path: string;
  private readonly stage: string | undefined;

  constructor(deployment: string, stage: string | undefined) {
    this.path = `/deployments/${encodeURIComponent(deployment)}/logs`;
    this.stage = stage;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): LogState => this.state;

  /** Fetches what came since; a call during a fetch leads to one more. */
  load = async (): Promise<void> => {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    try {
      do {
        this.again = false;
        await this.drain();
      } while (this.again);
      this.set({ ...this.state, loading: false, error: null });
    } catch (error) {
      this.set({ ...this.state, loading: false, error });
    } finally {
      this.running = false;
    }
  };

  private async drain(): Promise<void> {
    for (;;) {
      const answer = await get<Answer>(this.path, { stage: this.stage, after: this.cursor, limit: PAGE });
      const fresh = answer.items.filter((line) => this.isNew(line));
      if (fresh.length > 0) {
        const longest = fresh.reduce((most, line) => Math.max(most, line.line.length), this.state.longest);
        this.set({ ...this.state, lines: this.state.lines.concat(fresh), longest });
      }
      const moved = answer.next !== null && answer.next !== this.cursor;
      if (moved) this.cursor = answer.next;
      if (!moved || answer.items.length === 0) return;
    }
  }

  /** Offsets grow within an attempt of a stage, so the last one tells what is known. */
  private isNew(line: LogLine): boolean {
    const key = `${line.stage}/${line.attempt}`;
    const last = this.seen.get(key);
    if (last !== undefined && line.offset <= last) return false;
    this.seen.set(key, line.offset);
    return true;
  }

  private set(state: LogState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
