import { describe, expect, it, vi } from "vitest";
import { deployment, stage, waitingForApproval } from "../../../dev/world";
import type { LogLine } from "../../api/types";
import { pieces, plain, withMatches } from "./ansi";
import { awaitedApproval, usualMillis, waitsOf } from "./facts";
import { edgesOf, place } from "./layout";
import { LogTail } from "./logTail";

describe("layout", () => {
  const stages = [
    stage(0, "A", "SUCCEEDED"),
    stage(1, "B", "FAILED", undefined, undefined, { id: "b1" }),
    stage(1, "B", "SUCCEEDED", undefined, undefined, { id: "b2" }),
    stage(2, "C", "NOT_STARTED"),
    stage(3, "ROLLBACK", "RUNNING", undefined, undefined, { rollback: true }),
  ];

  it("joins parallel lanes and starts the rollback path at what failed", () => {
    const edges = edgesOf(stages).map((edge) => `${edge.from}>${edge.to}${edge.rollback ? " back" : ""}`);
    expect(edges).toEqual(["stage-0>b1", "stage-0>b2", "b1>stage-2", "b2>stage-2", "b1>stage-rollback-3 back"]);
  });

  it("places stages from left to right and the rollback below", () => {
    const { placed } = place(stages);
    const at = (id: string) => placed.find((each) => each.stage.id === id) ?? { x: 0, y: 0 };
    expect(at("stage-0").x).toBeLessThan(at("b1").x);
    expect(at("b1").x).toBe(at("b2").x);
    expect(at("b1").y).not.toBe(at("b2").y);
    expect(at("stage-rollback-3").y).toBeGreaterThan(Math.max(at("b1").y, at("b2").y));
  });
});

describe("facts", () => {
  it("finds the approval that a deployment stands at", () => {
    expect(awaitedApproval(waitingForApproval())?.id).toBe("stage-2");
    expect(awaitedApproval({ ...waitingForApproval(), status: "CANCELLED" })).toBeUndefined();
  });

  it("tells a wait of the deployment and of its stage once", () => {
    expect(waitsOf(waitingForApproval())).toHaveLength(1);
  });

  it("speaks of what is usual from three successes on", () => {
    const took = (seconds: number) =>
      deployment("d", "a", "c", { startedAt: "2026-01-01T00:00:00Z", finishedAt: `2026-01-01T00:00:0${seconds}Z` });
    expect(usualMillis([took(1), took(2)])).toBeNull();
    expect(usualMillis([took(9), took(1), took(2)])).toBe(2_000);
  });
});

describe("ansi", () => {
  it("cuts a line by colour and keeps its text", () => {
    const line = "\u001b[32mok\u001b[0m done";
    expect(plain(line)).toBe("ok done");
    expect(pieces(line).map((piece) => [piece.text, piece.className])).toEqual([
      ["ok", "ansi-green-fg"],
      [" done", ""],
    ]);
  });

  it("marks every match whatever its case", () => {
    const marked = withMatches([{ text: "Abc abc", className: "" }], "ABC");
    expect(marked.map((piece) => `${piece.match ? "*" : ""}${piece.text}`)).toEqual(["*Abc", " ", "*abc"]);
  });
});

describe("LogTail", () => {
  const line = (offset: number): LogLine => ({
    stage: "s",
    attempt: 1,
    offset,
    time: "2026-01-01T00:00:00Z",
    line: `line ${offset}`,
  });

  it("keeps a line once when the cursor does not move", async () => {
    let known = [line(0), line(1)];
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ items: known, next: null }))));
    const tail = new LogTail("d", undefined);
    await tail.load();
    known = [...known, line(2)];
    await tail.load();
    expect(tail.current().lines.map((each) => each.offset)).toEqual([0, 1, 2]);
  });

  it("goes on from the cursor until nothing more comes", async () => {
    vi.stubGlobal("fetch", (address: string) => {
      const after = Number(new URL(address, "http://h").searchParams.get("after") ?? 0);
      const items = after < 3 ? [line(after)] : [];
      return Promise.resolve(new Response(JSON.stringify({ items, next: String(after + items.length) })));
    });
    const tail = new LogTail("d", "s");
    await tail.load();
    expect(tail.current()).toMatchObject({ loading: false, error: null, longest: 6 });
    expect(tail.current().lines).toHaveLength(3);
  });
});
