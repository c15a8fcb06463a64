// Answers the console's requests out of a World, as the control plane would.
import type { Application, Deployment } from "../src/api/types";
import { changes } from "./changes.ts";
import { overview } from "./overview.ts";
import { before, deployment, stage, type World } from "./world.ts";

export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

export interface Answer {
  status: number;
  body?: unknown;
  text?: string;
  events?: [string, string][];
}

const ok = (body: unknown, events: [string, string][] = []): Answer => ({ status: 200, body, events });
const refuse = (status: number, title: string, detail: string): Answer => ({
  status,
  body: { type: "about:blank", title, status, detail, id: "req-7c21" },
});

export function answer(world: World, request: Request): Answer {
  const [thing = "", id = "", verb = ""] = request.path.split("/").filter(Boolean).map(decodeURIComponent);
  if (thing === "session") return session(world, request);
  if (!world.signedIn) return refuse(401, "Not signed in", "There is no session.");
  switch (thing) {
    case "overview":
      return ok(overview(world));
    case "applications":
      return id ? application(world, request, id, verb) : applications(world, request);
    case "application-suggestions":
      return ok({ items: world.suggestions });
    case "deployments":
      return id ? one(world, request, id, verb) : ok(page(filtered(world, request), request.query));
    case "chains": {
      const chain = world.chains.find((each) => each.id === id);
      if (!id) return ok({ items: world.chains, next: null });
      return chain ? ok(chain) : refuse(404, "Not found", `chain: ${id} (expected: a chain of this project)`);
    }
    case "clusters":
      return ok({ items: world.clusters });
    default:
      return refuse(404, "Not found", `There is nothing at ${request.path}.`);
  }
}

function session(world: World, { method, body }: Request): Answer {
  const who = { user: { id: "u-1", name: "admin", role: "ADMIN" } };
  if (method === "POST") {
    if (body.password !== "water") return refuse(401, "Not signed in", "User or password is wrong.");
    world.signedIn = true;
    return ok(who);
  }
  if (method === "DELETE") {
    world.signedIn = false;
    return { status: 204 };
  }
  return world.signedIn ? ok(who) : refuse(401, "Not signed in", "There is no session.");
}

function page<T>(items: T[], query: URLSearchParams) {
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  return { items: items.slice(from, from + limit), next: from + limit < items.length ? String(from + limit) : null };
}

function filtered(world: World, { query }: Request): Deployment[] {
  const fits = (name: string, value: string) => !query.get(name) || query.get(name) === value;
  const text = query.get("query")?.toLowerCase() ?? "";
  return world.deployments.filter(
    (each) =>
      fits("cluster", each.cluster) &&
      fits("status", each.status) &&
      fits("application", each.application) &&
      `${each.application} ${each.commit?.hash} ${each.commit?.message}`.toLowerCase().includes(text),
  );
}

function applications(world: World, { method, query, body }: Request): Answer {
  if (method === "POST") {
    world.suggestions = world.suggestions.filter((each) => each.path !== body.path);
    const added = {
      ...world.applications[1],
      ...body,
      id: `${body.name}-${body.cluster}`,
      lastDeployment: null,
    } as Application;
    world.applications.push(added);
    return { status: 201, body: added, events: [["application", added.id]] };
  }
  const text = query.get("query")?.toLowerCase() ?? "";
  const items = world.applications.filter(
    (each) =>
      `${each.name} ${each.path}`.includes(text) &&
      (!query.get("cluster") || query.get("cluster") === each.cluster) &&
      (!query.get("state") || query.get("state") === each.state),
  );
  return ok(page(items, query));
}

