import type { Operation, SecurityScheme } from "./contract.ts";
import { type ContractDocuments, child, contractError, type Node } from "./documents.ts";
import { quote } from "./explain.ts";
import { isObject } from "./is-object.ts";
import { itemsOf, membersOf, resolveObject } from "./openapi-fields.ts";

const types: readonly unknown[] = ["http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"];
const places: readonly unknown[] = ["header", "query", "cookie"];

export function readSecuritySchemes(documents: ContractDocuments): Record<string, SecurityScheme> {
  const schemes: Record<string, SecurityScheme> = Object.create(null);
  for (const [name, at] of membersOf(child(documents.root, "components", "securitySchemes"))) {
    schemes[name] = readScheme(documents, name, resolveObject(documents, at, "securityScheme"));
  }
  return schemes;
}

function readScheme(documents: ContractDocuments, name: string, node: Node): SecurityScheme {
  const { type, scheme, name: parameter, in: place } = node.value as Record<string, unknown>;
  if (!types.includes(type))
    throw contractError(
      documents,
      child(node, "type") ?? node,
      `the security scheme "${name}" has a type of ${types.join(", ")}, not ${quote(type)}`,
    );
  if (type === "apiKey" && (typeof parameter !== "string" || !places.includes(place)))
    throw contractError(
      documents,
      node,
      `the security scheme "${name}" needs "name", and "in" of header, query or cookie`,
    );
  if (type === "http" && typeof scheme !== "string")
    throw contractError(documents, node, `the security scheme "${name}" needs "scheme", such as basic or bearer`);
  return {
    name,
    type: type as SecurityScheme["type"],
    scheme: typeof scheme === "string" ? scheme.toLowerCase() : null,
    parameter: type === "apiKey" ? { name: parameter as string, in: place as "header" | "query" | "cookie" } : null,
    withoutColon: readFlag(documents, node, "x-basic-without-colon"),
    emptyPassword: readFlag(documents, node, "x-basic-empty-password"),
    node,
  };
}

function readFlag(documents: ContractDocuments, scheme: Node, name: string): boolean {
  const flag = child(scheme, name);
  if (flag !== undefined && typeof flag.value !== "boolean")
    throw contractError(documents, flag, `"${name}" must be true or false, not ${quote(flag.value)}`);
  return flag?.value === true;
}

/** The alternatives of a `security` list. */
export function readSecurity(documents: ContractDocuments, security: Node | undefined): string[][] {
  return itemsOf(security).map((alternative) => {
    if (!isObject(alternative.value))
      throw contractError(
        documents,
        alternative,
        `a security requirement is an object, not ${quote(alternative.value)}`,
      );
    return Object.keys(alternative.value);
  });
}

/** Every scheme that an operation asks for is defined. */
export function verifySecurity(
  documents: ContractDocuments,
  operations: readonly Operation[],
  schemes: Readonly<Record<string, SecurityScheme>>,
): void {
  for (const { security, securityNode } of operations) {
    const name = security.flat().find((name) => !Object.hasOwn(schemes, name));
    if (name === undefined) continue;
    const known = Object.keys(schemes).join(", ") || "none";
    throw contractError(documents, securityNode, `the security scheme "${name}" is not defined. Defined: ${known}`);
  }
}
