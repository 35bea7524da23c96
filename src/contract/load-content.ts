import type { MediaType, Parameter, RequestBody, ResponseDefinition } from "./contract.ts";
import { type ContractDocuments, child, contractError, type Node } from "./documents.ts";
import { quote } from "./explain.ts";
import { isObject } from "./is-object.ts";
import { readValue } from "./load-parameter.ts";
import { parseMediaType } from "./media-type.ts";
import { allow, membersOf, resolveObject } from "./openapi-fields.ts";

export function readRequestBody(documents: ContractDocuments, at: Node): RequestBody {
  const node = resolveObject(documents, at, "requestBody");
  const content = readContent(documents, node);
  if (content.length === 0) throw contractError(documents, node, "the request body names no media type");
  return { required: (node.value as { required?: unknown }).required === true, content, node };
}

export function readResponse(documents: ContractDocuments, status: string, at: Node): ResponseDefinition {
  const node = resolveObject(documents, at, "response");
  return { status, content: readContent(documents, node), headers: readHeaders(documents, node), node };
}

export function readHeader(documents: ContractDocuments, name: string, at: Node): Parameter {
  return readValue(documents, resolveObject(documents, at, "header"), name.toLowerCase(), "header");
}

function readHeaders(documents: ContractDocuments, response: Node): Parameter[] {
  return membersOf(child(response, "headers")).map(([name, at]) => readHeader(documents, name, at));
}

function readContent(documents: ContractDocuments, holder: Node): MediaType[] {
  return membersOf(child(holder, "content")).map(([text, node]) => {
    allow(documents, node, "mediaType");
    const parsed = parseMediaType(text);
    if (parsed === undefined)
      throw contractError(
        documents,
        node,
        `content stands under a media type such as application/json, not under ${quote(text)}`,
      );
    return {
      type: parsed.type,
      exact: readExact(documents, node),
      node,
      schema: child(node, "schema") ?? null,
    };
  });
}

/** `x-media-type-parameters: none`, or `{allow: none}` with evidence of its own. */
function readExact(documents: ContractDocuments, node: Node): Node | null {
  const at = child(node, "x-media-type-parameters");
  if (at === undefined) return null;
  const allowed = isObject(at.value) ? at.value.allow : at.value;
  if (allowed === "none") return at;
  throw contractError(
    documents,
    at,
    `x-media-type-parameters is none, or an object with allow: none, not ${quote(at.value)}`,
  );
}
