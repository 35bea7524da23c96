import type { Headers } from "../exchange.ts";
import type { Contract, Operation, SecurityScheme } from "./contract.ts";
import { createMemo } from "./memo.ts";
import { parseQuery } from "./query.ts";

export type Credential =
  | { kind: "none" }
  | { kind: "missing" }
  | { kind: "malformed"; scheme: string; reason: string }
  /** `flaw` is what is wrong with one whose value can be told all the same. */
  | { kind: "value"; scheme: string; value: string; flaw?: string };

/** What a credential is looked for in. */
export interface CredentialCarrier {
  headers: Headers;
  /** Raw, without the question mark. */
  query: string;
}

/** The credential of a request, in the form of one of the schemes that the operation asks for. Whether it is known is not asked here. */
export function readCredential(contract: Contract, operation: Operation, request: CredentialCarrier): Credential {
  if (operation.security.length === 0) return { kind: "none" };
  let malformed: Credential | undefined;
  for (const alternative of operation.security) {
    let value: Credential | undefined;
    let satisfied = alternative.length > 0;
    for (const name of alternative) {
      const read = readScheme(contract.securitySchemes[name] as SecurityScheme, request);
      if (read.kind === "value") value ??= read;
      else if (read.kind !== "none") satisfied = false;
      if (read.kind === "malformed") malformed ??= read;
    }
    if (satisfied) return value ?? { kind: "none" };
  }
  if (malformed !== undefined) return malformed;
  return operation.security.some((alternative) => alternative.length === 0) ? { kind: "none" } : { kind: "missing" };
}

/** The schemes of an operation as a message names them. */
export function describeSecurity(contract: Contract, operation: Operation): string {
  return operation.security
    .map((alternative) =>
      alternative.map((name) => describeScheme(contract.securitySchemes[name] as SecurityScheme)).join(" with "),
    )
    .join(", or ");
}

/** Where a scheme's credential stands, as a part and pointer of the request. */
export function placeOf(scheme: SecurityScheme): { part: "request.headers" | "request.query"; pointer: string } {
  if (scheme.parameter?.in === "query") return { part: "request.query", pointer: `/${scheme.parameter.name}` };
  if (scheme.parameter?.in === "cookie") return { part: "request.headers", pointer: "/cookie" };
  return { part: "request.headers", pointer: `/${scheme.parameter?.name.toLowerCase() ?? "authorization"}` };
}

/** The query parameters that are credentials: the security scheme's, and none of the operation's own. */
export function credentialsInQuery(contract: Contract, operation: Operation): string[] {
  return operation.security
    .flat()
    .map((name) => (contract.securitySchemes[name] as SecurityScheme).parameter)
    .flatMap((parameter) => (parameter?.in === "query" ? [parameter.name] : []));
}

function readScheme(scheme: SecurityScheme, request: CredentialCarrier): Credential {
  if (scheme.type === "mutualTLS") return { kind: "none" };
  if (scheme.parameter !== null) return readParameter(scheme, request);
  const sent = request.headers.authorization;
  const header = single(sent);
  if (header === undefined) return { kind: "missing" };
  const read = authorizationReader(scheme)(header);
  return read.kind === "value" && isRepeated(sent) ? { ...read, flaw: `the header stands ${sent.length} times` } : read;
}

function readParameter({ name: scheme, parameter }: SecurityScheme, { headers, query }: CredentialCarrier): Credential {
  const { name, in: place } = parameter as NonNullable<SecurityScheme["parameter"]>;
  let value: string | undefined;
  if (place === "header") value = single(headers[name.toLowerCase()]);
  // A plus sign separates a tenant's suffix; in a query it may also have been sent for itself.
  else if (place === "query")
    value = parseQuery(query)
      .find((entry) => entry.name === name)
      ?.value.replaceAll(" ", "+");
  else value = cookieValue(single(headers.cookie) ?? "", name);
  if (value === undefined) return { kind: "missing" };
  return value.trim() === ""
    ? { kind: "malformed", scheme, reason: "it is empty" }
    : { kind: "value", scheme, value: value.trim() };
}

const authorizationReaders = new WeakMap<SecurityScheme, (header: string) => Credential>();

/** Clients send the same header again and again. */
function authorizationReader(scheme: SecurityScheme): (header: string) => Credential {
  let reader = authorizationReaders.get(scheme);
  if (reader === undefined) {
    reader = createMemo((header) => readAuthorization(scheme, header));
    authorizationReaders.set(scheme, reader);
  }
  return reader;
}

function readAuthorization(scheme: SecurityScheme, value: string): Credential {
  const expected = schemeOf(scheme);
  const [name, credential] = splitAuthorization(value);
  const malformed = (reason: string): Credential => ({ kind: "malformed", scheme: scheme.name, reason });
  if (name !== expected) return malformed(`its scheme is not ${titled(expected)}`);
  if (credential === "") return malformed(`nothing follows ${titled(expected)}`);
  if (expected !== "basic") {
    return /\s/.test(credential)
      ? malformed("the token has white space in it")
      : { kind: "value", scheme: scheme.name, value: credential };
  }
  if (!isBasic(credential)) return malformed("what follows Basic is not base64");
  const plain = Buffer.from(credential, "base64").toString("utf8");
  const colon = plain.indexOf(":");
  if (colon === -1 && !scheme.withoutColon)
    return malformed("the base64 holds no colon between user name and password");
  const user = colon === -1 ? plain : plain.slice(0, colon);
  if (user === "") return malformed("the user name is empty");
  const read: Credential = { kind: "value", scheme: scheme.name, value: user };
  const isFilled = colon !== -1 && colon < plain.length - 1;
  return scheme.emptyPassword && isFilled ? { ...read, flaw: "the password is not empty" } : read;
}

export function splitAuthorization(value: string): [string, string] {
  const trimmed = value.trim();
  const space = trimmed.search(/\s/);
  return space === -1
    ? [trimmed.toLowerCase(), ""]
    : [trimmed.slice(0, space).toLowerCase(), trimmed.slice(space).trim()];
}

export function isBasic(credential: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(credential) && credential.replace(/=+$/, "").length % 4 !== 1;
}

/** Whether a header that may stand once was sent more than once. */
export function isRepeated(value: string | string[] | undefined): value is string[] {
  return Array.isArray(value) && value.length > 1;
}

/** The value of a header that may stand once. */
export function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function cookieValue(header: string, name: string): string | undefined {
  const pair = header.split(";").find((part) => part.trim().startsWith(`${name}=`));
  return pair?.slice(pair.indexOf("=") + 1).trim();
}

function describeScheme(scheme: SecurityScheme): string {
  if (scheme.parameter !== null) return `${scheme.parameter.in} ${scheme.parameter.name}`;
  return `Authorization: ${titled(schemeOf(scheme))}`;
}

/** What stands before the credential in Authorization: tokens of OAuth are bearer tokens. */
function schemeOf({ type, scheme }: SecurityScheme): string {
  return type === "http" ? (scheme as string) : "bearer";
}

function titled(scheme: string): string {
  return scheme.charAt(0).toUpperCase() + scheme.slice(1);
}
