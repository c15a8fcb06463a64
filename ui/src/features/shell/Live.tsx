import { type Liveness, useLiveness } from "../../api/stream";
import { exact, ticking, useClock } from "../../components/time";
import classes from "./Shell.module.css";

/** Says whether what is on screen follows events, and since when it does not. */
export function Live() {
  const { state, since } = useLiveness();
  const text = useClock((now) => wording(state, now - since));
  return (
    <span
      className={classes.live}
      data-state={state}
      role="status"
      title={`since ${exact(new Date(since).toISOString())}`}
    >
      {text}
    </span>
  );
}

function wording(state: Liveness["state"], millis: number): string {
  switch (state) {
    case "live":
      return "Live";
    case "connecting":
      return "Connecting";
    case "reconnecting":
      return `Reconnecting, ${ticking(millis)}`;
    case "offline":
      return "Offline";
    case "paused":
      return "Paused";
  }
}
