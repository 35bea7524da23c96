import type { ArrayFormat, Parameter, ParameterPlace, ParameterStyle } from "./contract.ts";
import { type ContractDocuments, child, contractError, type Node } from "./documents.ts";
import { quote } from "./explain.ts";
import { allow, itemsOf, membersOf, resolveObject } from "./openapi-fields.ts";

const places: readonly unknown[] = ["path", "query", "header", "cookie"];

/** The parameters of an operation: its own, and those of the path item that it does not replace. */
export function readParameters(documents: ContractDocuments, item: Node, operation: Node): Parameter[] {
  const merged = new Map<string, Parameter>();
  for (const holder of [item, operation]) {
    const own = new Set<string>();
    for (const at of itemsOf(child(holder, "parameters"))) {
      const parameter = readParameter(documents, at);
      const key = `${parameter.in} ${parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name}`;
      if (own.has(key))
        throw contractError(
          documents,
          at,
          `the ${parameter.in} parameter "${parameter.name}" stands in the list twice`,
        );
      own.add(key);
      merged.set(key, parameter);
    }
  }
  return [...merged.values()];
}

export function readParameter(documents: ContractDocuments, at: Node): Parameter {
  const node = resolveObject(documents, at, "parameter");
  const { name, in: place } = node.value as Record<string, unknown>;
  if (typeof name !== "string" || !places.includes(place))
    throw contractError(documents, at, `a parameter needs "name", and "in" of path, query, header or cookie`);
  const lifetime = child(node, "x-key-lifetime");
  if (lifetime !== undefined && !(typeof lifetime.value === "number" && lifetime.value > 0))
    throw contractError(
      documents,
      lifetime,
      `x-key-lifetime is a number of seconds above 0, not ${quote(lifetime.value)}`,
    );
  return readValue(documents, node, name, place as ParameterPlace);
}

const styles: Readonly<Record<ParameterPlace, readonly ParameterStyle[]>> = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form"],
};

/** What parameters and response headers have in common. */
export function readValue(documents: ContractDocuments, node: Node, name: string, place: ParameterPlace): Parameter {
  const fields = node.value as Record<string, unknown>;
  const style = (fields.style ?? styles[place][0]) as ParameterStyle;
  if (!styles[place].includes(style))
    throw contractError(
      documents,
      child(node, "style") ?? node,
      `a ${place} parameter has a style of ${styles[place].join(", ")}, not "${style}"`,
    );
  const content = readMediaType(documents, node);
  return {
    name,
    in: place,
    required: fields.required === true,
    deprecated: fields.deprecated === true,
    allowEmptyValue: fields.allowEmptyValue === true,
    style,
    explode: typeof fields.explode === "boolean" ? fields.explode : style === "form",
    arrayFormats: readArrayFormats(documents, node),
    mediaType: content?.type ?? null,
    node,
    schema: child(content?.node ?? node, "schema") ?? null,
  };
}

function readMediaType(documents: ContractDocuments, node: Node): { type: string; node: Node } | undefined {
  const content = child(node, "content");
  if (content === undefined) return undefined;
  const [first, ...others] = membersOf(content);
  if (first === undefined || others.length > 0)
    throw contractError(
      documents,
      content,
      `"content" has exactly one media type here, and this has ${others.length + (first === undefined ? 0 : 1)}`,
    );
  if (child(node, "schema") !== undefined)
    throw contractError(documents, content, `"content" and "schema" stand side by side, and only one may`);
  allow(documents, first[1], "mediaType");
  return { type: first[0], node: first[1] };
}

const arrayFormats: readonly unknown[] = ["brackets", "indices", "comma", "repeat"] satisfies ArrayFormat[];

function readArrayFormats(documents: ContractDocuments, node: Node): ArrayFormat[] {
  const at = child(node, "x-array-format");
  if (at === undefined) return [];
  const list = [at.value].flat();
  const wrong = list.find((format) => !arrayFormats.includes(format));
  if (list.length > 0 && wrong === undefined) return list as ArrayFormat[];
  const found = list.length === 0 ? "none" : quote(wrong);
  throw contractError(documents, at, `x-array-format is a list of ${arrayFormats.join(", ")}, and has ${found}`);
}
