import { describe, expect, it } from "vitest";
import { merge } from "./steady";
import { ago, duration, ticking } from "./time";
import { markOf } from "./tones";

describe("time", () => {
  it.each([
    [0, "0 ms"],
    [421, "421 ms"],
    [1_400, "1 s"],
    [59_900, "1 m"],
    [72_000, "1 m 12 s"],
    [7_500_000, "2 h 5 m"],
    [273_600_000, "3 d 4 h"],
  ])("tells %i ms as %s", (millis, text) => {
    expect(duration(millis)).toBe(text);
  });

  it("ticks in whole seconds from zero", () => {
    expect(ticking(-40)).toBe("0 s");
    expect(ticking(999)).toBe("0 s");
    expect(ticking(61_500)).toBe("1 m 1 s");
  });

  it.each([
    [900, "just now"],
    [12_000, "12 s ago"],
    [180_000, "3 min ago"],
    [47 * 3_600_000, "47 h ago"],
    [48 * 3_600_000, "2 d ago"],
  ])("tells an age of %i ms as %s", (millis, text) => {
    expect(ago(millis)).toBe(text);
  });
});

describe("merge", () => {
  it("holds back what came in above", () => {
    expect(merge(["b", "a"], ["c", "b", "a"])).toEqual(["b", "a"]);
  });

  it("appends the next page", () => {
    expect(merge(["d", "c"], ["e", "d", "c", "b", "a"])).toEqual(["d", "c", "b", "a"]);
  });

  it("starts again when nothing known is left", () => {
    expect(merge(["b", "a"], ["y", "x"])).toEqual(["y", "x"]);
  });

  it("shows what came into an empty list", () => {
    expect(merge([], ["a"])).toEqual(["a"]);
  });
});

describe("markOf", () => {
  it("shows an unknown state as its own name", () => {
    expect(markOf("HALF_DONE")).toMatchObject({ word: "Half done", tone: "calm" });
  });
});
