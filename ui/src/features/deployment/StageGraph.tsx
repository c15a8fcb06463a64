import "@xyflow/react/dist/base.css";
import { Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import type { Deployment, Stage } from "../../api/types";
import { Elapsed } from "../../components/Age";
import { markOf } from "../../components/tones";
import { currentStage, isOpen, shownStages } from "./facts";
import { edgesOf, type Placed, place } from "./layout";
import { NODE } from "./measures";
import classes from "./StageGraph.module.css";

type StageNode = Node<{ stage: Stage; selected: boolean; select: (stage: string) => void }, "stage">;

const nodeTypes = { stage: StageBox };

interface Props {
  deployment: Deployment;
  selected: string | undefined;
  select: (stage: string | undefined) => void;
}

/** The stages from left to right with the rollback path below, at natural size; it scrolls sideways by itself. */
export function StageGraph({ deployment, selected, select }: Props) {
  const stages = useMemo(() => shownStages(deployment), [deployment]);
  const graph = useMemo(() => place(stages), [stages]);
  const scroll = useCurrentInView(graph.placed, selected ?? currentStage(deployment)?.id);
  if (stages.length === 0) {
    const why = isOpen(deployment)
      ? "No stages yet: the plan is made when the deployment starts."
      : "No stages: it ended before its plan was made.";
    return <p className="dimmed">{why}</p>;
  }
  const nodes: StageNode[] = graph.placed.map(({ stage, x, y }) => ({
    id: stage.id,
    type: "stage",
    position: { x, y },
    width: NODE.width,
    height: NODE.height,
    sourcePosition: Position.Right,
    targetPosition: Position.Left,
    focusable: false,
    data: { stage, selected: stage.id === selected, select: (id) => select(id === selected ? undefined : id) },
  }));
  const edges = edgesOf(stages).map((edge) => {
    const down = edge.rollback && !stages.find((stage) => stage.id === edge.from)?.rollback;
    return {
      id: `${edge.from}-${edge.to}`,
      source: edge.from,
      target: edge.to,
      sourceHandle: down ? "down" : "right",
      targetHandle: down ? "up" : "left",
      type: "smoothstep",
      focusable: false,
      className: edge.rollback ? classes.back : classes.edge,
      markerEnd: {
        type: MarkerType.ArrowClosed,
        width: 14,
        height: 14,
        color: edge.rollback ? "var(--ps-wait)" : "var(--ps-calm)",
      },
    };
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section {...scroll} className={classes.scroll} aria-label="Stages" tabIndex={0}>
      <div style={{ width: graph.width, height: graph.height }}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          defaultViewport={{ x: 0, y: 0, zoom: 1 }}
          nodesDraggable={false}
          nodesConnectable={false}
          elementsSelectable={false}
          panOnDrag={false}
          zoomOnScroll={false}
          zoomOnPinch={false}
          zoomOnDoubleClick={false}
          preventScrolling={false}
          proOptions={{ hideAttribution: true }}
        />
      </div>
    </section>
  );
}

/** Keeps the current stage in the middle of what scrolls, until somebody moves it. */
function useCurrentInView(placed: Placed[], current: string | undefined) {
  const ref = useRef<HTMLElement>(null);
  const moved = useRef(false);
  const x = placed.find((each) => each.stage.id === current)?.x;
  useEffect(() => {
    if (x === undefined || moved.current || !ref.current) return;
    ref.current.scrollLeft = Math.max(0, x - (ref.current.clientWidth - NODE.width) / 2);
  }, [x]);
  const byHand = () => {
    moved.current = true;
  };
  return { ref, onWheel: byHand, onPointerDown: byHand, onKeyDown: byHand };
}

function StageBox({ data }: NodeProps<StageNode>) {
  const { stage, selected, select } = data;
  const mark = markOf(stage.status);
  const Icon = mark.icon;
  return (
    <>
      <Handle type="target" id="left" position={Position.Left} isConnectable={false} />
      <Handle type="target" id="up" position={Position.Top} isConnectable={false} />
      <button
        type="button"
        className={`nopan ${classes.stage}`}
        data-tone={mark.tone}
        aria-pressed={selected}
        title={stage.statusReason ?? stage.description ?? stage.name}
        onClick={() => select(stage.id)}
      >
        <span className={classes.name}>{stage.name}</span>
        <span className={classes.state}>
          <Icon size={14} aria-hidden />
          {mark.word}
          {stage.startedAt && (
            <span className={classes.time}>
              <Elapsed from={stage.startedAt} to={stage.finishedAt} />
            </span>
          )}
        </span>
      </button>
      <Handle type="source" id="right" position={Position.Right} isConnectable={false} />
      <Handle type="source" id="down" position={Position.Bottom} isConnectable={false} />
    </>
  );
}
