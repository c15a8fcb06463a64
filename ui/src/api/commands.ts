import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send } from "./client";
import type { Deployment } from "./types";

/** What a person can order. Each command names its object; the API answers once for each key. */
export type Command =
  | { kind: "approve"; deployment: string; stage: string }
  | { kind: "reject"; deployment: string; stage: string; reason: string }
  | { kind: "cancel"; deployment: string; rollback: boolean | null }
  | { kind: "sync"; application: string; strategy?: "quick" | "pipeline" }
  | { kind: "rollback"; application: string; deployment: string }
  | { kind: "enable" | "disable" | "delete"; application: string }
  | { kind: "add"; repository: string; path: string; configFile: string; cluster: string; name: string };

export function run(command: Command): Promise<Deployment | undefined> {
  switch (command.kind) {
    case "approve":
      return send("POST", `/deployments/${command.deployment}/approve`, { stage: command.stage });
    case "reject":
      return send("POST", `/deployments/${command.deployment}/reject`, {
        stage: command.stage,
        reason: command.reason,
      });
    case "cancel":
      return send("POST", `/deployments/${command.deployment}/cancel`, { rollback: command.rollback });
    case "sync":
      return send(
        "POST",
        `/applications/${command.application}/sync`,
        command.strategy ? { strategy: command.strategy } : {},
      );
    case "rollback":
      return send("POST", `/applications/${command.application}/rollback`, { deployment: command.deployment });
    case "enable":
    case "disable":
      return send("POST", `/applications/${command.application}/${command.kind}`);
    case "delete":
      return send("DELETE", `/applications/${command.application}`);
    case "add": {
      const { kind: _, ...application } = command;
      return send("POST", "/applications", application);
    }
  }
}

export function useCommand() {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSettled: () => client.invalidateQueries({ refetchType: "active" }) });
}
