import { type Liveness, useLiveness } from "../../api/stream";
import { exact, ticking, useClock } from "../../components/time";
import classes from "./Shell.module.css";

/** Says whether what is on screen follows events, and since when it does not. */
export function Live() {
  const { state, since } = useLiveness();
  const away = useClock((now) => ticking(now - since));
  return (
    <span
      className={classes.live}
      data-state={state}
      role="status"
      title={`since ${exact(new Date(since).toISOString())}`}
    >
      {WORDS[state]}
      {state === "reconnecting" && <span aria-hidden>for {away}</span>}
    </span>
  );
}

const WORDS: Record<Liveness["state"], string> = {
  live: "Live",
  connecting: "Connecting",
  reconnecting: "Reconnecting",
  offline: "Offline",
  paused: "Paused",
};
