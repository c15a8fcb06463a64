import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import { answer } from "./answer.ts";
import { newWorld } from "./newWorld.ts";

/** Answers /api/v1 inside Vite's own server: `npm run mock`. User anyone, password "water". */
export function mockApi(): Plugin {
  const world = newWorld();
  const streams = new Set<ServerResponse>();
  let event = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = new URL(request.url ?? "/", "http://localhost");
    const path = address.pathname.replace(/^\/api\/v1/, "");
    if (path === "/stream") {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      response.write(": open\n\n");
      streams.add(response);
      request.on("close", () => streams.delete(response));
      return;
    }
    const text = await bodyOf(request);
    const given = answer(world, {
      method: request.method ?? "GET",
      path,
      query: address.searchParams,
      body: text ? JSON.parse(text) : {},
    });
    const type =
      given.text === undefined ? (given.status < 400 ? "application/json" : "application/problem+json") : "text/plain";
    response.writeHead(given.status, { "Content-Type": type });
    response.end(given.text ?? (given.body === undefined ? "" : JSON.stringify(given.body)));
    for (const [name, id] of given.events ?? []) {
      event += 1;
      for (const stream of streams) stream.write(`id: ${event}\nevent: ${name}\ndata: ${JSON.stringify({ id })}\n\n`);
    }
  }

  const use = (server: { middlewares: Connect.Server }) => {
    server.middlewares.use((request, response, next) => {
      if (request.url?.startsWith("/api/")) void handle(request, response);
      else next();
    });
  };
  return { name: "penstock-mock-api", configureServer: use, configurePreviewServer: use };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}
