import { Problem } from "./problem";
import type { Fault } from "./types";

const ROOT = "/api/v1";

/** Random id; `crypto.randomUUID` exists only where the page came by HTTPS or from loopback. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export type Parameters = Record<string, string | number | boolean | null | undefined>;

export function url(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return ROOT + path + (text ? `?${text}` : "");
}

export function get<T>(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<T> {
  return call<T>("GET", url(path, parameters), undefined, signal);
}

/** Sends an unsafe request. Tried once more with the same key when the network failed, so it is done at most once. */
export async function send<T>(method: "POST" | "DELETE" | "PUT", path: string, body?: unknown): Promise<T> {
  const key = newId();
  try {
    return await call<T>(method, url(path), { body, key });
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 700));
    return call<T>(method, url(path), { body, key });
  }
}

interface Sent {
  body: unknown;
  key: string;
}

async function call<T>(method: string, address: string, sent?: Sent, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
  if (sent) {
    headers["X-Penstock-Request"] = "console";
    headers["Idempotency-Key"] = sent.key;
    if (sent.body !== undefined) headers["Content-Type"] = "application/json";
  }
  const request: RequestInit = { method, headers, credentials: "same-origin" };
  if (signal) request.signal = signal;
  if (sent?.body !== undefined) request.body = JSON.stringify(sent.body);

  let response: Response;
  try {
    response = await fetch(address, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "Not reachable", "The control plane could not be reached.", "");
  }
  const text = await response.text();
  if (!response.ok) throw problemOf(response, text);
  return (text ? parse(text, response) : undefined) as T;
}

function parse(text: string, response: Response): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(
      response.status,
      "Unreadable answer",
      "The control plane answered with something that is not JSON.",
      idOf(response),
    );
  }
}

function problemOf(response: Response, text: string): Problem {
  let body: { title?: string; detail?: string; message?: string; faults?: Fault[]; id?: string } = {};
  try {
    body = JSON.parse(text);
  } catch {
    // a proxy's page, or nothing: the status alone must do
  }
  const title = body.title ?? response.statusText ?? "Refused";
  const detail = body.detail ?? body.message ?? `${title || "The request was refused"} (${response.status}).`;
  return new Problem(response.status, title, detail, body.id ?? idOf(response), body.faults ?? []);
}

function idOf(response: Response): string {
  return response.headers.get("X-Request-Id") ?? "";
}
