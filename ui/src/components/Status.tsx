import classes from "./Status.module.css";
import { markOf } from "./tones";

/** A state as icon and word; the colour only repeats what they say. */
export function Status({ state, pill = false }: { state: string; pill?: boolean }) {
  const mark = markOf(state);
  const Icon = mark.icon;
  return (
    <span className={pill ? classes.pill : classes.status} data-tone={mark.tone}>
      <Icon size={16} aria-hidden className={state === "RUNNING" ? classes.turning : ""} />
      <span>{mark.word}</span>
    </span>
  );
}
