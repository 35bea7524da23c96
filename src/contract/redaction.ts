import type { Headers } from "../exchange.ts";
import { isBasic, splitAuthorization } from "./authentication.ts";
import type { Contract } from "./contract.ts";
import type { CredentialNames } from "./credential-names.ts";
import { redactWithin } from "./nested-credentials.ts";
import { parseQuery, splitPair } from "./query.ts";

/** What tells credentials from other values. */
type Secured = Pick<Contract, "credentials">;

/**
 * The headers with every credential replaced. What is wrong with one stays wrong in the same way: redacted exchanges
 * are checked again.
 */
export function redactHeaders(contract: Secured, headers: Headers): Headers {
  const redacted: Headers = { ...headers };
  for (const name of Object.keys(headers)) {
    const redact = redactorOf(contract, name);
    if (redact === undefined) continue;
    const value = headers[name] as string | string[];
    redacted[name] = Array.isArray(value) ? value.map(redact) : redact(value);
  }
  return redacted;
}

type Redact = (value: string) => string;

function redactorOf(contract: Secured, name: string): Redact | undefined {
  const { credentials } = contract;
  switch (name) {
    case "authorization":
    case "proxy-authorization":
    case "x-forwarded-authorization":
      return (value) => redactAuthorization(credentials, value);
    case "cookie":
      return (value) => value.replaceAll(/[^;]+/g, (pair) => redactCookie(credentials, pair));
    case "set-cookie":
      return (value) => value.replace(/^[^;]+/, (pair) => redactCookie(credentials, pair));
    case "link":
      return (value) => value.replaceAll(/<([^<>]*)>/g, (_, url) => `<${redactUrl(contract, url)}>`);
    default:
      if (credentials.has("header", name)) return redactValue;
      return isUrl.test(name) ? (value) => redactUrl(contract, value) : undefined;
  }
}

/** Headers with a URL, `:path` among them, which archives of HTTP/2 have. */
const isUrl = /^(?:referer|:path|x-forwarded-path)$|(?:^|-)(?:location|ur[il])$/;

/** A URL, or a part of one, with the credentials of its query and fragment and its user information replaced. */
export function redactUrl(contract: Secured, url: string): string {
  const redacted = url.includes("@") ? url.replace(/^((?:[a-z][a-z0-9+.-]*:)?\/\/|)[^/?#]*@/i, "$1") : url;
  const start = redacted.search(/[?#]/);
  return start === -1 ? redacted : redacted.slice(0, start) + redactQuery(contract, redacted.slice(start));
}

/** The same for a query alone, raw, with a question mark or without. */
export function redactQuery({ credentials }: Secured, query: string): string {
  return query.replaceAll(/[^?&#][^&#]*/g, (pair) => {
    const [entry] = parseQuery(pair);
    if (!entry?.hasValue || !credentials.has("query", entry.name)) return redactWithin(credentials, pair);
    if (entry.value.trim() === "") return pair;
    return `${entry.rawName}=${entry.malformed ? "redacted%" : "redacted"}`;
  });
}

function redactCookie(credentials: CredentialNames, pair: string): string {
  const [name, value, hasValue] = splitPair(pair);
  if (!hasValue) return redactValue(pair);
  return credentials.has("cookie", name.trim()) ? `${name}=${redactValue(value)}` : pair;
}

/** An empty credential is malformed, and is no secret. */
function redactValue(value: string): string {
  return value.trim() === "" ? value : "redacted";
}

function redactAuthorization({ schemes }: CredentialNames, value: string): string {
  const [scheme, credential] = splitAuthorization(value);
  // A word that names no scheme is the secret itself, sent without one.
  if (!knownSchemes.includes(scheme) && !schemes.has(scheme)) return "redacted";
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
