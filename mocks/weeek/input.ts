import type { CheckedRequest } from "../../src/define.ts";

/** Reads a field of the body: undefined when it is absent. */
export type Input = (name: string) => unknown;

/**
 * The body as Laravel hands it to validation: without fields unless it is a JSON object under a JSON content type,
 * strings trimmed, and empty ones null (observed on task titles: YOLKINS/weeek-mcp, docs/weeek-api-notes.md).
 */
export function inputOf(request: CheckedRequest): Input {
  const { body } = request;
  if (!isJson(request) || typeof body !== "object" || body === null || Array.isArray(body)) return () => undefined;
  return (name) => (Object.hasOwn(body, name) ? clean((body as Record<string, unknown>)[name]) : undefined);
}

/** Laravel reads the body as JSON when the content type names it anywhere, parameters or not. */
export function isJson(request: CheckedRequest): boolean {
  return namesJson(request.headers["content-type"]);
}

/** Whether a header names a JSON type, as Laravel looks for it. */
export function namesJson(header: string | string[] | undefined): boolean {
  return /[/+]json/i.test(String(header ?? ""));
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return value.trim() || null;
  return Array.isArray(value) ? value.map(clean) : value;
}
