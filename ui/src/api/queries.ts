import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Changes } from "./changes";
import { get } from "./client";
import { Problem } from "./problem";
import type { Application, Chain, Cluster, Deployment, Overview, Page, Session, Suggestion } from "./types";

export interface ApplicationFilter {
  cluster?: string | undefined;
  state?: string | undefined;
  query?: string | undefined;
  label?: string | undefined;
}

export interface DeploymentFilter {
  application?: string | undefined;
  cluster?: string | undefined;
  status?: string | undefined;
  query?: string | undefined;
}

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => {
    try {
      return await get<Session>("/session", {}, signal);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const overviewQuery = queryOptions({
  queryKey: ["overview"],
  queryFn: ({ signal }) => get<Overview>("/overview", {}, signal),
});

function paged<T>(key: string, path: string, filter: object, limit: number) {
  return infiniteQueryOptions({
    queryKey: [key, "list", filter],
    queryFn: ({ signal, pageParam }) =>
      get<Page<T>>(path, { ...filter, limit, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export const applicationsQuery = (filter: ApplicationFilter) =>
  paged<Application>("applications", "/applications", filter, 100);
export const deploymentsQuery = (filter: DeploymentFilter) =>
  paged<Deployment>("deployments", "/deployments", filter, 50);
export const chainsQuery = paged<Chain>("chains", "/chains", {}, 50);

export const applicationQuery = (id: string) =>
  queryOptions({
    queryKey: ["applications", "one", id],
    queryFn: ({ signal }) => get<Application>(`/applications/${encodeURIComponent(id)}`, {}, signal),
  });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ["applications", "history", id],
    queryFn: ({ signal }) =>
      get<Page<Deployment>>(`/applications/${encodeURIComponent(id)}/history`, { limit: 30 }, signal),
  });

export const suggestionsQuery = queryOptions({
  queryKey: ["suggestions"],
  queryFn: ({ signal }) => get<{ items: Suggestion[] }>("/application-suggestions", {}, signal),
});

export const deploymentQuery = (id: string) =>
  queryOptions({
    queryKey: ["deployments", "one", id],
    queryFn: ({ signal }) => get<Deployment>(`/deployments/${encodeURIComponent(id)}`, {}, signal),
  });

export const factsQuery = (id: string) =>
  queryOptions({
    queryKey: ["deployments", "facts", id],
    queryFn: ({ signal }) => get<unknown>(`/deployments/${encodeURIComponent(id)}/facts`, {}, signal),
  });

/** The rendered diff; null when the control plane keeps none for this deployment. */
export const changesQuery = (id: string) =>
  queryOptions({
    queryKey: ["deployments", "changes", id],
    queryFn: async ({ signal }) => {
      try {
        return await get<Changes>(`/deployments/${encodeURIComponent(id)}/changes`, {}, signal);
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
  });

export const chainQuery = (id: string) =>
  queryOptions({
    queryKey: ["chains", "one", id],
    queryFn: ({ signal }) => get<Chain>(`/chains/${encodeURIComponent(id)}`, {}, signal),
  });

export const clustersQuery = queryOptions({
  queryKey: ["clusters"],
  queryFn: ({ signal }) => get<{ items: Cluster[] }>("/clusters", {}, signal),
});
