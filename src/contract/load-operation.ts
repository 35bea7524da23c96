import type {
  ArrayFormat,
  MediaType,
  Operation,
  Parameter,
  ParameterPlace,
  ParameterStyle,
  RequestBody,
  ResponseDefinition,
} from "./contract.ts";
import { type ContractDocuments, child, contractError, evidenceOf, isObject, type Node, resolve } from "./documents.ts";
import { allow } from "./openapi-fields.ts";

/** Reads one operation of a path item, with the item's parameters and the document's security where it has none of its own. */
export function readOperation(
  documents: ContractDocuments,
  path: string,
  method: string,
  item: Node,
  node: Node,
): Operation {
  allow(documents, node, "operation");
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
    security: security === undefined ? [] : (security.value as object[]).map((alternative) => Object.keys(alternative)),
    securityNode: security ?? node,
  };
}

function readParameters(documents: ContractDocuments, item: Node, node: Node): Parameter[] {
  const byPlace = new Map<string, Parameter>();
  for (const holder of [item, node]) {
    for (const at of listIn(holder, "parameters")) {
      const parameter = readParameter(documents, resolve(documents, at), at);
      byPlace.set(
        `${parameter.in} ${parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name}`,
        parameter,
      );
    }
  }
  return [...byPlace.values()];
}

function readParameter(documents: ContractDocuments, node: Node, at: Node): Parameter {
  allow(documents, node, "parameter");
  const { name, in: place } = node.value as Record<string, unknown>;
  if (typeof name !== "string" || !["path", "query", "header", "cookie"].includes(place as string)) {
    throw contractError(documents, at, `a parameter needs "name", and "in" of path, query, header or cookie`);
  }
  return readValue(documents, node, name, place as ParameterPlace);
}

const styles: Readonly<Record<ParameterPlace, readonly ParameterStyle[]>> = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form"],
};

/** What parameters and response headers have in common. */
function readValue(documents: ContractDocuments, node: Node, name: string, place: ParameterPlace): Parameter {
  const fields = node.value as Record<string, unknown>;
  const style = (fields.style ?? styles[place][0]) as ParameterStyle;
  if (!styles[place].includes(style)) {
    throw contractError(
      documents,
      child(node, "style") ?? node,
      `a ${place} parameter has a style of ${styles[place].join(", ")}, not "${style}"`,
    );
  }
  const content = child(node, "content");
  const mediaType = content === undefined ? undefined : Object.keys(content.value as object)[0];
  const schema = mediaType === undefined ? child(node, "schema") : child(content as Node, mediaType, "schema");
  return {
    name,
    in: place,
    required: fields.required === true,
    deprecated: fields.deprecated === true,
    allowEmptyValue: fields.allowEmptyValue === true,
    style,
    explode: typeof fields.explode === "boolean" ? fields.explode : style === "form",
    arrayFormats: readArrayFormats(documents, node),
    mediaType: mediaType ?? null,
    node,
    schema: schema ?? null,
  };
}

const arrayFormats: readonly ArrayFormat[] = ["brackets", "indices", "comma", "repeat"];

function readArrayFormats(documents: ContractDocuments, node: Node): ArrayFormat[] {
  const at = child(node, "x-array-format");
  if (at === undefined) return [];
  const list = [at.value].flat();
  const wrong = list.find((format) => !arrayFormats.includes(format as ArrayFormat));
  if (list.length > 0 && wrong === undefined) return list as ArrayFormat[];
  throw contractError(
    documents,
    at,
    `x-array-format is a list of ${arrayFormats.join(", ")}, and has ${JSON.stringify(wrong) ?? "none"}`,
  );
}

/** Every name in the template is a parameter, and every path parameter is in the template. */
function verifyPath(documents: ContractDocuments, node: Node, path: string, parameters: readonly Parameter[]): void {
  const inTemplate = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name as string);
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

function readRequestBody(documents: ContractDocuments, at: Node): RequestBody {
  const node = resolve(documents, at);
  allow(documents, node, "requestBody");
  const content = readContent(documents, node);
  if (content.length === 0) throw contractError(documents, node, "the request body names no media type");
  return { required: (node.value as { required?: unknown }).required === true, content, node };
}

function readResponses(documents: ContractDocuments, operation: Node, name: string): ResponseDefinition[] {
  const map = child(operation, "responses");
  const statuses = isObject(map?.value) ? Object.keys(map.value).filter((status) => !status.startsWith("x-")) : [];
  if (map === undefined || statuses.length === 0)
    throw contractError(documents, operation, `${name} documents no response`);
  return statuses.map((status) => {
    const at = child(map, status) as Node;
    if (!/^([1-5]\d\d|[1-5]XX|default)$/.test(status)) {
      throw contractError(
        documents,
        at,
        `a response stands under a status such as 200, under 2XX or under default, not under "${status}"`,
      );
    }
    const node = resolve(documents, at);
    allow(documents, node, "response");
    return { status, content: readContent(documents, node), headers: readHeaders(documents, node), node };
  });
}

function readHeaders(documents: ContractDocuments, response: Node): Parameter[] {
  const map = child(response, "headers");
  return (map === undefined ? [] : Object.keys(map.value as object)).map((name) => {
    const node = resolve(documents, child(map as Node, name) as Node);
    allow(documents, node, "header");
    return readValue(documents, node, name.toLowerCase(), "header");
  });
}

function readContent(documents: ContractDocuments, holder: Node): MediaType[] {
  const map = child(holder, "content");
  return (map === undefined ? [] : Object.keys(map.value as object)).map((type) => {
    const node = child(map as Node, type) as Node;
    allow(documents, node, "mediaType");
    return {
      type: (type.split(";")[0] as string).trim().toLowerCase(),
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
    `x-media-type-parameters is none, or an object with allow: none, not ${JSON.stringify(at.value)}`,
  );
}

function listIn(holder: Node, field: string): Node[] {
  const list = child(holder, field);
  return list === undefined || !Array.isArray(list.value)
    ? []
    : list.value.map((_, index) => child(list, index) as Node);
}
