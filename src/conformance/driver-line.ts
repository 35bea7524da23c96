import type { AdapterAnswer, AdapterCall, AdapterPlace, ReportedError } from "./driver.ts";

/** What is written to a driver. */
export interface AskingLine extends AdapterCall, AdapterPlace {
  id: number;
}

/** What a line says, or what is wrong with it. */
export function readAnswer(line: string): { id: number; answer: AdapterAnswer } | string {
  const wrong = (what: string) =>
    `The driver has printed ${what}: ${cut(line)}. A line is {"id", "result"} or {"id", "error": {"message", "kind"?, "status"?}}; all else goes to standard error.`;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return wrong("a line that is no JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong("what is no object");
  const { id, result, error } = value as { id?: unknown; result?: unknown; error?: unknown };
  if (typeof id !== "number") return wrong("an answer without the number of its call");
  const hasError = error !== undefined && error !== null;
  // Languages with types write both members: the one that says nothing is null.
  if (hasError ? result !== undefined && result !== null : !("result" in value))
    return wrong("an answer with neither or both of result and error");
  if (!hasError) return { id, answer: { kind: "result", result } };
  const reported = readError(error);
  return reported === undefined
    ? wrong("an error without a message")
    : { id, answer: { kind: "error", error: reported } };
}

function readError(value: unknown): ReportedError | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { message, kind, status } = value as Record<string, unknown>;
  if (typeof message !== "string") return undefined;
  return {
    message,
    ...(typeof kind === "string" ? { kind } : {}),
    // Where a number cannot be left out, 0 says that there is none.
    ...(typeof status === "number" && status !== 0 ? { status } : {}),
  };
}

export function cut(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
