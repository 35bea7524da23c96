import type { Part } from "../exchange.ts";
import { credentialsInQuery } from "./authentication.ts";
import type { RequestInput } from "./check-request.ts";
import type { Contract, Operation, Parameter, ParameterPlace } from "./contract.ts";
import { child } from "./documents.ts";
import { quote } from "./explain.ts";
import { FindingList } from "./finding-list.ts";
import { escapeToken } from "./json-pointer.ts";
import { nearest } from "./near-miss.ts";
import { redactNested } from "./nested-credentials.ts";
import {
  type DecodedParameters,
  decodeCookies,
  decodeHeaders,
  decodePath,
  decodeQuery,
  keyOfValue,
  type ParameterProblem,
} from "./parameters.ts";
import type { QueryEntry } from "./query.ts";
import { parameterShape } from "./schema-shape.ts";
import type { Finding } from "./violation.ts";
import { checkWithheld, withholdProblem, withholdValue } from "./withhold.ts";

/** A finding with the part of the request that it speaks of. */
export interface PlacedFinding extends Finding {
  part: Part;
}

export interface CheckedParameters {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  findings: PlacedFinding[];
}

const partOf: Readonly<Record<ParameterPlace, Part>> = {
  path: "request.path",
  query: "request.query",
  header: "request.headers",
  cookie: "request.headers",
};

/** Decodes and checks the parameters of a request, wherever they stand. */
export function checkParameters(
  contract: Contract,
  operation: Operation,
  pathParameters: Readonly<Record<string, string>>,
  input: RequestInput,
): CheckedParameters {
  const { parameters } = operation;
  const shapes = (parameter: Parameter) => parameterShape(contract.checker.planner, parameter);
  const path = decodePath(parameters, shapes, pathParameters);
  const sent = decodeQuery(parameters, shapes, input.query);
  // What is told of the query is told of it without credentials, as it is when the redacted exchange is checked again.
  const tellable = redactNested(contract.credentials, input.query);
  const query = tellable === input.query ? sent : decodeQuery(parameters, shapes, tellable);
  const headers = decodeHeaders(parameters, shapes, input.headers);
  const cookies = decodeCookies(parameters, shapes, input.headers.cookie);
  const decoded = { path, query, header: headers, cookie: cookies };
  const findings = new FindingList<PlacedFinding>();
  for (const { problems } of [path, query, headers, cookies]) {
    for (const problem of problems) {
      const told = withholdProblem(contract, problem);
      if (told !== undefined) findings.add(fromProblem(told));
    }
  }
  for (const parameter of parameters) {
    for (const finding of checkDecoded(contract, parameter, decoded[parameter.in])) findings.add(finding);
  }
  if (query.undocumented.length > 0) addUndocumented(contract, operation, query.undocumented, findings);
  for (const entry of sent.undocumented) keepUndocumented(sent.values, entry);
  return { path: path.values, query: sent.values, findings: findings.toArray() };
}

function fromProblem({ parameter, rule, pointer, actual, detail }: ParameterProblem): PlacedFinding {
  const statement = rule === "required" ? (child(parameter.node, "required") ?? parameter.node) : parameter.node;
  const place = parameter.in === "cookie" ? `/cookie${pointer}` : pointer;
  return {
    part: partOf[parameter.in],
    pointer: place,
    rule,
    message: detail,
    expected: parameter.name,
    actual,
    statement,
  };
}

function checkDecoded(contract: Contract, parameter: Parameter, { values }: DecodedParameters): PlacedFinding[] {
  const key = keyOfValue(parameter);
  const value = values[key];
  if (value === undefined) return [];
  const inValue = checkWithheld(contract, parameter, value, "request");
  if (inValue.length === 0 && !parameter.deprecated) return [];
  const pointer = `${parameter.in === "cookie" ? "/cookie" : ""}/${escapeToken(key)}`;
  const part = partOf[parameter.in];
  const found: Finding[] = [];
  for (const finding of inValue) {
    const rule =
      finding.rule === "undocumented-property" && part === "request.query" ? "undocumented-parameter" : finding.rule;
    found.push({ ...finding, rule, pointer: pointer + finding.pointer });
  }
  if (parameter.deprecated) {
    const statement = child(parameter.node, "deprecated") ?? parameter.node;
    found.push({
      pointer,
      rule: "deprecated",
      message: "the parameter is deprecated",
      expected: null,
      actual: withholdValue(contract, parameter, value),
      statement,
    });
  }
  return found.map((finding) => ({ part, ...finding }));
}

function addUndocumented(
  contract: Contract,
  operation: Operation,
  entries: readonly QueryEntry[],
  findings: FindingList<PlacedFinding>,
): void {
  const credentials = credentialsInQuery(contract, operation);
  const documented = operation.parameters.filter((parameter) => parameter.in === "query");
  const expected = documented.map(spelling);
  const statement = child(operation.node, "parameters") ?? operation.node;
  for (const { name, value } of new Map(entries.map((entry) => [entry.name, entry])).values()) {
    if (credentials.includes(name)) continue;
    findings.add({
      part: "request.query",
      pointer: `/${escapeToken(name)}`,
      rule: "undocumented-parameter",
      message: findings.isFull ? "" : `the contract names no query parameter ${quote(name)}${hint(name, documented)}`,
      expected,
      // A credential that stands where this operation takes none is one all the same.
      actual: contract.credentials.has("query", name) ? null : value,
      statement,
    });
  }
}

/** The parameter that was probably meant, or the way in which this very one is written. */
function hint(name: string, documented: readonly Parameter[]): string {
  const base = name.replace(/\[.*$/s, "");
  const same = documented.find((parameter) => parameter.name === name || parameter.name === base);
  if (same !== undefined && spelling(same) !== name) return `; it is written ${spelling(same)}`;
  const known = nearest(name, documented.map(spelling));
  return known === undefined ? "" : `; did you mean "${known}"?`;
}

/** A parameter's name as it stands in a query. */
function spelling({ name, style, arrayFormats }: Parameter): string {
  if (style === "deepObject") return `${name}[...]`;
  const suffix = { brackets: "[]", indices: "[0]", comma: "", repeat: "" }[arrayFormats[0] ?? "repeat"];
  return name + suffix;
}

function keepUndocumented(values: Record<string, unknown>, { name, value }: QueryEntry): void {
  const before = values[name];
  if (before === undefined) values[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else values[name] = [before, value];
}
