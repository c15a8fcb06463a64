import type { Stage } from "../../api/types";

/** The box of a stage in the graph, and the gap between the pipeline and the way back. */
export const NODE = { width: 180, height: 62 };
export const LANE = 36;

/** How high the graph will be, known before it is laid out: for its skeleton. */
export function graphHeight(stages: Stage[] | undefined): number {
  const lanes = new Map<number, number>();
  for (const stage of stages ?? []) {
    if (!stage.rollback) lanes.set(stage.index, (lanes.get(stage.index) ?? 0) + 1);
  }
  const parallel = Math.max(1, ...lanes.values());
  const back = stages?.some((stage) => stage.rollback) ? LANE + NODE.height : 0;
  return parallel * NODE.height + (parallel - 1) * 16 + back + 10;
}
