// What a deployment changes, as /api/v1 says it.

/** An object that differs; values of secrets are masked before they reach the control plane. */
export interface ObjectChange {
  change: "ADDED" | "CHANGED" | "REMOVED";
  apiVersion: string;
  kind: string;
  namespace?: string | null;
  name: string;
  /** YAML; null when there was or will be no such object. */
  before?: string | null;
  after?: string | null;
}

export interface Changes {
  items: ObjectChange[];
  /** What it is compared with; null when nothing ran before. */
  base?: { deployment?: string | null; commit?: string | null } | null;
  summary?: string | null;
  /** What is not shown, and why. */
  notice?: string | null;
}
