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
}

/** Names under which nothing but a credential is sent, as `plain` makes them. Page tokens and idempotency keys are none. */
const wellKnown: ReadonlySet<string> = new Set([
  ...["authorization", "proxyauthorization", "bearer", "apikey", "apitoken", "authtoken", "accesstoken", "bearertoken"],
  ...["refreshtoken", "idtoken", "sessiontoken", "privatetoken", "secret", "clientsecret", "password", "passwd"],
  ...["amzsecuritytoken", "amzsignature"],
]);

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
  const decide = (place: NamedPlace) => (name: string) => {
    const known = plain(name);
    if (wellKnown.has(known) || own.has(`${place} ${known}`)) return true;
    if (place === "header" && (known === "cookie" || known === "setcookie")) return true;
    if (data.has(`${place} ${known}`)) return false;
    // Frameworks name the cookie of a session as they like.
    return place === "cookie" || known === "token" || elsewhere.has(known);
  };
  const memos = { header: createMemo(decide("header")), query: createMemo(decide("query")), cookie: decide("cookie") };
  return {
    schemes: new Set(schemes.flatMap(({ scheme }) => scheme ?? [])),
    has: (place, name) => memos[place](name),
  };
}

/** Where no contract is known. */
export const commonCredentials: CredentialNames = nameCredentials({}, []);

/** Where it is not yet known what a credential is called. */
export const anyCredentials: CredentialNames = { schemes: new Set(), has: () => true };

/** Spellings differ in case, separators, a leading "X-" and the brackets of an array. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/\[\d*\]$/, "")
    .replace(/^x[-_]/, "")
    .replaceAll(/[-_]/g, "");
}
