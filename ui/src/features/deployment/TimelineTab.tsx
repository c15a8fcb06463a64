import type { ReactNode } from "react";
import type { Deployment, Stage } from "../../api/types";
import { Elapsed } from "../../components/Age";
import { Empty } from "../../components/Empty";
import { clock, duration, useClock } from "../../components/time";
import { markOf } from "../../components/tones";
import { inOrder } from "./facts";
import classes from "./TimelineTab.module.css";

/** A bar for each stage: where the time went. */
export function TimelineTab({ deployment }: { deployment: Deployment }) {
  const stages = inOrder(deployment.stages).filter((stage) => stage.startedAt);
  const from = Date.parse(deployment.createdAt);
  const ended = deployment.finishedAt ? Date.parse(deployment.finishedAt) : null;
  const to = useClock((now) => ended ?? Math.floor(now / 1_000) * 1_000);
  if (stages.length === 0 && ended) return <Empty title="No stage was started">It ended before its first stage.</Empty>;
  if (stages.length === 0) return <Empty title="No stage has started yet">Bars appear here as stages start.</Empty>;
  const whole = Math.max(1, to - from);
  const firstStart = Math.min(...stages.map((stage) => Date.parse(stage.startedAt ?? deployment.createdAt)));
  return (
    <div className={classes.timeline}>
      <Row name="Before the first stage" note={duration(Math.max(0, firstStart - from))}>
        <Bar tone="calm" from={0} width={(firstStart - from) / whole} label="planning and queue" />
      </Row>
      {stages.map((stage) => (
        <StageRow key={stage.id} stage={stage} from={from} to={to} />
      ))}
      <p className={classes.scale}>
        <span>{clock(deployment.createdAt)}</span>
        <span>{duration(whole)} in all</span>
        <span>{clock(new Date(to).toISOString())}</span>
      </p>
    </div>
  );
}

function StageRow({ stage, from, to }: { stage: Stage; from: number; to: number }) {
  const whole = Math.max(1, to - from);
  const start = Date.parse(stage.startedAt ?? "");
  const end = stage.finishedAt ? Date.parse(stage.finishedAt) : to;
  const mark = markOf(stage.status);
  const attempts = stage.attempts && stage.attempts > 1 ? `, ${stage.attempts} attempts` : "";
  return (
    <Row
      name={stage.name}
      note={<Elapsed from={stage.startedAt ?? ""} to={stage.finishedAt} />}
      detail={`${mark.word}${attempts}`}
    >
      <Bar
        tone={mark.tone}
        from={(start - from) / whole}
        width={(end - start) / whole}
        label={`${stage.name}: ${mark.word}`}
      />
    </Row>
  );
}

function Row({
  name,
  note,
  detail,
  children,
}: {
  name: string;
  note: ReactNode;
  detail?: string;
  children: ReactNode;
}) {
  return (
    <div className={classes.row}>
      <div className={classes.name}>
        {name}
        {detail && <span className="dimmed"> · {detail}</span>}
      </div>
      <div className={classes.track}>{children}</div>
      <div className={classes.note}>{note}</div>
    </div>
  );
}

function Bar({ tone, from, width, label }: { tone: string; from: number; width: number; label: string }) {
  const left = Math.min(1, Math.max(0, from));
  return (
    <div
      className={classes.bar}
      data-tone={tone}
      title={label}
      style={{ left: `${left * 100}%`, width: `max(3px, ${Math.min(1 - left, Math.max(0, width)) * 100}%)` }}
    />
  );
}
