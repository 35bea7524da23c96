import type { Headers, Part, Violation } from "../exchange.ts";
import { single } from "./authentication.ts";
import { readBody } from "./body.ts";
import { wrongContentType } from "./check-content-type.ts";
import { checkValue } from "./check-value.ts";
import type { Contract, Operation, ResponseDefinition } from "./contract.ts";
import { child } from "./documents.ts";
import { escapeToken } from "./json-pointer.ts";
import { findMediaType, isChecked, parseMediaType } from "./media-type.ts";
import { decodeHeaders, type ParameterProblem } from "./parameters.ts";
import { parameterShape } from "./schema-shape.ts";
import { createViolation, type Finding } from "./violation.ts";
import { checkWithheld, withholdProblem } from "./withhold.ts";

/** A response, as far as a contract speaks of it. */
export interface ResponseInput {
  status: number;
  headers: Headers;
  /** The value of a body that is already at hand as JSON; it goes before `text`. */
  json?: unknown;
  text?: string | undefined;
  /** As in `SentBody`. */
  bytes?: Buffer | null;
}

/** Holds a response against what its operation documents for the status. */
export function checkResponse(
  contract: Contract,
  operation: Operation,
  request: { method: string },
  response: ResponseInput,
): Violation[] {
  const place = (part: Part, findings: readonly Finding[]): Violation[] =>
    findings.map((finding) => createViolation(contract, operation.id, part, finding));
  const definition = findResponse(operation, response.status);
  if (definition === undefined) return place("response.status", [undocumentedStatus(operation, response.status)]);
  const headers = checkHeaders(contract, definition, response.headers);
  // An answer to HEAD has no body, and its headers speak of the one that GET would have got.
  if (request.method === "HEAD") return place("response.headers", headers);
  const body = checkBody(contract, definition, response);
  return [
    ...place("response.headers", headers),
    ...place("response.headers", body.contentType),
    ...place("response.body", body.findings),
  ];
}

const responsesByStatus = new WeakMap<Operation, Map<number, ResponseDefinition | undefined>>();

/** The definition for a status: the status itself, its range, or the default. */
export function findResponse(operation: Operation, status: number): ResponseDefinition | undefined {
  let known = responsesByStatus.get(operation);
  if (known === undefined) {
    known = new Map();
    responsesByStatus.set(operation, known);
  }
  if (!known.has(status)) known.set(status, searchResponse(operation, status));
  return known.get(status);
}

function searchResponse(operation: Operation, status: number): ResponseDefinition | undefined {
  const keys = [String(status), `${Math.trunc(status / 100)}XX`, "default"];
  return keys
    .map((key) => operation.responses.find((response) => response.status === key))
    .find((response) => response !== undefined);
}

function undocumentedStatus(operation: Operation, status: number): Finding {
  const expected = operation.responses.map((response) => response.status);
  const statement = child(operation.node, "responses") ?? operation.node;
  return {
    pointer: "",
    rule: "status",
    message: `${status} is not documented; documented is ${expected.join(", ")}`,
    expected,
    actual: status,
    statement,
  };
}

function checkHeaders(contract: Contract, definition: ResponseDefinition, sent: Headers): Finding[] {
  if (definition.headers.length === 0) return [];
  const { planner } = contract.checker;
  const { values, problems } = decodeHeaders(definition.headers, (header) => parameterShape(planner, header), sent);
  const findings: Finding[] = [];
  for (const problem of problems) {
    const told = withholdProblem(contract, problem);
    if (told !== undefined) findings.push(fromProblem(told));
  }
  for (const header of definition.headers) {
    const { name } = header;
    if (values[name] === undefined) continue;
    for (const finding of checkWithheld(contract, header, values[name], "response")) {
      findings.push({ ...finding, pointer: `/${escapeToken(name)}${finding.pointer}` });
    }
  }
  return findings;
}

function fromProblem({ parameter, rule, pointer, actual, detail }: ParameterProblem): Finding {
  return {
    pointer,
    rule: rule === "required" ? "response-header" : rule,
    message: rule === "required" ? "the header is missing" : detail,
    expected: parameter.name,
    actual,
    statement: parameter.node,
  };
}

function checkBody(
  contract: Contract,
  definition: ResponseDefinition,
  response: ResponseInput,
): { contentType: Finding[]; findings: Finding[] } {
  const { content, node } = definition;
  const { json, text, bytes = null } = response;
  const empty = json === undefined && bytes === null && (text === undefined || text === "");
  if (content.length === 0) return { contentType: [], findings: empty ? [] : [undocumentedBody(node, response)] };
  if (empty) return { contentType: [], findings: [missingBody(definition)] };
  const header = single(response.headers["content-type"]);
  const actual = header === undefined ? undefined : parseMediaType(header);
  const mediaType = actual === undefined ? undefined : findMediaType(content, actual);
  if (mediaType === undefined)
    return { contentType: [wrongContentType(definition.content, definition.node, header)], findings: [] };
  const { planner } = contract.checker;
  const read =
    json !== undefined
      ? { value: json, findings: [] }
      : readBody(planner, mediaType, actual?.type ?? "", { text, bytes });
  const checked =
    read.value !== undefined && mediaType.schema !== null && isChecked(actual?.type ?? "")
      ? checkValue(contract.checker, mediaType.schema, read.value, "response")
      : [];
  return { contentType: [], findings: [...read.findings, ...checked] };
}

function undocumentedBody(node: ResponseDefinition["node"], { json, text, bytes }: ResponseInput): Finding {
  const message = "the response documents no body";
  const actual = json ?? text ?? bytes?.toString();
  return { pointer: "", rule: "undocumented-property", message, expected: null, actual, statement: node };
}

function missingBody({ content, node }: ResponseDefinition): Finding {
  const expected = content.map(({ type }) => type);
  return {
    pointer: "",
    rule: "required",
    message: "the body is missing",
    expected,
    actual: undefined,
    statement: child(node, "content") ?? node,
  };
}
