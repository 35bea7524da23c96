import type { ParameterPlace, SecurityScheme } from "./contract.ts";
import { isLikelyName, isSureName, type ReadName, readName } from "./credential-name.ts";
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

/** What the contract itself says of credentials goes before what their names say; `documented` are its `documentedNames`. */
export function nameCredentials(
  securitySchemes: Readonly<Record<string, SecurityScheme>>,
  documented: ReadonlySet<string>,
): CredentialNames {
  const schemes = Object.values(securitySchemes);
  const parameters = schemes.flatMap(({ parameter }) => (parameter === null ? [] : [parameter]));
  const own = new Set(parameters.map(({ name, in: place }) => `${place} ${readName(name).whole}`));
  const elsewhere = new Set(parameters.map(({ name }) => readName(name).whole));
  const isData = (place: NamedPlace, { whole }: ReadName) => documented.has(`${place} ${whole}`);
  const isSure = (place: NamedPlace, name: ReadName) => {
    const { whole, last } = name;
    if (own.has(`${place} ${whole}`) || isSureName(name)) return true;
    if (place === "header" && (whole === "cookie" || whole === "setcookie")) return true;
    if (isData(place, name)) return false;
    // Frameworks name the cookie of a session as they like.
    if (place === "cookie" || elsewhere.has(whole) || elsewhere.has(last)) return true;
    return whole === "token";
  };
  const has = (place: NamedPlace) => (sent: string) => {
    const name = readName(sent);
    return isSure(place, name) || (!isData(place, name) && isLikelyName(name, place));
  };
  const memos = { header: createMemo(has("header")), query: createMemo(has("query")), cookie: has("cookie") };
  return {
    schemes: new Set(schemes.flatMap(({ scheme }) => scheme ?? [])),
    has: (place, name) => memos[place](name),
    isSure: (place, name) => isSure(place, readName(name)),
  };
}

/** Where no contract is known. */
export const commonCredentials: CredentialNames = nameCredentials({}, new Set());

/** Where it is not yet known what a credential is called. */
export const anyCredentials: CredentialNames = { schemes: new Set(), has: () => true, isSure: () => true };
