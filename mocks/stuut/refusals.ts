import type { Refusals, Reply } from "../../src/define.ts";
import { jsonError } from "./json-error.ts";
import { type Finding, readRequestBody } from "./request-body.ts";
import type { State } from "./state.ts";

/**
 * Stuut documents no refusal: these are FastAPI's, on which its pages show it to be built (inferred). There is none of
 * paths and verbs beside the contract's: which of them Stuut has is not known, so Standin speaks there itself.
 */
export const refusals: Refusals<State> = {
  unauthenticated: () => ({ ...detail(401, "Not authenticated"), headers: { "www-authenticate": "Bearer" } }),

  invalid(request) {
    const { violations, body } = request;
    // Python reads JSON behind a byte order mark, too.
    if (body === undefined && violations.some(({ rule }) => rule === "malformed-body"))
      return malformedJson(request.text?.replace(/^\uFEFF/, ""));
    if (request.text === undefined && request.body !== undefined) return unreadable();
    const { findings } = readRequestBody(request);
    return findings.length > 0 ? unprocessable(findings) : undefined;
  },
};

export function notFound(what: "Internal contact" | "Partner" | "Assignment"): Reply {
  return detail(404, `${what} not found`);
}

/** Stuut says that an email is unique within the organization, not how it refuses a second one (assumed). */
export function duplicateEmail(): Reply {
  return detail(409, "An internal contact with this email already exists");
}

export function unprocessable(findings: Finding[]): Reply {
  return { status: 422, body: { detail: findings } };
}

function malformedJson(text: string | undefined): Reply {
  if (text === undefined) return unreadable();
  const { msg, position } = jsonError(text);
  const loc = ["body", position];
  return unprocessable([{ type: "json_invalid", loc, msg: "JSON decode error", input: {}, ctx: { error: msg } }]);
}

/** What FastAPI says of JSON whose bytes are no UTF-8, and so no text; that it does for every type is assumed. */
function unreadable(): Reply {
  return detail(400, "There was an error parsing the body");
}

function detail(status: number, text: string): Reply {
  return { status, body: { detail: text } };
}
