import { type ContractDocuments, child, contractError, type Node, resolve } from "./documents.ts";
import { verifyEvidence } from "./evidence.ts";
import { quote } from "./explain.ts";
import { isObject } from "./is-object.ts";
import { nearest, slips } from "./near-miss.ts";

type FieldValue = "text" | "boolean" | "object" | "list" | "schema" | "any";

const described = { summary: "text", description: "text" } as const;
const examples = { example: "any", examples: "object" } as const;
const header = {
  description: "text",
  required: "boolean",
  deprecated: "boolean",
  style: "text",
  explode: "boolean",
  schema: "schema",
  ...examples,
  content: "object",
} as const;

/** The fields that OpenAPI 3.1 knows, by kind of object. What stands in an object or a list is held to its own kind. */
const fields = {
  document: {
    openapi: "text",
    info: "object",
    jsonSchemaDialect: "text",
    servers: "list",
    paths: "object",
    webhooks: "object",
    components: "object",
    security: "list",
    tags: "list",
    externalDocs: "object",
  },
  components: {
    schemas: "object",
    responses: "object",
    parameters: "object",
    examples: "object",
    requestBodies: "object",
    headers: "object",
    securitySchemes: "object",
    links: "object",
    callbacks: "object",
    pathItems: "object",
  },
  server: { url: "text", description: "text", variables: "object" },
  serverVariable: { enum: "list", default: "text", description: "text" },
  pathItem: {
    ...described,
    get: "object",
    put: "object",
    post: "object",
    delete: "object",
    options: "object",
    head: "object",
    patch: "object",
    trace: "object",
    servers: "list",
    parameters: "list",
  },
  operation: {
    ...described,
    tags: "list",
    externalDocs: "object",
    operationId: "text",
    parameters: "list",
    requestBody: "object",
    responses: "object",
    callbacks: "object",
    deprecated: "boolean",
    security: "list",
    servers: "list",
  },
  parameter: { ...header, name: "text", in: "text", allowEmptyValue: "boolean", allowReserved: "boolean" },
  header,
  requestBody: { description: "text", content: "object", required: "boolean" },
  mediaType: { schema: "schema", ...examples, encoding: "object" },
  response: { description: "text", headers: "object", content: "object", links: "object" },
  securityScheme: {
    type: "text",
    description: "text",
    name: "text",
    in: "text",
    scheme: "text",
    bearerFormat: "text",
    flows: "object",
    openIdConnectUrl: "text",
  },
  reference: { $ref: "text", ...described },
} as const satisfies Record<string, Readonly<Record<string, FieldValue>>>;

export type OpenApiObject = keyof typeof fields;

/** Extensions that the engine acts on. */
const extensions = [
  "x-evidence",
  "x-source",
  "x-array-format",
  "x-basic-empty-password",
  "x-basic-without-colon",
  "x-media-type-parameters",
  "x-no-interaction",
];

const kinds: Readonly<Record<FieldValue, [expected: string, holds: (value: unknown) => boolean]>> = {
  text: ["a text", (value) => typeof value === "string"],
  boolean: ["true or false", (value) => typeof value === "boolean"],
  object: ["an object", isObject],
  list: ["a list", Array.isArray],
  schema: ["a schema", (value) => isObject(value) || typeof value === "boolean"],
  any: ["anything", () => true],
};

/** Holds an object to the fields of its kind: a slip in a field's name would silently switch off what it says. */
export function allow(documents: ContractDocuments, node: Node, kind: OpenApiObject): void {
  if (!isObject(node.value))
    throw contractError(documents, node, `${named(kind)} is an object, not ${quote(node.value)}`);
  const known: Readonly<Record<string, FieldValue>> = fields[kind];
  for (const name of Object.keys(node.value)) {
    const at = child(node, name) as Node;
    const value = Object.hasOwn(known, name) ? known[name] : undefined;
    if (value !== undefined) {
      const [expected, holds] = kinds[value];
      if (!holds(at.value)) throw contractError(documents, at, `"${name}" must be ${expected}, not ${quote(at.value)}`);
    } else if (name.startsWith("x-")) verifyExtension(documents, at, name);
    else throw contractError(documents, at, unknownField(name, kind, Object.keys(known)));
  }
  verifyEvidence(documents, node);
}

/** The object itself, behind a reference or not, held to its kind. */
export function resolveObject(documents: ContractDocuments, node: Node, kind: OpenApiObject): Node {
  if (isObject(node.value) && typeof node.value.$ref === "string") allow(documents, node, "reference");
  const object = resolve(documents, node);
  allow(documents, object, kind);
  return object;
}

/** The members of a map, such as the headers by name. */
export function membersOf(node: Node | undefined): [name: string, member: Node][] {
  if (node === undefined) return [];
  return Object.keys(node.value as object).map((name) => [name, child(node, name) as Node]);
}

export function itemsOf(node: Node | undefined): Node[] {
  return node === undefined ? [] : (node.value as unknown[]).map((_, index) => child(node, index) as Node);
}

/** An extension that is nearly one of ours would say nothing. */
export function verifyExtension(documents: ContractDocuments, at: Node, name: string): void {
  if (extensions.includes(name)) return;
  const meant = extensions.find((known) => slips(name.toLowerCase(), known, 3) < 3);
  if (meant !== undefined)
    throw contractError(documents, at, `nobody reads the extension "${name}". Did you mean "${meant}"?`);
}

function unknownField(name: string, kind: OpenApiObject, known: readonly string[]): string {
  const near = nearest(name, known);
  const hint = near === undefined ? `Known: ${known.join(", ")}` : `Did you mean "${near}"?`;
  return `OpenAPI 3.1 knows no field "${name}" in ${named(kind)}. ${hint}`;
}

/** The kind of an object, with its article. */
function named(kind: OpenApiObject): string {
  if (kind === "document") return "a contract";
  if (kind === "components") return kind;
  return `${kind === "operation" ? "an" : "a"} ${kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`;
}
