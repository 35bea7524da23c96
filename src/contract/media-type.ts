import type { MediaType } from "./contract.ts";
import { createMemo } from "./memo.ts";

/** A content type taken apart: the type in lower case, and whether anything stands beside it. */
export interface ContentType {
  type: string;
  parameters: Readonly<Record<string, string>>;
}

/** Reads a Content-Type or one element of Accept; undefined where it is none. */
export const parseMediaType = createMemo((text): ContentType | undefined => {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim());
  if (!/^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+$/.test(type)) return undefined;
  const parameters: Record<string, string> = {};
  for (const part of rest.filter((part) => part !== "")) {
    const equals = part.indexOf("=");
    const name = (equals === -1 ? part : part.slice(0, equals)).toLowerCase();
    if (name !== "__proto__") parameters[name] = equals === -1 ? "" : part.slice(equals + 1).replace(/^"(.*)"$/, "$1");
  }
  return { type: type.toLowerCase(), parameters };
});

const parseAccept = createMemo((text) =>
  text
    .split(",")
    .map(parseMediaType)
    .filter((range) => range !== undefined),
);

export function isJson(type: string): boolean {
  return type === "application/json" || type.endsWith("+json");
}

/** Whether bodies of the type are read, so that a schema can be held against them. */
export function isChecked(type: string): boolean {
  return isJson(type) || type === "application/x-www-form-urlencoded" || type.startsWith("text/");
}

/** The documented media type that an actual one is an instance of, the most specific first. */
export function findMediaType(content: readonly MediaType[], actual: ContentType): MediaType | undefined {
  const bare = Object.keys(actual.parameters).length === 0;
  let best: MediaType | undefined;
  for (const one of content) {
    if (!rangeHolds(one.type, actual.type) || (one.exact !== null && !bare)) continue;
    if (best === undefined || wildcards(one.type) < wildcards(best.type)) best = one;
  }
  return best;
}

/** Whether a client that sends this Accept takes one of the documented media types. */
export function accepts(accept: string, content: readonly MediaType[]): boolean {
  const ranges = parseAccept(accept);
  if (ranges.length === 0) return true;
  return content.some(({ type, exact }) => {
    // The most specific range counts (RFC 9110, section 12.5.1): "application/json;q=0, */*" wants no JSON.
    const [closest] = ranges
      .filter((range) => rangeFits(range, type, exact !== null))
      .sort((a, b) => wildcards(a.type) - wildcards(b.type));
    return closest !== undefined && Number(closest.parameters.q ?? 1) !== 0;
  });
}

function rangeFits({ type: range, parameters }: ContentType, type: string, exact: boolean): boolean {
  const { q, charset, ...others } = parameters;
  // A charset has no effect on application/json (RFC 8259, section 11), so that it narrows nothing either.
  const narrowed = Object.keys(others).length > 0 || (charset !== undefined && type !== "application/json");
  if (exact && range === type && narrowed) return false;
  // Who asks for application/json can read every JSON: servers answer such a request, and clients rely on it.
  return rangeHolds(range, type) || (range === "application/json" && isJson(type));
}

function rangeHolds(range: string, type: string): boolean {
  if (range === type || range === "*/*" || range === "*") return true;
  return range.endsWith("/*") && type.startsWith(range.slice(0, -1));
}

function wildcards(type: string): number {
  return type.split("*").length;
}
