import { compilePattern } from "./compile.ts";
import { type ContractDocuments, child, keyOf, type Node } from "./documents.ts";
import { inPlace } from "./in-place.ts";
import { isObject } from "./is-object.ts";
import { itemsOf, membersOf } from "./openapi-fields.ts";

/** The members that a schema speaks of by name, by pattern or, being open, all of them. */
export interface Names {
  all: boolean;
  exact: ReadonlySet<string>;
  patterns: readonly RegExp[];
}

/** The items that a schema speaks of: all, or those before an index. */
export interface Items {
  all: boolean;
  before: number;
}

export function isNamed({ all, exact, patterns }: Names, name: string): boolean {
  return all || exact.has(name) || patterns.some((pattern) => pattern.test(name));
}

/** What `additionalProperties` leaves out: it sees the schema that it stands in, not what references and allOf add. */
export function ownNames(schema: Node): Names {
  const names = (keyword: string): string[] => Object.keys((child(schema, keyword)?.value ?? {}) as object);
  return { all: false, exact: new Set(names("properties")), patterns: names("patternProperties").map(compilePattern) };
}

/** What `unevaluatedProperties` leaves out: it sees all that holds in place, as far as that is among `held`. */
export function evaluatedNames(documents: ContractDocuments, schema: Node, held: ReadonlySet<string>): Names {
  const within = schemasInPlace(documents, schema, held);
  const each = within.map(ownNames);
  return {
    all: within.some(
      (other) =>
        child(other, "additionalProperties") !== undefined ||
        (other !== schema && child(other, "unevaluatedProperties") !== undefined),
    ),
    exact: new Set(each.flatMap(({ exact }) => [...exact])),
    patterns: each.flatMap(({ patterns }) => patterns),
  };
}

/** What `unevaluatedItems` leaves out. As for ajv, `contains` speaks of all items. */
export function evaluatedItems(documents: ContractDocuments, schema: Node, held: ReadonlySet<string>): Items {
  const within = schemasInPlace(documents, schema, held);
  return {
    all: within.some(
      (other) =>
        child(other, "items") !== undefined ||
        child(other, "contains") !== undefined ||
        (other !== schema && child(other, "unevaluatedItems") !== undefined),
    ),
    before: Math.max(...within.map((other) => itemsOf(child(other, "prefixItems")).length)),
  };
}

function schemasInPlace(documents: ContractDocuments, schema: Node, held: ReadonlySet<string>): Node[] {
  const found = new Map<string, Node>([[keyOf(schema), schema]]);
  const pending = [schema];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const next of inPlace(documents, node)) {
      if (found.has(keyOf(next)) || !held.has(keyOf(next)) || !isObject(next.value)) continue;
      found.set(keyOf(next), next);
      pending.push(next);
    }
  }
  return [...found.values()];
}

/** The names that a schema demands without describing them. */
export function mentionedNames(schema: Node): string[] {
  const { required = [] } = schema.value as { required?: string[] };
  return [
    ...required,
    ...membersOf(child(schema, "dependentRequired")).flatMap(([name, { value }]) => [name, ...(value as string[])]),
  ];
}
