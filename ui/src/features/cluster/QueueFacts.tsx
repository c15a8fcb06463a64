import type { Cluster } from "../../api/types";

/** Backlog, pollers and running tasks of a cluster's queue, in words. */
export function QueueFacts({ cluster }: { cluster: Cluster }) {
  const parts = [
    cluster.running != null ? plural(cluster.running, "deployment running", "deployments running") : null,
    cluster.backlog != null ? plural(cluster.backlog, "task waiting", "tasks waiting") : null,
    cluster.pollers != null ? plural(cluster.pollers, "poller", "pollers") : null,
  ].filter(Boolean);
  const stuck = (cluster.backlog ?? 0) > 0 && cluster.pollers === 0;
  return (
    <>
      {parts.join(" · ") || <span className="dimmed">not known</span>}
      {stuck && (
        <div>
          <strong>Nobody takes these tasks: no piped of this cluster is connected.</strong>
        </div>
      )}
    </>
  );
}

export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
