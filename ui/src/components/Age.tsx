import { ago, duration, exact, ticking, useClock } from "./time";

/** A time, told relative to now; the exact one in the viewer's zone is in its title. */
export function Age({ time, prefix = "" }: { time: string; prefix?: string }) {
  const text = useClock((now) => ago(now - new Date(time).getTime()));
  return (
    <time dateTime={time} title={exact(time)} className="nowrap">
      {prefix}
      {text}
    </time>
  );
}

/** How long something took, or has taken up to now. */
export function Elapsed({ from, to }: { from: string; to?: string | null | undefined }) {
  return to ? <Done from={from} to={to} /> : <Running from={from} />;
}

function Done({ from, to }: { from: string; to: string }) {
  return (
    <span className="nowrap" title={`${exact(from)} to ${exact(to)}`}>
      {duration(new Date(to).getTime() - new Date(from).getTime())}
    </span>
  );
}

function Running({ from }: { from: string }) {
  const text = useClock((now) => ticking(now - new Date(from).getTime()));
  return (
    <span className="nowrap" title={`since ${exact(from)}`}>
      {text}
    </span>
  );
}
