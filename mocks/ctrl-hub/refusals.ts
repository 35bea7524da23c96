import {
  type CheckedRequest,
  type Refusals,
  type Reply,
  type Sources,
  tokensOf,
  type Violation,
} from "../../src/define.ts";
import { bodyError } from "./body-errors.ts";
import { acceptsParametersOnly, sendsParameters } from "./media-types.ts";
import type { State } from "./state.ts";

/** A JSON:API error object without its status. */
export interface ErrorObject {
  id?: string;
  title: string;
  detail?: string;
  source?: { pointer: string } | { parameter: string };
  meta?: { field: string; type: string; value: unknown } | { resource: unknown };
}

/** The members of the vendor's errors; one on a parameter has an id beside them. */
function refuse(status: number, ...errors: ErrorObject[]): Reply {
  return {
    status,
    body: {
      errors: errors.map(({ id, ...error }) => ({ ...(id && { id }), status: String(status), ...error })),
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

/** JSON:API 1.0, Top Level: data and errors never stand together in a document. */
const isExcluded = ({ part, pointer }: Violation) => part === "request.body" && pointer === "/errors";

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

  invalid(request, context) {
    // A path that names no record is answered by the handler, with 404, whether it is a uuid or not.
    const broken = request.violations.filter(
      (violation) => violation.part !== "request.path" && (!tolerated.has(violation.rule) || isExcluded(violation)),
    );
    if (broken.length === 0) return undefined;
    if (broken.some(({ rule }) => rule === "content-type")) return unsupportedMediaType();
    const parameters = broken.filter(({ part }) => part === "request.query");
    if (parameters.length > 0) {
      return refuse(400, ...eachOnce(parameters, ({ pointer }) => pointer).map(parameterError(request, context)));
    }
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

/** As the pages on relationships show it for include; that other parameters are refused alike is assumed. */
function parameterError(request: CheckedRequest, sources: Sources): (violation: Violation) => ErrorObject {
  return ({ pointer, actual }) => {
    const parameter = tokensOf(pointer)[0] ?? "";
    const error = { id: sources.nextId(), title: "A validation error was encountered", source: { parameter } };
    if (parameter === "include") return { ...error, meta: { resource: actual } };
    const value = [request.query[parameter] ?? ""].flat().join(",");
    return { ...error, detail: `The value ${JSON.stringify(value)} of the parameter "${parameter}" is not valid.` };
  };
}
