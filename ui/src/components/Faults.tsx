import type { Fault } from "../api/types";
import classes from "./Faults.module.css";

/** Faults of a configuration, each with its line and what was expected there. */
export function Faults({ faults, file }: { faults: Fault[]; file?: string | null | undefined }) {
  return (
    <ul className={classes.faults}>
      {faults.map((fault) => (
        <li key={`${fault.path}:${fault.line}:${fault.column}:${fault.field}:${fault.message}`}>
          <code className={classes.place}>{placeOf(fault, file)}</code>
          <span>
            {fault.severity === "WARNING" && <strong>Warning: </strong>}
            {fault.message}
            {fault.expected && !fault.message.includes("expected") && <> (expected: {fault.expected})</>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function placeOf(fault: Fault, file: string | null | undefined): string {
  const path = fault.path ?? file ?? "";
  const line = fault.line ? `${path ? ":" : "line "}${fault.line}${fault.column ? `:${fault.column}` : ""}` : "";
  return path + line || fault.field || "";
}
