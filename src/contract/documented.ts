import type { Direction, SchemaCompiler } from "./compile.ts";
import { keyOf, type Node } from "./documents.ts";
import { isObject } from "./is-object.ts";
import type { Condition, Plan, Planner, Union } from "./plan.ts";

/** What a check of a value goes by. */
interface Rules {
  planner: Planner;
  compiler: SchemaCompiler;
  direction: Direction;
}

/**
 * Says whether a value that its schema accepts has nothing but members that the contract names, each in a direction where
 * it belongs. It says yes or no and explains nothing, so that right values, which are most, cost little. A no is not for
 * sure: where the answer would take long, the full check has to tell.
 */
export class DocumentedCheck {
  readonly #rules: Rules;
  readonly #schemas: readonly Node[];
  readonly #plan: Plan;
  /** Unions and conditions whose outcome is in the plan already. */
  readonly #decided: ReadonlySet<string>;
  readonly #unions: readonly Union[];
  readonly #conditions: readonly Condition[];
  readonly #flagged: boolean;
  /** Null for a member below which there is nothing to look for. */
  readonly #members = new Map<string, DocumentedCheck | null>();
  readonly #outcomes = new Map<string, DocumentedCheck>();
  #others: DocumentedCheck | null | undefined;
  #items: DocumentedCheck | null | undefined;

  constructor(rules: Rules, schemas: readonly Node[], decided: ReadonlySet<string> = new Set()) {
    this.#rules = rules;
    this.#schemas = schemas;
    this.#decided = decided;
    this.#plan = rules.planner.plan(schemas);
    this.#unions = this.#plan.unions.filter(({ node }) => !decided.has(keyOf(node)));
    this.#conditions = this.#plan.conditions.filter((condition) => !decided.has(keyOfCondition(condition)));
    this.#flagged = isFlagged(this.#plan, rules.direction);
  }

  /** For the value as a whole; whether it belongs here is not asked. */
  holds(value: unknown): boolean {
    if (typeof value !== "object" || value === null) return true;
    const check = this.#decide(value);
    if (check === undefined) return false;
    return check.#holdsInside(value);
  }

  #holdsForMember(value: unknown): boolean {
    const check = this.#decide(value);
    if (check === undefined || check.#flagged) return false;
    return typeof value !== "object" || value === null || check.#holdsInside(value);
  }

  #holdsInside(value: object): boolean {
    return Array.isArray(value) ? this.#holdsForItems(value) : this.#holdsForMembers(value as Record<string, unknown>);
  }

  #holdsForItems(value: readonly unknown[]): boolean {
    const { items, prefixItems, unevaluatedItems } = this.#plan;
    if (prefixItems.length > 0 || unevaluatedItems.length > 0) return false;
    if (items.length === 0) return true;
    if (this.#items === undefined) this.#items = this.#below(items);
    const check = this.#items;
    return check === null || value.every((item) => check.#holdsForMember(item));
  }

  #holdsForMembers(value: Record<string, unknown>): boolean {
    if (this.#plan.patterns.length > 0) return false;
    // Note: Object.keys is slow for objects that many members were added to. A prototype's members end in a no, no worse.
    for (const name in value) {
      const member = value[name];
      if (member === undefined) continue;
      const check = this.#checkOf(name);
      if (check === null) continue;
      if (check === undefined || !check.#holdsForMember(member)) return false;
    }
    return true;
  }

  /** Undefined where the contract does not name the member. */
  #checkOf(name: string): DocumentedCheck | null | undefined {
    const known = this.#members.get(name);
    if (known !== undefined) return known;
    const { properties, additional, mentioned, open, closers } = this.#plan;
    const schemas = properties.get(name);
    if (schemas !== undefined) {
      const check = this.#below(schemas);
      this.#members.set(name, check);
      return check;
    }
    if (additional.length === 0)
      return properties.size === 0 || open || closers.length > 0 || mentioned.has(name) ? null : undefined;
    if (this.#others === undefined) this.#others = this.#below(additional);
    return this.#others;
  }

  #below(schemas: readonly Node[]): DocumentedCheck | null {
    const { planner, direction } = this.#rules;
    return saysNothing(planner.plan(schemas), direction) ? null : new DocumentedCheck(this.#rules, schemas);
  }

  /** The check with the branches that this very value takes; undefined where a union does not say which. */
  #decide(value: unknown): DocumentedCheck | undefined {
    if (this.#unions.length === 0 && this.#conditions.length === 0) return this;
    const { compiler } = this.#rules;
    const taken: Node[] = [];
    let outcome = "";
    for (const { keyword, branches } of this.#unions) {
      const before = taken.length;
      for (const [index, branch] of branches.entries()) {
        if (!compiler.accepts(branch, value)) continue;
        taken.push(branch);
        outcome += `${index},`;
      }
      const count = taken.length - before;
      if (count === 0 || (count > 1 && keyword === "oneOf")) return undefined;
      outcome += ";";
    }
    for (const { test, member = "", whenTrue, whenFalse } of this.#conditions) {
      const holds =
        test === undefined ? isObject(value) && Object.hasOwn(value, member) : compiler.accepts(test, value);
      const branch = holds ? whenTrue : whenFalse;
      if (branch !== null) taken.push(branch);
      if (holds && test !== undefined) taken.push(test);
      outcome += holds ? "1" : "0";
    }
    let check = this.#outcomes.get(outcome);
    if (check === undefined) {
      const decided = [...this.#unions.map(({ node }) => keyOf(node)), ...this.#conditions.map(keyOfCondition)];
      check = new DocumentedCheck(this.#rules, [...this.#schemas, ...taken], new Set([...this.#decided, ...decided]));
      this.#outcomes.set(outcome, check);
    }
    // What was taken may bring unions of its own.
    return check.#decide(value);
  }
}

function isFlagged({ flags }: Plan, direction: Direction): boolean {
  if (direction === "response") return flags.writeOnly !== undefined;
  return flags.readOnly !== undefined || flags.deprecated !== undefined;
}

/** Nothing that is asked here can be found in a value by this plan. */
function saysNothing(plan: Plan, direction: Direction): boolean {
  const { unions, conditions, properties, patterns, additional, prefixItems, items, unevaluatedItems } = plan;
  const parts = [unions, conditions, patterns, additional, prefixItems, items, unevaluatedItems];
  return !isFlagged(plan, direction) && properties.size === 0 && parts.every((part) => part.length === 0);
}

function keyOfCondition({ test, whenTrue }: Condition): string {
  return keyOf((test ?? whenTrue) as Node);
}
