import { createCompiler, type Direction, type SchemaCompiler } from "./compile.ts";
import type { Contract, Operation, SecurityScheme, Server } from "./contract.ts";
import {
  type ContractDocuments,
  child,
  contractError,
  isObject,
  type Node,
  readDocuments,
  resolve,
} from "./documents.ts";
import { readOperation } from "./load-operation.ts";
import { allow } from "./openapi-fields.ts";
import { createPlanner } from "./plan.ts";
import { verifySchemas } from "./verify-schemas.ts";

export interface LoadOptions {
  provider: string;
  /** Absolute path of the OpenAPI document. */
  file: string;
  /** The folder that file names in messages are relative to. */
  base: string;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * Loads an OpenAPI 3.1 contract with all files that it refers to. Nothing is dereferenced or compiled yet, but all of it
 * is held to be compilable: what is not refuses to load, with file, line, pointer and reason.
 */
export function loadContract(options: LoadOptions): Contract {
  const documents = readDocuments(options.file, options.base);
  const { root } = documents;
  if (!isObject(root.value))
    throw contractError(documents, root, "a contract is an OpenAPI document, and this is none");
  const { openapi } = root.value;
  if (typeof openapi !== "string" || !/^3\.1\.\d+$/.test(openapi)) {
    const at = child(root, "openapi") ?? root;
    throw contractError(
      documents,
      at,
      `a contract is written in OpenAPI 3.1, and this says ${JSON.stringify(openapi) ?? "nothing"}`,
    );
  }
  allow(documents, root, "document");
  const operations = readOperations(documents);
  const securitySchemes = readSecuritySchemes(documents);
  verifySecurity(documents, operations, securitySchemes);
  const warnings = verifySchemas(documents, schemasOf(documents, operations));
  return {
    provider: options.provider,
    documents,
    checker: { planner: createPlanner(documents), compilers: lazyCompilers(documents) },
    servers: readServers(documents),
    operations,
    paths: child(root, "paths") ?? root,
    securitySchemes,
    warnings,
  };
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
  for (const path of paths === undefined ? [] : Object.keys(paths.value as object)) {
    const at = child(paths as Node, path) as Node;
    if (path.startsWith("x-")) continue;
    if (!path.startsWith("/")) throw contractError(documents, at, `a path begins with "/", and "${path}" does not`);
    const item = resolve(documents, at);
    allow(documents, item, "pathItem");
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

function readServers(documents: ContractDocuments): Server[] {
  const list = child(documents.root, "servers");
  const nodes = list === undefined ? [] : (list.value as unknown[]).map((_, index) => child(list, index) as Node);
  const servers = nodes.map((node) => {
    allow(documents, node, "server");
    const { url, variables } = node.value as { url?: unknown; variables?: Record<string, { default?: unknown }> };
    const filled = String(url).replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
      String(variables?.[name]?.default ?? `{${name}}`),
    );
    const parsed = URL.canParse(filled) ? new URL(filled) : undefined;
    if (parsed === undefined) {
      const at = child(node, "url") ?? node;
      throw contractError(
        documents,
        at,
        `a server has the absolute URL of the vendor's API, and ${JSON.stringify(url) ?? "nothing"} is none`,
      );
    }
    return { origin: parsed.origin, host: parsed.host, basePath: parsed.pathname.replace(/\/+$/, "") };
  });
  if (servers.length === 0)
    throw contractError(documents, documents.root, "the contract names no server; its first is the vendor's base URL");
  return servers;
}

function readSecuritySchemes(documents: ContractDocuments): Record<string, SecurityScheme> {
  const schemes: Record<string, SecurityScheme> = {};
  const map = child(documents.root, "components", "securitySchemes");
  for (const name of map === undefined ? [] : Object.keys(map.value as object)) {
    const node = resolve(documents, child(map as Node, name) as Node);
    allow(documents, node, "securityScheme");
    const {
      type,
      scheme,
      name: parameter,
      in: place,
      "x-basic-without-colon": withoutColon,
    } = node.value as Record<string, unknown>;
    if (!["http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"].includes(type as string)) {
      throw contractError(
        documents,
        child(node, "type") ?? node,
        `the security scheme "${name}" has the type ${JSON.stringify(type)}`,
      );
    }
    if (
      type === "apiKey" &&
      (typeof parameter !== "string" || !["header", "query", "cookie"].includes(place as string))
    ) {
      throw contractError(
        documents,
        node,
        `the security scheme "${name}" needs "name", and "in" of header, query or cookie`,
      );
    }
    schemes[name] = {
      name,
      type: type as SecurityScheme["type"],
      scheme: typeof scheme === "string" ? scheme.toLowerCase() : null,
      parameter: type === "apiKey" ? { name: parameter as string, in: place as "header" | "query" | "cookie" } : null,
      withoutColon: withoutColon === true,
      node,
    };
  }
  return schemes;
}

function verifySecurity(
  documents: ContractDocuments,
  operations: readonly Operation[],
  schemes: Readonly<Record<string, SecurityScheme>>,
): void {
  for (const { security, securityNode } of operations) {
    for (const name of security.flat()) {
      if (Object.hasOwn(schemes, name)) continue;
      const known = Object.keys(schemes).join(", ") || "none";
      throw contractError(documents, securityNode, `the security scheme "${name}" is not defined. Defined: ${known}`);
    }
  }
}

/** Every schema that a check may come to, and every one in the components. */
function* schemasOf(documents: ContractDocuments, operations: readonly Operation[]): Generator<Node> {
  const components = child(documents.root, "components", "schemas");
  for (const name of components === undefined ? [] : Object.keys(components.value as object))
    yield child(components as Node, name) as Node;
  for (const { parameters, requestBody, responses } of operations) {
    const holders = [
      ...parameters,
      ...(requestBody?.content ?? []),
      ...responses.flatMap(({ content, headers }) => [...content, ...headers]),
    ];
    for (const { schema } of holders) if (schema !== null) yield schema;
  }
}
