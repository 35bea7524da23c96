import { wrongContentType } from "./check-content-type.ts";
import type { MediaType, Operation, RequestBody } from "./contract.ts";
import { child } from "./documents.ts";
import { quote } from "./explain.ts";
import { findMediaType, isJson, parseMediaType } from "./media-type.ts";
import { decodeQuery } from "./parameters.ts";
import type { Planner } from "./plan.ts";
import { shapeOf } from "./schema-shape.ts";
import type { Finding } from "./violation.ts";

/** A body as its media type has it read. */
export interface ReadBody {
  /** A JSON value, a text, or undefined when there is none to go on with. */
  value: unknown;
  /** The documented media type whose schema holds; null when there is none. */
  mediaType: MediaType | null;
  findings: Finding[];
}

/** How deep a JSON body may be nested: far beyond any API, well within the stack. */
const maxDepth = 512;

/** Reads a request's body by its content type; what is wrong with either is told with pointer "/content-type" or "". */
export function readRequestBody(
  planner: Planner,
  operation: Operation,
  contentType: string | undefined,
  text: string | undefined,
): ReadBody & { contentType: Finding[] } {
  const { requestBody } = operation;
  if (text === undefined || text === "")
    return { value: undefined, mediaType: null, contentType: [], findings: absent(requestBody) };
  if (requestBody === null) {
    const message = "the operation documents no request body";
    const finding = {
      pointer: "",
      rule: "undocumented-property",
      message,
      expected: null,
      actual: text,
      statement: operation.node,
    };
    return { value: parseJson(text).value ?? text, mediaType: null, contentType: [], findings: [finding] };
  }
  const actual = contentType === undefined ? undefined : parseMediaType(contentType);
  const documented = actual === undefined ? undefined : findMediaType(requestBody.content, actual);
  const wrong = documented === undefined ? [wrongContentType(requestBody.content, requestBody.node, contentType)] : [];
  // A body of the wrong or no content type is still read as what was due: everything wrong with it is worth knowing at once.
  const due = requestBody.content.find(({ type }) => isJson(type));
  if (documented === undefined && due !== undefined) {
    const { value, problem } = parseJson(text);
    const mediaType = problem === undefined ? due : null;
    return { value: problem === undefined ? value : text, mediaType, contentType: wrong, findings: [] };
  }
  const mediaType = documented ?? null;
  return { ...readBody(planner, mediaType, actual?.type ?? "", text), mediaType, contentType: wrong };
}

/** Reads a text by its media type. */
export function readBody(
  planner: Planner,
  mediaType: MediaType | null,
  type: string,
  text: string,
): Pick<ReadBody, "value" | "findings"> {
  if (isJson(type)) {
    const { value, problem } = parseJson(text);
    if (problem === undefined || mediaType === null) return { value, findings: [] };
    const finding = {
      pointer: "",
      rule: "malformed-body",
      message: problem,
      expected: mediaType.type,
      actual: text,
      statement: mediaType.node,
    };
    return { value: undefined, findings: [finding] };
  }
  if (type === "application/x-www-form-urlencoded" && mediaType?.schema)
    return { value: readForm(planner, mediaType, text), findings: [] };
  return { value: text, findings: [] };
}

/** A JSON text's value, or what keeps it from having one. */
export function parseJson(text: string): { value?: unknown; problem?: string } {
  if (hasMoreOpenings(text, maxDepth) && isDeeper(text, maxDepth)) return { problem: `the JSON is nested more than ${maxDepth} levels deep` };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `the body is not JSON: ${jsonProblem((error as Error).message, text)}` };
  }
}

function jsonProblem(message: string, text: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return /end of JSON/.test(message) ? "it ends too early" : quote(text.slice(0, 40));
  const before = text.slice(0, Number(position));
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  return `unexpected ${quote(text.charAt(Number(position)))} at line ${line}, column ${column}`;
}

/** Found much faster than the depth itself, and false of nearly every text. */
function hasMoreOpenings(text: string, limit: number): boolean {
  let count = 0;
  for (const opening of ["{", "["]) {
    for (let at = text.indexOf(opening); at !== -1; at = text.indexOf(opening, at + 1)) {
      if (++count > limit) return true;
    }
  }
  return false;
}

function isDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}

function readForm(planner: Planner, { schema, node }: MediaType, text: string): Record<string, unknown> {
  if (schema === null) return {};
  const shape = shapeOf(planner, [schema]);
  const properties = shape.properties.map((name) => ({
    name,
    in: "query" as const,
    required: false,
    deprecated: false,
    allowEmptyValue: false,
    style: "form" as const,
    explode: true,
    arrayFormats: [],
    mediaType: null,
    node,
    schema: null,
  }));
  const { values, undocumented } = decodeQuery(properties, ({ name }) => shape.property(name), text);
  for (const { name, value } of undocumented) values[name] ??= value;
  return { ...values };
}

function absent(requestBody: RequestBody | null): Finding[] {
  if (requestBody === null || !requestBody.required) return [];
  const statement = child(requestBody.node, "required") ?? requestBody.node;
  return [
    {
      pointer: "",
      rule: "required",
      message: "the body is missing",
      expected: requestBody.content.map(({ type }) => type),
      actual: undefined,
      statement,
    },
  ];
}
