import type { Contract } from "../../src/contract/contract.ts";
import { locate, type Node } from "../../src/contract/documents.ts";
import { isObject } from "../../src/contract/is-object.ts";

const grades: readonly unknown[] = ["documented", "client", "observed", "inferred", "assumed"];

/**
 * The parts of a contract that do not say what they rest on. An operation, a parameter, a request body, a response and
 * a header say it themselves, behind their reference if they have one. A schema that names properties may leave it to
 * the component or the body that it stands in, never to the operation or the document.
 */
export function withoutEvidence(contract: Contract): string[] {
  const found = new Set<string>();
  const show = (kind: string, node: Pick<Node, "document" | "pointer">): void => {
    const { file, line } = locate(contract.documents, node);
    found.add(`${kind} ${file}:${line} ${node.pointer}`);
  };
  for (const { node, parameters, requestBody, responses } of contract.operations) {
    if (!statesEvidence(node.value)) show("operation", node);
    for (const parameter of parameters) if (!statesEvidence(parameter.node.value)) show("parameter", parameter.node);
    if (requestBody !== null && !statesEvidence(requestBody.node.value)) show("request body", requestBody.node);
    for (const response of responses) {
      if (!statesEvidence(response.node.value)) show("response", response.node);
      for (const header of response.headers) if (!statesEvidence(header.node.value)) show("header", header.node);
    }
  }
  for (const [document, { value }] of contract.documents.files)
    for (const { kind, pointer } of visit(value, [], 0)) show(kind, { document, pointer });
  return [...found];
}

function statesEvidence(value: unknown): boolean {
  if (!isObject(value)) return false;
  const source = value["x-source"];
  return grades.includes(value["x-evidence"]) && typeof source === "string" && source.trim() !== "";
}

/** Data, in which anything may stand. */
const data: readonly string[] = ["example", "examples", "default", "enum", "const"];

function* visit(value: unknown, path: string[], stated: number): Generator<{ kind: string; pointer: string }> {
  if (typeof value !== "object" || value === null) return;
  const pointer = path.map((token) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  const own = isObject(value) && value["x-evidence"] !== undefined;
  if (own && !statesEvidence(value)) yield { kind: "evidence without grade or source", pointer };
  const depth = own ? path.length : stated;
  // Three names lead to an operation (/paths/…/get) and to a component (/components/schemas/…) alike.
  const enough = depth > 3 || (depth === 3 && path[0] === "components");
  const named = path.at(-1) === "properties" && path.at(-2) !== "properties";
  if (!named && isObject(value) && isObject(value.properties) && !enough) yield { kind: "schema", pointer };
  for (const [key, member] of Object.entries(value))
    if (named || !data.includes(key)) yield* visit(member, [...path, key], depth);
}
