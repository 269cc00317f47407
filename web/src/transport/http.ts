import type { Actions, Queries } from "../client/catalogue";
import { Refusal, refusalOf, Unreachable } from "./refusal";

const BASE = "/api/v1";

export type QueryName = keyof Queries;
export type ActionName = keyof Actions;

export type Outcome<T> = { state: "done" | "awaiting_decision"; result: T; recommendation: string };

/** Ask one query of the catalogue. */
export async function ask<N extends QueryName>(
  name: N,
  args: Queries[N]["args"],
  signal?: AbortSignal,
): Promise<Queries[N]["answer"]> {
  const url = `${BASE}/${name.replace(".", "/")}${queryString(args)}`;
  return read(await send(url, { signal }));
}

/** Do one action of the catalogue; with a key, a repeated request changes nothing more. */
export async function act<N extends ActionName>(
  name: N,
  args: Actions[N]["args"],
  key = "",
): Promise<Outcome<unknown>> {
  const headers: Record<string, string> = key ? { "Idempotency-Key": key } : {};
  return post(name.replace(".", "/"), args, headers);
}

export async function post<T>(path: string, body: unknown, headers?: HeadersInit): Promise<T> {
  const response = await send(`${BASE}/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Lineside": "1", ...headers },
    body: JSON.stringify(body),
  });
  return read(response);
}

/** Read what is no entry of the catalogue. */
export async function get<T>(path: string): Promise<T> {
  return read(await send(`${BASE}/${path}`, {}));
}

/** The address of a stored file by its hash. */
export function fileUrl(hash: string, type = "image/png"): string {
  return `${BASE}/files/${hash}?type=${encodeURIComponent(type)}`;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable(url);
  }
}

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) {
    const refusal = await refusalOf(response);
    if (isLoggedOut(refusal)) onLoggedOut.forEach((tell) => tell());
    throw refusal;
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export function isLoggedOut(error: unknown): boolean {
  return error instanceof Refusal && error.code === "identity.NotLoggedIn";
}

const onLoggedOut = new Set<() => void>();

/** Call `tell` whenever the server says that the session is over. */
export function whenLoggedOut(tell: () => void): () => void {
  onLoggedOut.add(tell);
  return () => onLoggedOut.delete(tell);
}

function queryString(args: object): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined || value === null || value === "") continue;
    for (const each of Array.isArray(value) ? value : [value]) given.append(name, String(each));
  }
  const text = given.toString();
  return text ? `?${text}` : "";
}
