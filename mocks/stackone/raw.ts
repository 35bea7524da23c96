import type { Identified } from "./state.ts";

const providerUrl = "https://provider.example/v1";

/** One request of StackOne to the provider behind the linked account, as `raw` shows it. */
export interface RawExchange {
  method: string;
  url: string;
  body: Record<string, unknown> | null;
  response: Record<string, unknown>;
}

/** What `raw` holds is documented nowhere: a provider that names its records as StackOne does is assumed. */
export function rawRead(path: string, proxy: unknown, response: Record<string, unknown>): RawExchange {
  return { method: "GET", url: `${providerUrl}${path}${proxiedQuery(proxy)}`, body: null, response };
}

export function rawWrite(
  method: string,
  path: string,
  body: Record<string, unknown>,
  written: Identified,
): RawExchange {
  return { method, url: providerUrl + path, body, response: remoteView(written) };
}

/** The record as the provider knows it, by its own id. */
export function remoteView(record: Identified): Record<string, unknown> {
  // Note: assigned to a copy, and left undefined, which JSON leaves out: else each answer has a hidden class of its own.
  const view: Record<string, unknown> = { ...record };
  view.id = record.remote_id;
  view.remote_id = undefined;
  return view;
}

/** `proxy[sort]=name` goes on as `sort=name`, `proxy[filter][age]=25` as `filter[age]=25`. */
function proxiedQuery(proxy: unknown): string {
  if (typeof proxy !== "object" || proxy === null) return "";
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(proxy)) append(query, name, value);
  return query.size === 0 ? "" : `?${query}`;
}

function append(query: URLSearchParams, name: string, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) append(query, name, item);
  else if (typeof value !== "object" || value === null) query.append(name, String(value ?? ""));
  else for (const [key, member] of Object.entries(value)) append(query, `${name}[${key}]`, member);
}
