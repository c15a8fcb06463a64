import type { Changes } from "../../api/changes";

const VERBS: [string, string][] = [
  ["ADDED", "added"],
  ["CHANGED", "changed"],
  ["REMOVED", "removed"],
];

/** "2 objects change: Deployment web changed, Service web added". */
export function changesText(changes: Changes): string {
  const items = changes.items;
  if (changes.summary) return changes.summary.replace(/\.$/, "");
  if (items.length === 0) return "No object changes";
  const first = items.length === 1 ? "1 object changes" : `${items.length} objects change`;
  if (items.length > 4) {
    const counted = VERBS.flatMap(([change, verb]) => {
      const count = items.filter((item) => item.change === change).length;
      return count > 0 ? [`${count} ${verb}`] : [];
    });
    return `${first}: ${counted.join(", ")}`;
  }
  const verb = new Map(VERBS);
  return `${first}: ${items.map((item) => `${item.kind} ${item.name} ${verb.get(item.change) ?? ""}`.trim()).join(", ")}`;
}
