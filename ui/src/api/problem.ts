import type { Fault } from "./types";

/** A refusal or failure of the API, in the words that a person gets to read. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly faults: Fault[];
  readonly requestId: string;

  constructor(status: number, title: string, detail: string, requestId: string, faults: Fault[] = []) {
    super(detail || title);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.faults = faults;
    this.requestId = requestId;
  }
}

export interface Explanation {
  happened: string;
  means: string;
  act: string;
  id: string | null;
}

/** Says what happened, what it means and what to do. */
export function explain(error: unknown): Explanation {
  if (!(error instanceof Problem)) {
    const text = error instanceof Error ? error.message : String(error);
    return {
      happened: text,
      means: "The console itself failed; nothing was changed by it.",
      act: "Reload the page.",
      id: null,
    };
  }
  return { happened: error.message, ...consequence(error), id: error.requestId };
}

function consequence(problem: Problem): { means: string; act: string } {
  switch (problem.status) {
    case 0:
      return {
        means: "The control plane does not answer. Deployments that run go on without it.",
        act: "The console tries again by itself. On the machine of the control plane: ./penstock status",
      };
    case 400:
    case 422:
      return {
        means: "The request was not understood, so nothing was done.",
        act: "Correct what is named above and try again.",
      };
    case 401:
      return { means: "You are not signed in, or your session ended.", act: "Sign in again." };
    case 403:
      return {
        means: "Your role does not allow this, so nothing was done.",
        act: "Ask an administrator of the project.",
      };
    case 404:
      return { means: "It was deleted, or the address is wrong.", act: "Go back, or search for it." };
    case 409:
      return {
        means: "It is no longer in the state you saw, so nothing was done.",
        act: "Look at its present state, then decide again.",
      };
    case 429:
      return { means: "Too many requests from here in a short time.", act: "Wait a minute and try again." };
    default:
      return {
        means:
          problem.status >= 500 ? "The control plane failed; it may or may not have been done." : "Nothing was done.",
        act:
          problem.status >= 500
            ? "Look at the present state first, then try again. Name the id below if you report it."
            : "Try again.",
      };
  }
}
