import { createCompiler, type Direction, type SchemaCompiler } from "./compile.ts";
import type { Contract, Operation } from "./contract.ts";
import { nameCredentials } from "./credential-names.ts";
import { documentedNames } from "./documented-names.ts";
import { type ContractDocuments, child, contractError, keyOf, type Node, readDocuments } from "./documents.ts";
import { isObject } from "./is-object.ts";
import { readComponents } from "./load-components.ts";
import { readOperation } from "./load-operation.ts";
import { readSecuritySchemes, verifySecurity } from "./load-security.ts";
import { readServers, refuseServers } from "./load-servers.ts";
import { isChecked } from "./media-type.ts";
import { allow, membersOf, resolveObject } from "./openapi-fields.ts";
import { noteOpened } from "./opened-contracts.ts";
import { createPlanner } from "./plan.ts";
import { parameterShape } from "./schema-shape.ts";
import { verifyDialect, verifySchemas } from "./verify-schemas.ts";

export interface LoadOptions {
  provider: string;
  /** Absolute path of the OpenAPI document. */
  file: string;
  /** The folder that file names in violations are relative to. */
  base: string;
  /**
   * How messages name a file, given its absolute path.
   * @default as violations do
   */
  show?: (path: string) => string;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * Loads an OpenAPI 3.1 contract with all files that it refers to. Nothing is dereferenced or compiled yet, but all of it
 * is held to be compilable: what is not refuses to load, with file, line, pointer and reason.
 */
export function loadContract(options: LoadOptions): Contract {
  const documents = readDocuments(options.file, options.base, options.show);
  verifyRoot(documents);
  const operations = readOperations(documents);
  const securitySchemes = readSecuritySchemes(documents);
  verifySecurity(documents, operations, securitySchemes);
  const warnings = [
    ...verifySchemas(documents, schemasOf(documents, operations)),
    ...uncheckedBodies(documents, operations),
  ];
  const planner = createPlanner(documents);
  noteOpened(options.provider, options.base);
  return {
    provider: options.provider,
    documents,
    checker: { planner, compilers: lazyCompilers(documents) },
    servers: readServers(documents),
    operations,
    paths: child(documents.root, "paths") ?? documents.root,
    securitySchemes,
    credentials: nameCredentials(
      securitySchemes,
      documentedNames(operations, (parameter) => parameterShape(planner, parameter)),
    ),
    warnings,
  };
}

function verifyRoot(documents: ContractDocuments): void {
  const { root } = documents;
  if (!isObject(root.value))
    throw contractError(documents, root, "a contract is an OpenAPI document, and this is none");
  const { openapi } = root.value;
  if (typeof openapi !== "string" || !/^3\.1\.\d+$/.test(openapi))
    throw contractError(
      documents,
      child(root, "openapi") ?? root,
      `a contract is written in OpenAPI 3.1, and this says ${JSON.stringify(openapi) ?? "nothing"}`,
    );
  allow(documents, root, "document");
  const components = child(root, "components");
  if (components !== undefined) allow(documents, components, "components");
  const dialect = child(root, "jsonSchemaDialect");
  if (dialect !== undefined) verifyDialect(documents, dialect);
}

function lazyCompilers(documents: ContractDocuments): Record<Direction, SchemaCompiler> {
  let request: SchemaCompiler | undefined;
  let response: SchemaCompiler | undefined;
  return {
    get request() {
      request ??= createCompiler(documents, "request");
      return request;
    },
    get response() {
      response ??= createCompiler(documents, "response");
      return response;
    },
  };
}

function readOperations(documents: ContractDocuments): Operation[] {
  const paths = child(documents.root, "paths");
  const operations: Operation[] = [];
  const byId = new Map<string, string>();
  const byShape = new Map<string, string>();
  for (const [path, at] of membersOf(paths)) {
    if (path.startsWith("x-")) continue;
    if (!path.startsWith("/")) throw contractError(documents, at, `a path begins with "/", and "${path}" does not`);
    const item = resolveObject(documents, at, "pathItem");
    refuseServers(documents, item);
    const shape = path.replaceAll(/\{[^{}]*\}/g, "{}");
    const same = byShape.get(shape);
    if (same !== undefined) throw contractError(documents, at, `the path ${path} is the same as ${same}`);
    byShape.set(shape, path);
    for (const method of methods) {
      const node = child(item, method);
      if (node === undefined) continue;
      const operation = readOperation(documents, path, method, item, node);
      const other = byId.get(operation.id);
      if (other !== undefined) {
        const place = child(node, "operationId") as Node;
        throw contractError(documents, place, `the operationId "${operation.id}" is taken by ${other}`);
      }
      byId.set(operation.id, `${operation.method} ${operation.path}`);
      operations.push(operation);
    }
  }
  if (operations.length === 0) throw contractError(documents, paths ?? documents.root, "the contract has no operation");
  return operations;
}

/** Every schema that a check may come to, and every one in the components. */
function* schemasOf(documents: ContractDocuments, operations: readonly Operation[]): Generator<Node> {
  yield* readComponents(documents);
  for (const { parameters, requestBody, responses } of operations) {
    const holders = [
      ...parameters,
      ...(requestBody?.content ?? []),
      ...responses.flatMap(({ content, headers }) => [...content, ...headers]),
    ];
    for (const { schema } of holders) if (schema !== null) yield schema;
  }
}

/** Bodies with a schema that nothing is held against. */
function uncheckedBodies(documents: ContractDocuments, operations: readonly Operation[]): string[] {
  const content = operations.flatMap(({ requestBody, responses }) => [
    ...(requestBody?.content ?? []),
    ...responses.flatMap((response) => response.content),
  ]);
  const unchecked = content.filter(({ type, schema }) => schema !== null && !isChecked(type) && !type.includes("*"));
  return [...new Map(unchecked.map((mediaType) => [keyOf(mediaType.node), mediaType])).values()].map(
    ({ type, node }) =>
      contractError(documents, node, `bodies of type ${type} are not read, so their schema is not checked`).message,
  );
}
