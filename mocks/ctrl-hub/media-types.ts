import type { Headers } from "../../src/define.ts";

const jsonApi = "application/vnd.api+json";

/** Whether the content type is JSON:API's with parameters, which JSON:API 1.0 forbids. */
export function sendsParameters(headers: Readonly<Headers>): boolean {
  const type = String(headers["content-type"] ?? "");
  return type.includes(";") && isJsonApi(type) && hasParameters(type);
}

/** Whether Accept names JSON:API's media type, and never without parameters. */
export function acceptsParametersOnly(headers: Readonly<Headers>): boolean {
  const accept = String(headers.accept ?? "");
  if (!accept.includes(";")) return false;
  const own = (accept.match(range) ?? []).filter(isJsonApi);
  return own.length > 0 && own.every(hasParameters);
}

/** A media range of a list; a comma may stand in a quoted parameter. */
const range = /(?:[^,"]|"(?:\\.|[^"\\])*")+/g;

function isJsonApi(type: string): boolean {
  return type.split(";", 1)[0]?.trim().toLowerCase() === jsonApi;
}

/** Note: what a weight (q) begins belongs to Accept, not to the media type. */
function hasParameters(type: string): boolean {
  const first = type.split(";")[1]?.trim();
  return first !== undefined && first !== "" && !/^q\s*=/i.test(first);
}
