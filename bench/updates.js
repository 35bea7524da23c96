import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The update that each vendor's reference page documents, and where in request and answer the record stands:
 * what a server without checks has to know to do the same work. The base path is what the contract has in its server's URL.
 */
const documented = {
  stackone: { operation: "updateContact", sent: [], record: ["data"] },
  "ctrl-hub": { operation: "updateContact", sent: ["data", "attributes"], record: ["data", "attributes"] },
  stuut: { operation: "updateInternalContact", sent: [], record: [] },
  weeek: { operation: "updateContact", sent: [], record: ["contact"], basePath: "/public/v1" },
  truto: { operation: "updateAccount", sent: [], record: [] },
};

export const providers = Object.keys(documented);

/** The contract's file. */
export function contractOf(provider) {
  return fileURLToPath(new URL(`../contracts/${provider}/openapi.yaml`, import.meta.url));
}

/** The documented update: what to send, what it is answered, and where the records stand. */
export function readUpdate(provider) {
  const { operation, sent, record, basePath = "" } = documented[provider];
  const file = new URL(`../contracts/${provider}/interactions/${operation}.documented.json`, import.meta.url);
  const { request, response } = JSON.parse(readFileSync(file, "utf8"));
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    target: pathname + search,
    basePath,
    headers: request.headers,
    body: JSON.stringify(request.body),
    response,
    /** Changes an answer's record as the body of a request says. */
    merge: (answer, body) => Object.assign(at(answer, record), at(body, sent)),
  };
}

function at(value, names) {
  return names.reduce((inner, name) => inner[name], value);
}
