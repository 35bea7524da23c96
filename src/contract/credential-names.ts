import type { Operation, ParameterPlace, SecurityScheme } from "./contract.ts";
import { createMemo } from "./memo.ts";

/** Where a name may be a credential's: all places of parameters but the path. */
export type NamedPlace = Exclude<ParameterPlace, "path">;

/** By what the credentials of a contract are known. It keeps nothing else of the contract. */
export interface CredentialNames {
  /** Schemes of the Authorization header that the contract has, in lower case. */
  schemes: ReadonlySet<string>;
  /** Whether a secret stands under a name, in whatever spelling, where the contract has its credentials or anywhere else. */
  has(place: NamedPlace, name: string): boolean;
  /** Whether it can be nothing else: only of such a one it is said that it stands where it does not belong. */
  isSure(place: NamedPlace, name: string): boolean;
}

/** Names, as `plain` makes them, under which nothing but a credential is sent, whatever a contract says of them. */
const sure = new RegExp(
  [
    "^(?:(?:proxy|forwarded)?authorization|bearer|idtoken|secret|clientsecret|password|passwd|jwt|amzsignature)$",
    "(?:access|refresh|auth|api|bearer|session|security|private)token$",
    "(?:api|private)key$",
  ].join("|"),
);

/** Names of credentials, where no parameter of the contract has them. */
const likely = new RegExp(
  [
    "(?:authorization|authentication|credentials?|secret|password|passwd|passphrase|pwd|userpass|assertion)$",
    "^(?:basic|http|user)?auth$|jwt|^dpop$|sess(?:ion)?id$|^sid$",
    "(?:app|application|access|secret|subscription|auth|signing|encryption|master|shared|functions|consumer)key$",
    "token$",
  ].join("|"),
);

/** Names by which a URL alone gives access. As a header, `Signature` is of a message and gives none, and `Key` tells nothing. */
const likelyInQuery = /^(?:key|pass|sig|hmac)$|^(?:goog|url|request)?signature$/;

/** These lead on in a list or mark a repetition: what is judged of several requests needs them. */
const tokensOfLists =
  /(?:page|paging|pagination|next|prev|previous|sync|continuation|continue|cursor|delta|skip|start|offset|scroll|resume|change|idempotency|clientrequest)token$/;

/** What the contract itself says of credentials goes before what their names say. */
export function nameCredentials(
  securitySchemes: Readonly<Record<string, SecurityScheme>>,
  operations: readonly Operation[],
): CredentialNames {
  const schemes = Object.values(securitySchemes);
  const parameters = schemes.flatMap(({ parameter }) => (parameter === null ? [] : [parameter]));
  const own = new Set(parameters.map(({ name, in: place }) => `${place} ${plain(name)}`));
  const elsewhere = new Set(parameters.map(({ name }) => plain(name)));
  const data = new Set<string>();
  for (const { name, in: place, required } of operations.flatMap((operation) => operation.parameters)) {
    // One that is documented may lead to the next page, but then the first is had without it.
    const isToken = plain(name) === "token" && (place !== "query" || required);
    if (!isToken) data.add(`${place} ${plain(name)}`);
  }
  const isSure = (place: NamedPlace) => (name: string) => {
    const known = plain(name);
    if (own.has(`${place} ${known}`) || (sure.test(known) && !tokensOfLists.test(known))) return true;
    if (place === "header" && (known === "cookie" || known === "setcookie")) return true;
    if (data.has(`${place} ${known}`)) return false;
    // Frameworks name the cookie of a session as they like.
    return place === "cookie" || known === "token" || elsewhere.has(known);
  };
  const has = (place: NamedPlace) => (name: string) => {
    if (isSure(place)(name)) return true;
    const known = plain(name);
    if (data.has(`${place} ${known}`) || tokensOfLists.test(known)) return false;
    return likely.test(known) || (place === "query" && likelyInQuery.test(known));
  };
  const memos = { header: createMemo(has("header")), query: createMemo(has("query")), cookie: has("cookie") };
  return {
    schemes: new Set(schemes.flatMap(({ scheme }) => scheme ?? [])),
    has: (place, name) => memos[place](name),
    isSure: (place, name) => isSure(place)(name),
  };
}

/** Where no contract is known. */
export const commonCredentials: CredentialNames = nameCredentials({}, []);

/** Where it is not yet known what a credential is called. */
export const anyCredentials: CredentialNames = { schemes: new Set(), has: () => true, isSure: () => true };

/** Spellings differ in case, separators, a leading "X-" and the brackets of an array. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/\[\d*\]$/, "")
    .replace(/^x[-_]/, "")
    .replaceAll(/[-_]/g, "");
}
