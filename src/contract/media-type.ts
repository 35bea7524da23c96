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
  return content.some(({ type, exact }) =>
    ranges.some((range) => {
      const { q, charset, ...parameters } = range.parameters;
      if (q !== undefined && Number(q) === 0) return false;
      // A charset has no effect on application/json (RFC 8259, section 11), so that it narrows nothing either.
      const narrowed = Object.keys(parameters).length > 0 || (charset !== undefined && type !== "application/json");
      if (exact !== null && range.type === type && narrowed) return false;
      // Who asks for application/json can read every JSON: servers answer such a request, and clients rely on it.
      return rangeHolds(range.type, type) || (range.type === "application/json" && isJson(type));
    }),
  );
}

function rangeHolds(range: string, type: string): boolean {
  if (range === type || range === "*/*" || range === "*") return true;
  return range.endsWith("/*") && type.startsWith(range.slice(0, -1));
}

function wildcards(type: string): number {
  return type.split("*").length;
}
