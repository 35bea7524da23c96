import { STATUS_CODES } from "node:http";
import { isObject } from "../contract/is-object.ts";

/** Members whose text says what the status means. */
const explanations = new Set(["message", "detail", "error", "title", "msg", "description", "reason"]);

export function phraseOf(status: number): string {
  return STATUS_CODES[status] ?? String(status);
}

/** What a member of a refusal with this status might be, by its name. */
export function wordsFor(status: number): (name: string) => readonly unknown[] {
  return (name) => {
    if (explanations.has(name)) return [phraseOf(status)];
    if (/^(status|code|status_?code|http_?(status|code))$/i.test(name)) return [status, String(status)];
    return /^(success|ok)$/i.test(name) ? [false] : [];
  };
}

/** How much an envelope says beside the status and the words for it. */
export function countDetails(value: unknown, status: number): number {
  if (value === status || value === String(status)) return 0;
  if (!isObject(value) && !Array.isArray(value)) return 1;
  return Object.entries(value)
    .filter(([name, member]) => !isExplanation(name, member))
    .reduce((count, [, member]) => count + countDetails(member, status), 0);
}

/** The same with another status wherever the example says its own, as a number, a text or in words. */
export function restate(value: unknown, from: number, to: number): unknown {
  if (value === from) return to;
  if (value === String(from)) return String(to);
  if (typeof value === "string" && value.toLowerCase() === STATUS_CODES[from]?.toLowerCase()) return phraseOf(to);
  if (Array.isArray(value)) return value.map((item) => restate(item, from, to));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    isExplanation(name, member) ? phraseOf(to) : restate(member, from, to),
  ]);
  return Object.fromEntries(members);
}

function isExplanation(name: string, value: unknown): boolean {
  return typeof value === "string" && explanations.has(name);
}
