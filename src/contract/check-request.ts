import type { Headers, Part, Violation } from "../exchange.ts";
import { type Credential, describeSecurity, isRepeated, placeOf, readCredential, single } from "./authentication.ts";
import { readRequestBody } from "./body.ts";
import { checkParameters, type PlacedFinding } from "./check-parameters.ts";
import { checkValue } from "./check-value.ts";
import type { Contract, MediaType, Operation, ResponseDefinition, SecurityScheme } from "./contract.ts";
import { child } from "./documents.ts";
import { quote } from "./explain.ts";
import { fullPath, type Match } from "./match-operation.ts";
import { accepts } from "./media-type.ts";
import { createMemo } from "./memo.ts";
import type { SentBody } from "./sent-body.ts";
import { createViolation, type Finding } from "./violation.ts";

/** A request, as far as a contract speaks of it. */
export interface RequestInput extends SentBody {
  /** Upper case. */
  method: string;
  /** Absolute path at the vendor's host, percent-encoded, without the query. */
  path: string;
  /** Raw, without the question mark. */
  query: string;
  headers: Headers;
  /** What `readCredential` said of the matched operation, where it was asked already. */
  credential?: Credential;
  /** The body has not come: nothing is said of it. */
  bodyMissing?: boolean;
}

/** A request held against its operation, with its values decoded. */
export interface CheckedInput {
  violations: Violation[];
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

/** Holds a request against the operation that it matched. */
export function checkRequest(
  contract: Contract,
  operation: Operation,
  pathParameters: Readonly<Record<string, string>>,
  input: RequestInput,
): CheckedInput {
  const { path, query, findings } = checkParameters(contract, operation, pathParameters, input);
  const body = input.bodyMissing
    ? missingBody
    : readRequestBody(contract.checker.planner, operation, single(input.headers["content-type"]), input);
  const inBody =
    body.value !== undefined && body.mediaType?.schema
      ? checkValue(contract.checker, body.mediaType.schema, body.value, "request")
      : [];
  const violations: Violation[] = [];
  const add = (part: Part, found: readonly Finding[]): void => {
    for (const finding of found) violations.push(createViolation(contract, operation.id, part, finding));
  };
  for (const finding of checkAuthentication(contract, operation, input)) add(finding.part, [finding]);
  add("request.path", checkDeprecation(operation));
  for (const finding of findings) add(finding.part, [finding]);
  add("request.headers", checkAccept(operation, single(input.headers.accept)));
  add("request.headers", checkSingleType(operation, input));
  add("request.headers", body.contentType);
  add("request.body", body.findings);
  add("request.body", inBody);
  return { violations, path, query, body: body.value };
}

const missingBody = { value: undefined, mediaType: null, contentType: [], findings: [] };

/** What there is to say of a request that no operation takes. */
export function checkUnmatched(
  contract: Contract,
  match: Exclude<Match, { kind: "operation" }>,
  input: RequestInput,
): Violation[] {
  const { nearest } = match;
  const shown = `${nearest.id} (${nearest.method} ${fullPath(contract, nearest)})`;
  const byMethod = match.kind === "method";
  const finding: Finding = {
    pointer: "",
    rule: byMethod ? "method" : "operation",
    message: byMethod
      ? `${input.method} is not documented for this path; documented is ${match.allowed.join(", ")}; the nearest operation is ${shown}`
      : `no operation has the path ${quote(input.path)}; the nearest is ${shown}`,
    expected: byMethod ? match.allowed : fullPath(contract, nearest),
    actual: byMethod ? input.method : input.path,
    statement: child(contract.paths, byMethod ? match.path : nearest.path) ?? contract.paths,
  };
  return [createViolation(contract, null, "request.path", finding)];
}

function checkAuthentication(contract: Contract, operation: Operation, input: RequestInput): PlacedFinding[] {
  const { credential = readCredential(contract, operation, input) } = input;
  if (credential.kind === "none") return [];
  if (credential.kind === "value") return checkFlaw(contract, credential);
  const name = credential.kind === "malformed" ? credential.scheme : (operation.security[0] as string[])[0];
  const expected = describeSecurity(contract, operation);
  const message =
    credential.kind === "missing"
      ? `the credential is missing: ${expected}`
      : `the credential is malformed: ${credential.reason}; due is ${expected}`;
  const { part, pointer } = placeOf(contract.securitySchemes[name as string] as SecurityScheme);
  // What was sent stays out: a credential that is only malformed is still a secret.
  return [
    { part, pointer, rule: "authentication", message, expected, actual: null, statement: operation.securityNode },
  ];
}

/** A credential that can be told, but not in the form that its scheme has. */
function checkFlaw(contract: Contract, { scheme: name, flaw }: Sent): PlacedFinding[] {
  if (flaw === undefined) return [];
  const scheme = contract.securitySchemes[name] as SecurityScheme;
  const message = `the credential is malformed: ${flaw}`;
  return [
    { ...placeOf(scheme), rule: "authentication", message, expected: null, actual: null, statement: scheme.node },
  ];
}

type Sent = Extract<Credential, { kind: "value" }>;

function checkDeprecation(operation: Operation): Finding[] {
  if (!operation.deprecated) return [];
  const statement = child(operation.node, "deprecated") ?? operation.node;
  return [
    {
      pointer: "",
      rule: "deprecated",
      message: "the operation is deprecated",
      expected: null,
      actual: operation.id,
      statement,
    },
  ];
}

/** A body whose type is named twice is read as the first says; what the vendor makes of it nobody knows. */
function checkSingleType({ requestBody }: Operation, { headers, text }: RequestInput): Finding[] {
  const sent = headers["content-type"];
  if (!isRepeated(sent) || requestBody === null || text === undefined) return [];
  const message = `the header stands ${sent.length} times: ${sent.map(quote).join(" and ")}`;
  const expected = requestBody.content.map(({ type }) => type);
  return [
    { pointer: "/content-type", rule: "content-type", message, expected, actual: sent, statement: requestBody.node },
  ];
}

interface GoodResponses {
  good: ResponseDefinition[];
  content: MediaType[];
  /** Whether a client that sends this Accept takes one of the types. */
  isAccepted(accept: string): boolean;
}

const goodByOperation = new WeakMap<Operation, GoodResponses>();

/** The responses of success, and all types that they may have. */
function goodResponses(operation: Operation): GoodResponses {
  let found = goodByOperation.get(operation);
  if (found === undefined) {
    const good = operation.responses.filter(({ status }) => status.startsWith("2"));
    const content = good.flatMap((response) => response.content);
    found = { good, content, isAccepted: createMemo((accept) => accepts(accept, content)) };
    goodByOperation.set(operation, found);
  }
  return found;
}

function checkAccept(operation: Operation, accept: string | undefined): Finding[] {
  if (accept === undefined) return [];
  const { good, content, isAccepted } = goodResponses(operation);
  if (content.length === 0 || isAccepted(accept)) return [];
  const expected = [...new Set(content.map(({ type }) => type))];
  const stated = good.find((response) => response.content.length > 0) as ResponseDefinition;
  const statement = stated.content[0]?.exact ?? stated.node;
  const message = `takes none of the documented types ${expected.join(", ")}: ${quote(accept)}`;
  return [{ pointer: "/accept", rule: "accept", message, expected, actual: accept, statement }];
}
