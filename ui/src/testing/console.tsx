import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { act, render } from "@testing-library/react";
import { vi } from "vitest";
import { answer } from "../../dev/answer";
import { newWorld } from "../../dev/newWorld";
import type { World } from "../../dev/world";
import { newClient } from "../api/queryClient";
import { newRouter } from "../router";
import { cssVariables, theme } from "../theme";

export interface Sent {
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
}

/** A stream that a test speaks through. */
export class FakeStream extends EventTarget {
  static readonly CLOSED = 2;
  static open: FakeStream[] = [];
  readyState = 1;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeStream.open.push(this);
    queueMicrotask(() => this.onopen?.());
  }

  close(): void {
    this.readyState = FakeStream.CLOSED;
    FakeStream.open = FakeStream.open.filter((each) => each !== this);
  }

  static say(event: string, id: string): void {
    for (const stream of FakeStream.open)
      stream.dispatchEvent(new MessageEvent(event, { data: JSON.stringify({ id }) }));
  }
}

export interface Opened {
  world: World;
  sent: Sent[];
  client: QueryClient;
  address: () => string;
}

/** Opens the whole console at an address, signed in, against a made-up installation. */
export async function openConsole(at: string, change: (world: World) => void = () => {}): Promise<Opened> {
  const world = newWorld();
  world.signedIn = true;
  change(world);
  const sent: Sent[] = [];
  vi.stubGlobal("EventSource", FakeStream);
  FakeStream.open = [];
  vi.stubGlobal("fetch", (address: string, request: RequestInit = {}) => respond(world, sent, address, request));
  const client = newClient();
  const history = createMemoryHistory({ initialEntries: [at] });
  const router = newRouter(client, history);
  await act(async () => {
    render(
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>,
    );
  });
  return { world, sent, client, address: () => history.location.href };
}

async function respond(world: World, sent: Sent[], address: string, request: RequestInit): Promise<Response> {
  const url = new URL(address, "http://localhost");
  const method = request.method ?? "GET";
  const path = url.pathname.replace(/^\/api\/v1/, "");
  const body = request.body ? JSON.parse(String(request.body)) : {};
  if (method !== "GET") sent.push({ method, path, body, headers: new Headers(request.headers) });
  const given = answer(world, { method, path, query: url.searchParams, body });
  const text = given.text ?? (given.body === undefined ? null : JSON.stringify(given.body));
  return new Response(text, { status: given.status });
}
