import { describe, expect, it, vi } from "vitest";
import { get, newId, send, url } from "./client";
import { explain, Problem } from "./problem";
import { keysOf } from "./stream";

describe("client", () => {
  it("leaves empty parameters out of the address", () => {
    expect(url("/deployments", { cluster: "tokyo", query: "", cursor: undefined, limit: 50 })).toBe(
      "/api/v1/deployments?cluster=tokyo&limit=50",
    );
  });

  it("sends the same key again when the network failed", async () => {
    const keys: (string | null)[] = [];
    vi.stubGlobal("fetch", (_: string, request: RequestInit) => {
      keys.push(new Headers(request.headers).get("Idempotency-Key"));
      if (keys.length === 1) return Promise.reject(new TypeError("connection refused"));
      return Promise.resolve(new Response("{}", { status: 200 }));
    });
    await send("POST", "/deployments/d/approve", { stage: "s" });
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it("marks unsafe requests as the console's and leaves safe ones alone", async () => {
    const seen: Headers[] = [];
    vi.stubGlobal("fetch", (_: string, request: RequestInit) => {
      seen.push(new Headers(request.headers));
      return Promise.resolve(new Response("{}", { status: 200 }));
    });
    await get("/overview");
    await send("DELETE", "/session");
    expect(seen[0]?.get("X-Penstock-Request")).toBeNull();
    expect(seen[1]?.get("X-Penstock-Request")).toBe("console");
  });

  it("reads a problem with its faults and id", async () => {
    const body = {
      title: "Invalid",
      status: 422,
      detail: "cluster: nowhere (expected: tokyo)",
      faults: [{ message: "m" }],
    };
    const headers = { "X-Request-Id": "r-1" };
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(body), { status: 422, headers })));
    const problem = await get("/applications").catch((error: unknown) => error);
    expect(problem).toMatchObject({ status: 422, message: body.detail, requestId: "r-1", faults: [{ message: "m" }] });
  });

  it("does not take a proxy's page for an answer", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status: 200 })));
    await expect(get("/overview")).rejects.toThrow("not JSON");
  });

  it("makes ids also where the page is not secure", () => {
    vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(0xab) });
    expect(newId()).toBe("abababab-abab-4bab-abab-abababababab");
    vi.unstubAllGlobals();
  });
});

describe("explain", () => {
  it.each([0, 400, 401, 403, 404, 409, 418, 422, 429, 500, 503])("says what a %i means and what to do", (status) => {
    const said = explain(new Problem(status, "t", "what happened", "r-1"));
    expect(said.happened).toBe("what happened");
    expect(said.means.length).toBeGreaterThan(10);
    expect(said.act.length).toBeGreaterThan(5);
    expect(said.id).toBe("r-1");
  });
});

describe("keysOf", () => {
  it("makes the overview stale on every deployment and application", () => {
    expect(keysOf("deployment", "d")).toContainEqual(["overview"]);
    expect(keysOf("application", "a")).toContainEqual(["overview"]);
    expect(keysOf("deployment", "d")).toContainEqual(["deployments", "one", "d"]);
  });
});