function application(world: World, request: Request, id: string, verb: string): Answer {
  const found = world.applications.find((each) => each.id === id || `${each.name}@${each.cluster}` === id);
  if (!found) return refuse(404, "Not found", `application: ${id} (expected: the id or name of an application)`);
  switch (verb) {
    case "history":
      return ok({ items: world.deployments.filter((each) => each.applicationId === found.id), next: null });
    case "sync":
      return begin(world, found, { trigger: { kind: "COMMAND", by: "admin" } });
    case "rollback": {
      const target = world.deployments.find((each) => each.id === request.body.deployment);
      if (target?.status !== "SUCCEEDED") return refuse(409, "Conflict", "It is not one that succeeded.");
      const trigger = { kind: "ROLLBACK", by: "admin" };
      return begin(world, found, { trigger, target: target.id, commit: target.commit ?? null });
    }
    case "enable":
    case "disable":
      found.state = verb === "enable" ? "ACTIVE" : "DISABLED";
      return ok(found, [["application", found.id]]);
    default:
      if (request.method === "DELETE") {
        world.applications = world.applications.filter((each) => each !== found);
        return { status: 204, events: [["application", found.id]] };
      }
      return ok(found);
  }
}

function begin(world: World, application: Application, more: Partial<Deployment>): Answer {
  const started = deployment(`d-${world.deployments.length}`, application.name, application.cluster, {
    status: "RUNNING",
    createdAt: before(0),
    startedAt: before(0),
    finishedAt: null,
    stages: [stage(0, "K8S_SYNC", "RUNNING", 0)],
    ...more,
  });
  world.deployments.unshift(started);
  application.runningDeployment = started;
  application.syncState = "DEPLOYING";
  return { status: 202, body: started, events: [["deployment", started.id]] };
}

function one(world: World, request: Request, id: string, verb: string): Answer {
  const found = world.deployments.find((each) => each.id === id);
  if (!found) return refuse(404, "Not found", `deployment: ${id} (expected: the id of a deployment)`);
  switch (verb) {
    case "":
      return ok(found);
    case "logs":
      return logs(world, request, id);
    case "facts":
      return ok([
        { sequence: 1, kind: "DEPLOYMENT_STARTED", at: found.startedAt },
        { sequence: 2, kind: "STAGE_STARTED", stage: "stage-0", at: found.startedAt },
      ]);
    case "changes":
      return id === "d-web-tokyo" ? ok(changes()) : refuse(404, "Not found", "No diff is kept of this deployment.");
    case "approve":
      return decide(found, request, "APPROVED");
    case "reject":
      return decide(found, request, "REJECTED");
    case "cancel":
      found.status = "CANCELLED";
      found.finishedAt = before(0);
      return ok(found, [["deployment", id]]);
    default:
      return refuse(404, "Not found", "No view is kept of this deployment.");
  }
}

function decide(found: Deployment, { body }: Request, decision: string): Answer {
  const at = found.stages?.find((each) => each.id === body.stage);
  if (at?.status !== "WAITING")
    return refuse(409, "Not waiting", `stage: ${body.stage} (expected: a stage that waits for an approval)`);
  const approved = decision === "APPROVED";
  at.status = approved ? "SUCCEEDED" : "FAILED";
  at.finishedAt = before(0);
  at.waiting = null;
  found.waiting = [];
  found.approvals = [
    { id: "a-1", stage: at.id, by: "admin", decision, reason: (body.reason as string) ?? null, at: before(0) },
  ];
  const next = found.stages?.find((each) => (approved ? each.index === at.index + 1 : each.rollback));
  if (next) Object.assign(next, { status: "RUNNING", startedAt: before(0) });
  if (!approved) found.status = "ROLLING_BACK";
  return ok(found, [["deployment", found.id]]);
}

function logs(world: World, { path, query }: Request, id: string): Answer {
  const lines = (world.logs[id] ?? []).filter((line) => !query.get("stage") || query.get("stage") === line.stage);
  if (path.endsWith("/download"))
    return { status: 200, text: lines.map((line) => `${line.time} ${line.line}\n`).join("") };
  const from = Number(query.get("after") ?? 0);
  const limit = Number(query.get("limit") ?? 1_000);
  const items = lines.slice(from, from + limit);
  return ok({ items, next: String(from + items.length) });
}
