import type { Refusals } from "../../src/define.ts";
import { refuse } from "./error-envelope.ts";
import { integratedAccountRefusal } from "./integrated-accounts.ts";
import type { TrutoState } from "./state.ts";

export const refusals: Refusals<TrutoState> = {
  unauthenticated: () => refuse(401, "The API token is missing or invalid"),
  guard: integratedAccountRefusal,
  // The published schemas document and do not validate (guide "Creating Unified APIs on Truto"): only what cannot be
  // read at all is refused.
  invalid: ({ body, violations }) => {
    const unreadable = violations.some(
      ({ rule }) =>
        (rule === "malformed-body" && body === undefined) || (rule === "content-type" && typeof body === "string"),
    );
    return unreadable ? refuse(400, "The request body is not valid JSON") : undefined;
  },
  // POST below a resource may be a custom method of the vendor's, and PATCH and DELETE may do without an id there: of
  // those Standin speaks for itself. PUT has no route anywhere.
  wrongMethod: ({ method }) => (method === "PUT" ? refuse(405, "Method PUT is not allowed on this route") : undefined),
};
