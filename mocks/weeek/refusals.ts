import type { Refusals, Reply } from "../../src/define.ts";
import { type Input, namesJson } from "./input.ts";
import type { WeeekState } from "./state.ts";
import { type Errors, errorsOf, requireFields } from "./validation.ts";

/** Parts of the vendor's public API that the contract leaves out: of them Standin speaks in its own voice. */
const leftOut =
  /^\/public\/v1\/(tm|user|attachments|ws\/(members|attachments)|crm\/(deals|funnels|statuses|currencies))(\/|$)|^\/public\/v1\/ws\/?$/;

const verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** The vendor's refusals, as probes of the live API found them (CroissanStudioDev/weeek-cli, YOLKINS/weeek-mcp). */
export const refusals: Refusals<WeeekState> = {
  unauthenticated: () => ({
    status: 401,
    body: { success: false, code: 2000000, message: "Unauthenticated." },
  }),

  invalid(request) {
    if (request.violations.some(({ part }) => part === "request.path")) return recordNotFound();
    return refuse(errorsOf(request));
  },

  unknownRoute({ path, headers }) {
    // A slash at the end may name a route that is there: whether the vendor takes it, nobody says.
    if (leftOut.test(path) || path.endsWith("/")) return undefined;
    if (!namesJson(headers.accept)) return page(404, "Not Found");
    const route = path.replace(/^\/+/, "");
    return {
      status: 404,
      headers: { "content-type": "application/json" },
      body: { success: false, message: `The route ${route} could not be found.` },
    };
  },

  wrongMethod({ method }, allowed) {
    const known = verbs.filter((verb) => allowed.includes(verb === "HEAD" ? "GET" : verb));
    if (method === "OPTIONS") return page(200, "", { allow: known.join(",") });
    return page(405, "Method Not Allowed", { allow: known.join(", ") });
  },
};

/** Without `success`, unlike the other refusals. */
export function recordNotFound(): Reply {
  return { status: 404, body: { message: "Record not found" } };
}

/** Undefined when there is nothing to refuse. */
export function refuse(errors: Errors): Reply | undefined {
  if (errors.size === 0) return undefined;
  const [first, ...others] = [...errors.values()].flat();
  // Laravel's ValidationException::summarize.
  const more = others.length === 0 ? "" : ` (and ${others.length} more ${others.length === 1 ? "error" : "errors"})`;
  return { status: 422, body: { success: false, message: `${first}${more}`, errors: Object.fromEntries(errors) } };
}

/** Refuses fields that are absent or empty; undefined when all are there. */
export function refuseMissing(input: Input, ...names: string[]): Reply | undefined {
  const errors: Errors = new Map();
  requireFields(errors, input, ...names);
  return refuse(errors);
}

/** The vendor's pages are HTML; their text is not known, and ours is short. */
function page(status: number, title: string, headers: Record<string, string> = {}): Reply {
  const text =
    title && `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body>${title}</body></html>\n`;
  return { status, headers: { "content-type": "text/html; charset=UTF-8", ...headers }, text };
}
