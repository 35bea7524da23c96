import type { Headers } from "../exchange.ts";
import { isBasic, splitAuthorization } from "./authentication.ts";
import type { Contract } from "./contract.ts";
import { parseQuery } from "./query.ts";

/** What tells where credentials stand. */
type Secured = Pick<Contract, "securitySchemes">;

/**
 * The headers with every credential replaced. What is wrong with one stays wrong in the same way: redacted exchanges
 * are checked again.
 */
export function redactHeaders(contract: Secured, headers: Headers): Headers {
  const redacted: Headers = { ...headers };
  replace("authorization", (value) => redactAuthorization(contract, value));
  replace("proxy-authorization", (value) => redactAuthorization(contract, value));
  for (const { parameter } of Object.values(contract.securitySchemes)) {
    if (parameter?.in === "header" && parameter.name.toLowerCase() !== "authorization")
      replace(parameter.name.toLowerCase(), redactValue);
    if (parameter?.in === "cookie") replace("cookie", (value) => redactPairs(value, ";", isNamed(parameter.name)));
  }
  return redacted;

  function replace(name: string, redact: (value: string) => string): void {
    const value = redacted[name];
    if (value !== undefined) redacted[name] = Array.isArray(value) ? value.map(redact) : redact(value);
  }
}

/** A URL with the credentials of its query and its user information replaced. */
export function redactUrl(contract: Secured, url: string): string {
  const redacted = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1");
  const names = credentialsOfQuery(contract);
  const start = redacted.indexOf("?");
  if (names.length === 0 || start === -1) return redacted;
  const [query = "", ...fragment] = redacted.slice(start + 1).split("#");
  const isCredential = (pair: string): boolean => names.includes(parseQuery(pair)[0]?.name ?? "");
  return [redacted.slice(0, start + 1) + redactPairs(query, "&", isCredential), ...fragment].join("#");
}

/** The query parameters in which the contract has credentials, whichever operations take them there. */
export function credentialsOfQuery(contract: Secured): string[] {
  return Object.values(contract.securitySchemes).flatMap(({ parameter }) =>
    parameter?.in === "query" ? [parameter.name] : [],
  );
}

function isNamed(name: string): (pair: string) => boolean {
  return (pair) => pair.trimStart().startsWith(`${name}=`);
}

function redactPairs(text: string, separator: string, isCredential: (pair: string) => boolean): string {
  const redact = (pair: string): string => {
    const equals = pair.indexOf("=") + 1;
    return equals === 0 ? pair : pair.slice(0, equals) + redactValue(pair.slice(equals));
  };
  return text
    .split(separator)
    .map((pair) => (isCredential(pair) ? redact(pair) : pair))
    .join(separator);
}

/** An empty credential is malformed, and is no secret. */
function redactValue(value: string): string {
  return value.replaceAll("+", " ").trim() === "" ? value : "redacted";
}

function redactAuthorization(contract: Secured, value: string): string {
  const [scheme, credential] = splitAuthorization(value);
  const isScheme =
    knownSchemes.includes(scheme) || Object.values(contract.securitySchemes).some((known) => known.scheme === scheme);
  // A word that names no scheme is the secret itself, sent without one.
  if (!isScheme) return "redacted";
  const name = value.trim().slice(0, scheme.length);
  if (credential === "") return name;
  if (scheme === "basic") return `${name} ${redactBasic(credential)}`;
  return `${name} ${/\s/.test(credential) ? "redacted redacted" : "redacted"}`;
}

const knownSchemes: readonly string[] = ["basic", "bearer", "digest", "token", "apikey", "negotiate"];

function redactBasic(credential: string): string {
  if (!isBasic(credential)) return "[redacted]";
  const plain = Buffer.from(credential, "base64").toString("utf8");
  const redacted = plain.replace(/^[^:]+/, "redacted").replace(/:.+$/s, ":redacted");
  return redacted === "" ? credential : Buffer.from(redacted).toString("base64");
}
