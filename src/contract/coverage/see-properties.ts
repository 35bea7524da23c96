import type { ValueChecker } from "../check-value.ts";
import type { Direction } from "../compile.ts";
import type { Node } from "../documents.ts";
import { expand } from "../expand.ts";
import { isObject } from "../is-object.ts";
import { escapeToken } from "../json-pointer.ts";
import { schemasFor, type Union } from "../plan.ts";
import { takeBranches } from "../union.ts";

/** The properties that a body has, each once, by pointers as `PropertyList` has them. */
export interface SeenProperties {
  named: Set<string>;
  /** The contract does not name them, in the branches of unions that the body takes. */
  undocumented: Set<string>;
}

export function seeProperties(
  { planner, compilers }: ValueChecker,
  schema: Node,
  body: unknown,
  direction: Direction,
): SeenProperties {
  const compiler = compilers[direction];
  const seen: SeenProperties = { named: new Set(), undocumented: new Set() };
  visit([schema], body, "");
  return seen;

  function visit(schemas: readonly Node[], value: unknown, pointer: string): void {
    if (typeof value !== "object" || value === null) return;
    const take = (union: Union) => takeBranches(planner, compiler, union, value).branches;
    const plan = expand(planner, compiler, schemas, value, take);
    if (Array.isArray(value)) {
      const unevaluated = plan.unevaluatedItems.map((one) => one.schema);
      for (const [index, item] of value.entries())
        visit([...(plan.prefixItems[index] ?? plan.items), ...unevaluated], item, `${pointer}/*`);
      return;
    }
    if (!isObject(value)) return;
    const { properties, patterns, closers, open } = plan;
    const isClosed = (properties.size > 0 || patterns.length > 0 || closers.length > 0) && !open;
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      const below = schemasFor(plan, name);
      const isNamed = plan.properties.has(name) || plan.mentioned.has(name);
      const place = `${pointer}/${isNamed || below.length === 0 ? escapeToken(name) : "*"}`;
      if (isNamed || below.length > 0) seen.named.add(place);
      else if (isClosed) seen.undocumented.add(place);
      if (below.length > 0) visit(below, member, place);
    }
  }
}
