import { describe, expect, it } from "vitest";
import { deployment, stage } from "../../../dev/world";
import type { Deployment } from "../../api/types";
import { canGoBackTo } from "./goBack";

const one = (id: string, more: Partial<Deployment> = {}) => deployment(id, "web", "tokyo", more);
const rolledBack = one("failed", {
  status: "FAILED",
  stages: [stage(0, "K8S_SYNC", "FAILED", 9, 8), stage(1, "ROLLBACK", "SUCCEEDED", 8, 7, { rollback: true })],
});
const stuck = one("stuck", { status: "FAILED", stages: [stage(0, "K8S_SYNC", "FAILED", 9, 8)] });
const offered = (...history: Deployment[]) =>
  history.filter((each) => canGoBackTo(each, history)).map((each) => each.id);

describe("canGoBackTo", () => {
  it.each<[string, Deployment[], string[]]>([
    ["all that succeeded but the one that runs", [one("c"), one("b"), one("a")], ["b", "a"]],
    ["none when only one succeeded", [one("a")], []],
    ["what runs still runs after a failure that was rolled back", [rolledBack, one("b"), one("a")], ["a"]],
    ["what runs is unclear after a failure without rollback", [stuck, one("b"), one("a")], ["b", "a"]],
    ["what never began changes nothing", [one("gone", { status: "CANCELLED" }), one("b"), one("a")], ["a"]],
    [
      "an open one changes nothing yet",
      [one("open", { status: "RUNNING", stages: [stage(0, "K8S_SYNC", "RUNNING", 1)] }), one("b"), one("a")],
      ["a"],
    ],
    ["a rollback runs what its target brought", [one("back", { target: "a" }), one("b"), one("a")], ["b"]],
  ])("%s", (_, history, ids) => {
    expect(offered(...history)).toEqual(ids);
  });
});
