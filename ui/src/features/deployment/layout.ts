import dagre from "@dagrejs/dagre";
import type { Stage } from "../../api/types";
import { LANE, NODE } from "./measures";

export interface Placed {
  stage: Stage;
  x: number;
  y: number;
}

export interface Edge {
  from: string;
  to: string;
  rollback: boolean;
}

/** Where the way turned back. */
function isTurn(stage: Stage): boolean {
  return stage.status === "FAILED" || stage.status === "CANCELLED";
}

/** Where it would turn back now. */
function isCurrent(stage: Stage): boolean {
  return stage.status === "RUNNING" || stage.status === "WAITING";
}

/** The pipeline from left to right; stages of one index are parallel lanes. */
export function edgesOf(stages: Stage[]): Edge[] {
  const forward = chain(stages.filter((stage) => !stage.rollback));
  const back = stages.filter((stage) => stage.rollback);
  const edges = forward.edges.concat(chain(back).edges.map((edge) => ({ ...edge, rollback: true })));
  const first = back[0];
  if (first) {
    const main = stages.filter((stage) => !stage.rollback);
    const broken = main.find(isTurn) ?? main.find(isCurrent) ?? main.at(-1);
    if (broken) edges.push({ from: broken.id, to: first.id, rollback: true });
  }
  return edges;
}

function chain(stages: Stage[]): { edges: Edge[] } {
  const columns = new Map<number, Stage[]>();
  for (const stage of stages) columns.set(stage.index, [...(columns.get(stage.index) ?? []), stage]);
  const ordered = [...columns.keys()].sort((a, b) => a - b).map((index) => columns.get(index) ?? []);
  const edges = ordered.flatMap((column, at) =>
    column.flatMap((from) => (ordered[at + 1] ?? []).map((to) => ({ from: from.id, to: to.id, rollback: false }))),
  );
  return { edges };
}

/** Places the pipeline by dagre and the rollback path in a lane below it, under the stage that it started from. */
export function place(stages: Stage[]): { placed: Placed[]; width: number; height: number } {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 16, ranksep: 28, marginx: 2, marginy: 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  const main = stages.filter((stage) => !stage.rollback);
  for (const stage of main) graph.setNode(stage.id, { ...NODE });
  for (const edge of edgesOf(main)) graph.setEdge(edge.from, edge.to);
  dagre.layout(graph);
  const placed: Placed[] = main.map((stage) => {
    const node = graph.node(stage.id);
    return { stage, x: node.x - NODE.width / 2, y: node.y - NODE.height / 2 };
  });
  const bottom = placed.reduce((low, each) => Math.max(low, each.y + NODE.height), 0);
  const broken =
    placed.find((each) => isTurn(each.stage)) ?? placed.find((each) => isCurrent(each.stage)) ?? placed.at(-1);
  stages
    .filter((stage) => stage.rollback)
    .forEach((stage, at) => {
      placed.push({ stage, x: (broken?.x ?? 2) + at * (NODE.width + 28), y: bottom + LANE });
    });
  return {
    placed,
    width: placed.reduce((right, each) => Math.max(right, each.x + NODE.width), 0) + 4,
    height: placed.reduce((low, each) => Math.max(low, each.y + NODE.height), 0) + 4,
  };
}
