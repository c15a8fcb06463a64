import { describe, expect, it } from "vitest";
import { type DiffLine, lineDiff, stretches } from "./lineDiff";

const text = (lines: DiffLine[]) => lines.map((line) => line.sign + line.text).join("|");

/** What remains when the marks of one side are left out. */
const side = (lines: DiffLine[], without: "+" | "-") =>
  lines.flatMap((line) => (line.sign === without ? [] : [line.text])).join("\n");

describe("lineDiff", () => {
  it.each([
    ["", "", ""],
    ["a\nb\n", "a\nb\n", " a| b"],
    ["", "a\nb\n", "+a|+b"],
    ["a\nb\n", "", "-a|-b"],
    ["a\nb\nc\n", "a\nx\nc\n", " a|-b|+x| c"],
    ["a\nb\nc\nd\n", "b\nd\ne\n", "-a| b|-c| d|+e"],
    ["a\na\na\n", "a\na\n", " a| a|-a"],
  ])("tells %j from %j", (before, after, expected) => {
    expect(text(lineDiff(before, after))).toBe(expected);
  });

  it("gives both texts back, with no more marks than lines were changed, whatever they are", () => {
    let seed = 20_261_125;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 300; round++) {
      const a = Array.from({ length: random(30) }, () => "abcd"[random(4)] ?? "");
      const b = [...a];
      const changes = random(6);
      for (let change = 0; change < changes; change++)
        b.splice(random(b.length + 1), random(2), "abcdx"[random(5)] ?? "");
      const lines = lineDiff(a.join("\n"), b.join("\n"));
      expect(side(lines, "+"), `round ${round}`).toBe(a.join("\n"));
      expect(side(lines, "-"), `round ${round}`).toBe(b.join("\n"));
      expect(lines.filter((line) => line.sign !== " ").length).toBeLessThanOrEqual(changes * 2);
    }
  });

  it("does not look for the shortest way through two texts that have nothing in common", () => {
    const many = (letter: string) => Array.from({ length: 20_000 }, (_, at) => `${letter}${at}`).join("\n");
    expect(lineDiff(many("a"), many("b"))).toHaveLength(40_000);
  });
});

describe("stretches", () => {
  it("folds what is alike further than three lines from a change", () => {
    const kept = Array.from({ length: 20 }, (_, at) => `line ${at}`);
    const cut = stretches(lineDiff(kept.join("\n"), kept.with(10, "new").join("\n")));
    expect(cut.map((each) => [each.folded, each.lines.length])).toEqual([
      [true, 7],
      [false, 8],
      [true, 6],
    ]);
  });
});
