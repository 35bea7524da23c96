import type { Operation, Parameter, ResponseDefinition } from "./contract.ts";
import { type ContractDocuments, child, contractError, type Node } from "./documents.ts";
import { evidenceOf, verifyEvidence } from "./evidence.ts";
import { readRequestBody, readResponse } from "./load-content.ts";
import { readParameters } from "./load-parameter.ts";
import { readSecurity } from "./load-security.ts";
import { refuseServers } from "./load-servers.ts";
import { allow, membersOf } from "./openapi-fields.ts";

/** Reads one operation of a path item, with the item's parameters and the document's security where it has none of its own. */
export function readOperation(
  documents: ContractDocuments,
  path: string,
  method: string,
  item: Node,
  node: Node,
): Operation {
  allow(documents, node, "operation");
  refuseServers(documents, node);
  const { operationId, summary, deprecated } = node.value as Record<string, unknown>;
  const name = `${method.toUpperCase()} ${path}`;
  if (typeof operationId !== "string" || operationId === "")
    throw contractError(documents, node, `${name} has no operationId`);
  const parameters = readParameters(documents, item, node);
  verifyPath(documents, node, path, parameters);
  const security = child(node, "security") ?? child(documents.root, "security");
  const body = child(node, "requestBody");
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    summary: typeof summary === "string" ? summary : "",
    deprecated: deprecated === true,
    node,
    ...evidenceOf(documents, node),
    parameters,
    requestBody: body === undefined ? null : readRequestBody(documents, body),
    responses: readResponses(documents, node, name),
    security: readSecurity(documents, security),
    securityNode: security ?? node,
  };
}

/** Every name in the template is a parameter, and every path parameter is in the template. */
function verifyPath(documents: ContractDocuments, node: Node, path: string, parameters: readonly Parameter[]): void {
  const inTemplate = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name as string);
  if (/[{}]/.test(path.replaceAll(/\{[^{}]+\}/g, "")))
    throw contractError(documents, node, `the braces of the path ${path} do not match`);
  if (/[?#]/.test(path)) throw contractError(documents, node, `the path ${path} has a query or a fragment`);
  const repeated = inTemplate.find((name, index) => inTemplate.indexOf(name) !== index);
  if (repeated !== undefined) throw contractError(documents, node, `the path ${path} has "{${repeated}}" twice`);
  const described = parameters.filter((parameter) => parameter.in === "path");
  const missing = inTemplate.find((name) => !described.some((parameter) => parameter.name === name));
  if (missing !== undefined)
    throw contractError(documents, node, `the path ${path} has "{${missing}}", and no path parameter of that name`);
  for (const { name, required, node: at } of described) {
    if (!inTemplate.includes(name))
      throw contractError(documents, at, `the path parameter "${name}" is not in ${path}`);
    if (!required) throw contractError(documents, at, `the path parameter "${name}" must be required: true`);
  }
}

function readResponses(documents: ContractDocuments, operation: Node, name: string): ResponseDefinition[] {
  const map = child(operation, "responses");
  const responses = membersOf(map).filter(([status]) => !status.startsWith("x-"));
  if (map === undefined || responses.length === 0)
    throw contractError(documents, operation, `${name} documents no response`);
  verifyEvidence(documents, map);
  return responses.map(([status, at]) => {
    if (!/^([1-5]\d\d|[1-5]XX|default)$/.test(status))
      throw contractError(
        documents,
        at,
        `a response stands under a status such as 200, under 2XX or under default, not under "${status}"`,
      );
    return readResponse(documents, status, at);
  });
}
