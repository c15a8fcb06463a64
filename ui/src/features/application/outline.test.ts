import { describe, expect, it } from "vitest";
import { outline } from "./outline";

describe("outline", () => {
  it("writes what says something, as YAML does", () => {
    const config = {
      kind: "KubernetesApp",
      timeout: "PT6H",
      planner: { autoRollback: true, reason: "" },
      trigger: { paths: [], onCommit: { ignores: [] } },
      stages: [
        { name: "WAIT", options: { duration: "PT1M30S" } },
        { name: "WAIT_APPROVAL", options: {} },
      ],
      empty: null,
    };
    expect(outline(config)).toEqual([
      "kind: KubernetesApp",
      "timeout: 6 h",
      "planner:",
      "  autoRollback: true",
      "stages:",
      "  - name: WAIT",
      "    options:",
      "      duration: 1 m 30 s",
      "  - name: WAIT_APPROVAL",
    ]);
  });

  it("has no line for nothing", () => {
    expect(outline(null)).toEqual([]);
    expect(outline({ a: {} })).toEqual([]);
  });
});
