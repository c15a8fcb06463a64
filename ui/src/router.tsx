import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { sessionQuery } from "./api/queries";
import { SignInPage } from "./features/session/SignInPage";
import { NotFound, Unexpected } from "./features/shell/Fallback";
import { Shell } from "./features/shell/Shell";

interface Context {
  client: QueryClient;
}

type Search = Record<string, unknown>;

function text(search: Search, name: string): string | undefined {
  const value = search[name];
  return typeof value === "string" || typeof value === "number" ? String(value) || undefined : undefined;
}

/** Reads the named texts out of the address; everything else in it is dropped. */
function texts<K extends string>(...names: K[]) {
  return (search: Search) =>
    Object.fromEntries(names.flatMap((name) => (text(search, name) ? [[name, text(search, name)]] : []))) as {
      [name in K]?: string;
    };
}

const rootRoute = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: texts("from"),
  component: SignInPage,
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { from: location.href } });
  },
  component: Shell,
  errorComponent: Unexpected,
});

const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  validateSearch: texts("q"),
  component: lazyRouteComponent(() => import("./features/overview/OverviewPage"), "OverviewPage"),
});

const deploymentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/deployments",
  validateSearch: texts("q", "application", "cluster", "status"),
  component: lazyRouteComponent(() => import("./features/deployment/DeploymentsPage"), "DeploymentsPage"),
});

const deploymentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/deployments/$id",
  validateSearch: texts("tab", "stage", "find", "wrap"),
  component: lazyRouteComponent(() => import("./features/deployment/DeploymentPage"), "DeploymentPage"),
});

const applicationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/applications",
  validateSearch: texts("q", "cluster", "state", "label"),
  component: lazyRouteComponent(() => import("./features/application/ApplicationsPage"), "ApplicationsPage"),
});

const applicationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/applications/$id",
  component: lazyRouteComponent(() => import("./features/application/ApplicationPage"), "ApplicationPage"),
});

const chainsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/chains",
  component: lazyRouteComponent(() => import("./features/chain/ChainsPage"), "ChainsPage"),
});

const chainRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/chains/$id",
  component: lazyRouteComponent(() => import("./features/chain/ChainPage"), "ChainPage"),
});

const clustersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/clusters",
  component: lazyRouteComponent(() => import("./features/cluster/ClustersPage"), "ClustersPage"),
});

const clusterRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/clusters/$name",
  component: lazyRouteComponent(() => import("./features/cluster/ClusterPage"), "ClusterPage"),
});

/** So that an address which names no page keeps the navigation around it. */
const unknownRoute = createRoute({ getParentRoute: () => shellRoute, path: "$", component: NotFound });

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    overviewRoute,
    deploymentsRoute,
    deploymentRoute,
    applicationsRoute,
    applicationRoute,
    chainsRoute,
    chainRoute,
    clustersRoute,
    clusterRoute,
    unknownRoute,
  ]),
]);

export function newRouter(client: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: "intent",
    defaultPendingMs: 300,
    scrollRestoration: true,
    defaultErrorComponent: Unexpected,
    defaultNotFoundComponent: NotFound,
    ...(history ? { history } : {}),
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
