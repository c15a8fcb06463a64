import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { LogLine, Stage } from "../../api/types";
import { clock, exact } from "../../components/time";
import { pieces, withMatches } from "./ansi";
import classes from "./LogLines.module.css";

interface Props {
  lines: LogLine[];
  /** Given when lines of several stages stand together: each line then names its own. */
  stages: Stage[];
  longest: number;
  find: string;
  target: number | null;
  wrap: boolean;
  follow: boolean;
  unfollow: () => void;
}

const ROW = 20;

/** The lines on screen and a few around them, out of as many as there are. */
export function LogLines({ lines, stages, longest, find, target, wrap, follow, unfollow }: Props) {
  const scroll = useRef<HTMLElement>(null);
  const names = useMemo(() => new Map(stages.map((stage) => [stage.id, stage.name])), [stages]);
  const nameWidth = stages.reduce((most, stage) => Math.max(most, stage.name.length), 0);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 24,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of wrapping changes every height
  useEffect(() => rows.measure(), [wrap]);
  useEffect(() => {
    if (follow && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: "end" });
  }, [follow, lines.length, rows]);
  useEffect(() => {
    if (target !== null) rows.scrollToIndex(target, { align: "center" });
  }, [target, rows]);

  const onWheel = (deltaY: number) => {
    if (follow && deltaY < 0) unfollow();
  };
  const width = wrap ? "100%" : `max(100%, ${longest + nameWidth + 18}ch)`;
  return (
    <section
      ref={scroll}
      className={classes.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      aria-label={`Log, ${lines.length} lines`}
      onWheel={(event) => onWheel(event.deltaY)}
      onKeyDown={(event) => (event.key === "PageUp" || event.key === "Home" || event.key === "ArrowUp") && unfollow()}
    >
      <div className={classes.all} style={{ height: rows.getTotalSize(), width }}>
        {rows.getVirtualItems().map((row) => {
          const line = lines[row.index];
          if (!line) return null;
          return (
            <div
              key={row.key}
              data-index={row.index}
              ref={wrap ? rows.measureElement : undefined}
              className={`${classes.row} ${wrap ? classes.wrapped : ""} ${row.index === target ? classes.target : ""}`}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <time className={classes.time} dateTime={line.time} title={exact(line.time)}>
                {clock(line.time)}
              </time>
              {nameWidth > 0 && (
                <span className={classes.stage} style={{ width: `${nameWidth}ch` }}>
                  {names.get(line.stage) ?? line.stage}
                </span>
              )}
              <Text line={line.line} find={find} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

function Text({ line, find }: { line: string; find: string }) {
  return (
    <span className={classes.text}>
      {withMatches(pieces(line), find).map((piece, index) =>
        piece.match ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
          <mark key={index}>{piece.text}</mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
          <span key={index} className={piece.className}>
            {piece.text}
          </span>
        ),
      )}
    </span>
  );
}
