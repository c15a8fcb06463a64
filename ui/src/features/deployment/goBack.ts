import type { Deployment } from "../../api/types";
import { isOpen } from "./facts";

/** The deployment whose objects run now; undefined when the newest ones left it unclear. `history` is newest first. */
function runsNow(history: Deployment[]): Deployment | undefined {
  const settled = history.find((each) => !isOpen(each) && (each.status === "SUCCEEDED" || leftTraces(each)));
  return settled?.status === "SUCCEEDED" ? settled : undefined;
}

/** Ended otherwise than by success, after a stage had begun and without a rollback that succeeded. */
function leftTraces({ stages = [] }: Deployment): boolean {
  const begun = stages.some((stage) => stage.startedAt);
  return begun && !stages.some((stage) => stage.rollback && stage.status === "SUCCEEDED");
}

/** Whether going back to this deployment would bring what does not already run. */
export function canGoBackTo(deployment: Deployment, history: Deployment[]): boolean {
  const now = runsNow(history);
  return deployment.status === "SUCCEEDED" && deployment.id !== now?.id && deployment.id !== now?.target;
}
