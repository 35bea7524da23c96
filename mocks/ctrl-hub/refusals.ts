import type { CheckedRequest, Refusals, Reply, Violation } from "../../src/define.ts";
import { acceptsParametersOnly, sendsParameters } from "./media-types.ts";
import type { State } from "./state.ts";

/** A JSON:API error object without its status. */
interface ErrorObject {
  title: string;
  detail: string;
  source?: { pointer: string } | { parameter: string };
  meta?: { field: string; type: string; value: unknown };
}

/** The order of the members is that of the vendor's page on errors. */
function refuse(status: number, ...errors: ErrorObject[]): Reply {
  return {
    status,
    body: {
      errors: errors.map((error) => ({ status: String(status), ...error })),
      jsonapi: { version: "1.0", meta: {} },
      meta: {},
    },
  };
}

export function notFound(what: string, id: unknown, pointer?: string): Reply {
  const detail = `There is no ${what} with the id ${JSON.stringify(id)}.`;
  return refuse(404, { title: "Not Found", detail, ...(pointer === undefined ? {} : { source: { pointer } }) });
}

export function conflict(detail: string, pointer: string): Reply {
  return refuse(409, { title: "Conflict", detail, source: { pointer } });
}

export function forbidden(relationship: string): Reply {
  const detail = `The relationship "${relationship}" cannot be changed.`;
  return refuse(403, { title: "Forbidden", detail, source: { pointer: `/data/relationships/${relationship}` } });
}

/** What the vendor takes although the contract does not name it: assumed, as nobody says that it is refused. */
const tolerated: ReadonlySet<string> = new Set([
  "undocumented-property",
  "undocumented-parameter",
  "repeated",
  "read-only",
  "write-only",
  "deprecated",
  "accept",
]);

/** More than a reader needs; a body of a megabyte could have half a million. */
const mostErrors = 100;

export const refusals: Refusals<State> = {
  unauthenticated: () =>
    refuse(401, { title: "Unauthorized", detail: "A valid session token or access token is needed." }),

  guard(request, { state }) {
    if (sendsParameters(request.headers)) return unsupportedMediaType();
    if (acceptsParametersOnly(request.headers)) {
      const detail = "Accept has to name application/vnd.api+json without parameters.";
      return refuse(406, { title: "Not Acceptable", detail });
    }
    const organisation = request.path.org_id;
    return state.organisations.has(String(organisation).toLowerCase())
      ? undefined
      : notFound("organisation", organisation);
  },

  invalid(request) {
    // A path that names no record is answered by the handler, with 404, whether it is a uuid or not.
    const broken = request.violations.filter(({ part, rule }) => part !== "request.path" && !tolerated.has(rule));
    if (broken.length === 0) return undefined;
    if (broken.some(({ rule }) => rule === "content-type")) return unsupportedMediaType();
    const parameters = broken.filter(({ part }) => part === "request.query");
    if (parameters.length > 0) return refuse(400, ...eachOnce(parameters, parameterName).map(parameterError(request)));
    const body = broken.filter(({ part }) => part === "request.body");
    const invalid = body.filter((violation) => !isTypeConflict(violation));
    if (invalid.length > 0) return refuse(400, ...eachOnce(invalid, ({ pointer }) => pointer).map(bodyError(request)));
    const [mismatch] = body;
    return mismatch && conflict("The type of the document is not that of the URL.", mismatch.pointer);
  },
};

function unsupportedMediaType(): Reply {
  const detail = "Content-Type has to be application/vnd.api+json without parameters.";
  return refuse(415, { title: "Unsupported Media Type", detail });
}

function isTypeConflict({ pointer, rule }: Violation): boolean {
  return pointer.endsWith("/type") && (rule === "enum" || rule === "const");
}

function eachOnce(violations: readonly Violation[], key: (violation: Violation) => string): Violation[] {
  const first = new Map<string, Violation>();
  for (const violation of violations) if (!first.has(key(violation))) first.set(key(violation), violation);
  return [...first.values()].slice(0, mostErrors);
}

function parameterName({ pointer }: Violation): string {
  return tokens(pointer)[0] ?? "";
}

function parameterError(request: CheckedRequest): (violation: Violation) => ErrorObject {
  return (violation) => {
    const parameter = parameterName(violation);
    const value = [request.query[parameter] ?? ""].flat().join(",");
    return {
      title: "The query parameter is not valid",
      detail: `The value ${JSON.stringify(value)} of the parameter "${parameter}" is not valid.`,
      source: { parameter },
    };
  };
}

function bodyError(request: CheckedRequest): (violation: Violation) => ErrorObject {
  return ({ pointer, rule }) => {
    const title = "The request body is not valid";
    const field = tokens(pointer).at(-1);
    if (field === undefined) {
      const detail = rule === "required" ? "There is no document." : "The document cannot be read.";
      return { title, detail };
    }
    const detail = rule === "required" ? `"${field}" is missing.` : `The value of "${field}" is not valid.`;
    return { title, detail, source: { pointer }, meta: { field, type: rule, value: valueAt(request.body, pointer) } };
  };
}

/** What was sent at a JSON Pointer; null where nothing was. */
function valueAt(body: unknown, pointer: string): unknown {
  let value = body;
  for (const token of tokens(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return null;
    value = (value as Record<string, unknown>)[token];
  }
  return value ?? null;
}

function tokens(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}
