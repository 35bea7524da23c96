import type { Exchange } from "../exchange.ts";

/** Whether some request has a value anywhere in its URL or body, whatever its case, and as a number or a text. */
export function isSaid(exchanges: readonly Exchange[], value: unknown): boolean {
  const word = String(value).toLowerCase();
  return exchanges.some(({ request: { url, body } }) =>
    [url, decoded(url), body ?? "", textOf(body)].some((text) => text.toLowerCase().includes(word)),
  );
}

/** Letters of either case, and a number or its text, are one. */
export function isSameWord(one: unknown, other: unknown): boolean {
  return String(one).toLowerCase() === String(other).toLowerCase();
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url.replaceAll("+", " "));
  } catch {
    return url;
  }
}

/** A text of JSON may be written with escapes. */
function textOf(body: string | undefined): string {
  try {
    return body === undefined ? "" : JSON.stringify(JSON.parse(body)).replaceAll("\\", "");
  } catch {
    return body ?? "";
  }
}
