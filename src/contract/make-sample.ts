import type { ValueChecker } from "./check-value.ts";
import { keyOf, type Node } from "./documents.ts";
import { isObject } from "./is-object.ts";
import { type Plan, schemasFor } from "./plan.ts";
import { sampleNumber, sampleText } from "./sample-value.ts";

/** What a member of a name might be where the contract shows no example of it, the best first. */
export type Wishes = (name: string) => readonly unknown[];

/** Parts of values that are made at the most: a schema may hold itself. */
const most = 1000;

/** The example of a whole answer that its schema shows; undefined where it shows none that holds. */
export function shownExample({ planner, compilers }: ValueChecker, schema: Node): unknown {
  return shownBy(planner.plan([schema])).find((value) => compilers.response.accepts(schema, value));
}

/**
 * A value of an answer's body or header, made of what its schema says: what it shows, what is wished for, and of other
 * members those that are demanded, or all where none is. It may break what is beyond this, such as a pattern.
 */
export function makeSample(checker: ValueChecker, schema: Node, wishes: Wishes): unknown {
  return new Maker(checker, wishes).make([schema], "", new Set());
}

class Maker {
  readonly #checker: ValueChecker;
  readonly #wishes: Wishes;
  #left = most;

  constructor(checker: ValueChecker, wishes: Wishes) {
    this.#checker = checker;
    this.#wishes = wishes;
  }

  /** `taken` are the unions of which `schemas` have a branch. */
  make(schemas: readonly Node[], name: string, taken: ReadonlySet<string>): unknown {
    if (this.#left-- <= 0) return null;
    const plan = this.#checker.planner.plan(schemas);
    const fits = (value: unknown) => this.#fits(schemas, value);
    const said: Record<string, unknown> = Object.assign({}, ...plan.schemas.map(({ value }) => value));
    const listed = Array.isArray(said.enum) ? said.enum : [];
    const found = [...shownBy(plan), said.const, ...this.#wishes(name), ...listed].find(
      (value) => value !== undefined && fits(value),
    );
    if (found !== undefined) return found;
    const union = plan.unions.find(({ node }) => !taken.has(keyOf(node)));
    if (union === undefined) return this.#makeOf(plan, said, name);
    for (const branch of union.branches) {
      const made = this.make([...schemas, branch], name, new Set([...taken, keyOf(union.node)]));
      if (made !== null && fits(made)) return made;
    }
    return null;
  }

  #makeOf(plan: Plan, said: Record<string, unknown>, name: string): unknown {
    const types = [said.type ?? []].flat();
    const is = (type: string) => types.includes(type);
    if (is("object") || (types.length === 0 && plan.properties.size > 0)) return this.#makeObject(plan);
    if (is("array") || (types.length === 0 && plan.items.length > 0)) return this.#makeList(plan, said, name);
    if (is("integer") || is("number")) return sampleNumber(said);
    if (is("boolean")) return true;
    return is("null") && types.length === 1 ? null : sampleText(said, "string");
  }

  #makeObject(plan: Plan): Record<string, unknown> {
    const required = new Set(plan.schemas.flatMap(({ value }) => (value as { required?: string[] }).required ?? []));
    const names = [...new Set([...plan.properties.keys(), ...required])].filter(
      (name) => this.#planOf(plan, name).flags.writeOnly === undefined,
    );
    const wanted = names.filter((name) => required.has(name) || this.#isKnown(plan, name));
    const members = (wanted.length > 0 ? wanted : names).map((name) => [
      name,
      this.make(schemasFor(plan, name), name, new Set()),
    ]);
    return Object.fromEntries(members);
  }

  /** Whether something better than a filler can stand there. */
  #isKnown(plan: Plan, name: string): boolean {
    const candidates = [...shownBy(this.#planOf(plan, name)), ...this.#wishes(name)];
    return candidates.some((value) => this.#fits(schemasFor(plan, name), value));
  }

  #planOf(plan: Plan, name: string): Plan {
    return this.#checker.planner.plan(schemasFor(plan, name));
  }

  #makeList(plan: Plan, { minItems }: Record<string, unknown>, name: string): unknown[] {
    const count = Math.max(1, plan.prefixItems.length, typeof minItems === "number" ? Math.min(minItems, 100) : 0);
    const items = Array.from({ length: count }, (_, index) => plan.prefixItems[index] ?? plan.items);
    return items.map((schemas) => this.make(schemas, name, new Set()));
  }

  #fits(schemas: readonly Node[], value: unknown): boolean {
    return schemas.every((schema) => this.#checker.compilers.response.accepts(schema, value));
  }
}

/** The values that the schemas show, the nearest first. */
function shownBy({ schemas }: Plan): unknown[] {
  return schemas
    .flatMap(({ value }) => {
      if (!isObject(value)) return [];
      return [value.example, ...(Array.isArray(value.examples) ? value.examples : []), value.default];
    })
    .filter((value) => value !== undefined);
}
