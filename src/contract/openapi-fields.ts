import { type ContractDocuments, contractError, isObject, type Node } from "./documents.ts";
import { nearest } from "./near-miss.ts";

const described = ["summary", "description"];

/** The fields that OpenAPI 3.1 knows, by kind of object. */
const fields = {
  document: [
    "openapi",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
  ],
  server: ["url", "description", "variables"],
  pathItem: [
    ...described,
    "$ref",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "servers",
    "parameters",
  ],
  operation: [
    ...described,
    "tags",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
  ],
  parameter: [
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
  ],
  header: ["description", "required", "deprecated", "style", "explode", "schema", "example", "examples", "content"],
  requestBody: ["description", "content", "required"],
  mediaType: ["schema", "example", "examples", "encoding"],
  response: ["description", "headers", "content", "links"],
  securityScheme: ["type", "description", "name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl"],
} as const;

/** Holds an object to the fields of its kind: a slip in a field's name would silently switch off what it says. */
export function allow(documents: ContractDocuments, node: Node, kind: keyof typeof fields): void {
  if (!isObject(node.value))
    throw contractError(documents, node, `a ${words(kind)} is an object, not ${JSON.stringify(node.value)}`);
  const known: readonly string[] = fields[kind];
  for (const name of Object.keys(node.value)) {
    if (known.includes(name) || name.startsWith("x-")) continue;
    const near = nearest(name, known);
    const hint = near === undefined ? `Known: ${known.join(", ")}` : `Did you mean "${near}"?`;
    throw contractError(
      documents,
      { ...node, pointer: `${node.pointer}/${name}` },
      `OpenAPI 3.1 knows no field "${name}" in a ${words(kind)}. ${hint}`,
    );
  }
}

function words(kind: string): string {
  return kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
