import type { Refusals, Reply, Sources } from "../../src/define.ts";
import type { State } from "./state.ts";

/** The key whose scope lets it send GET and nothing else (docs.stackone.com/api/authentication, read 2026-11). */
export const readOnlyKey = "standin-readonly-key";

/** Breaches that StackOne lets pass; nobody documents them, so all of these are assumed. */
const taken = new Set([
  "accept",
  "authentication",
  "deprecated",
  "read-only",
  "undocumented-parameter",
  "undocumented-property",
]);

export const refusals: Refusals<State> = {
  unauthenticated: (_reason, _request, sources) => refuse(401, "Unauthorized", sources),

  guard(request, context) {
    const reads = request.method === "GET" || request.method === "HEAD";
    if (request.credential === readOnlyKey && !reads) return refuse(403, "Forbidden resource", context);
    const accountId = request.headers["x-account-id"];
    if (typeof accountId !== "string" || accountId === "") return badRequest(context);
    const linkedAccount = context.state.linkedAccounts.get(accountId);
    if (linkedAccount === undefined) return notFound(context);
    return linkedAccount.status === "active" ? undefined : refuse(412, "Precondition failed", context);
  },

  invalid: (request, context) =>
    request.violations.some(({ part, pointer, rule }) => {
      // The guide nests brackets within brackets here: proxy[filter[eq][age]]=25. Whatever it is, it is the provider's.
      const proxied = part === "request.query" && pointer.startsWith("/proxy");
      return !proxied && !taken.has(rule);
    })
      ? badRequest(context)
      : undefined,
};

export function badRequest(sources: Sources): Reply {
  return refuse(400, "Bad Request", sources);
}

export function notFound(sources: Sources): Reply {
  return refuse(404, "Not Found", sources);
}

/** The vendor's one envelope for every refusal; the messages are those of its OpenAPI document. */
function refuse(status: number, message: string, sources: Sources): Reply {
  const timestamp = sources.clock.now().toISOString();
  return { status, body: { statusCode: status, message, timestamp } };
}
