import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../../api/queries";

/** Whether to offer what changes something. The control plane decides; this only spares a refusal. */
export function useMayWrite(): boolean {
  const { data } = useQuery(sessionQuery);
  return data ? data.user.role !== "VIEWER" && data.user.role !== "READ_ONLY" : false;
}
