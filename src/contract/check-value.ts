import { compilePattern, type Direction, type SchemaCompiler } from "./compile.ts";
import { child, escapeToken, isObject, type Node } from "./documents.ts";
import { explainError, kindOf } from "./explain.ts";
import { nearest } from "./near-miss.ts";
import type { Plan, Planner, Union } from "./plan.ts";
import { chooseBranch } from "./union.ts";
import type { Finding } from "./violation.ts";

/** What a check of values needs of a contract. */
export interface ValueChecker {
  planner: Planner;
  compilers: Record<Direction, SchemaCompiler>;
}

/**
 * Everything in a value that departs from the schema at a node: what JSON Schema says of it, members that the contract
 * does not name, and members that do not belong in this direction.
 */
export function checkValue(checker: ValueChecker, schema: Node, value: unknown, direction: Direction): Finding[] {
  const compiler = checker.compilers[direction];
  const walk = new Walk(checker.planner, compiler, direction, compiler.accepts(schema, value));
  walk.visit([schema], value, "");
  if (!walk.valid && !walk.explained) walk.findings.push(unexplained(compiler, schema, value));
  return walk.findings;
}

/** One pass over one value. */
class Walk {
  readonly findings: Finding[] = [];
  /** Some finding says why the value is not valid. */
  explained = false;
  readonly valid: boolean;
  readonly #planner: Planner;
  readonly #compiler: SchemaCompiler;
  readonly #direction: Direction;
  readonly #told = new Set<string>();

  constructor(planner: Planner, compiler: SchemaCompiler, direction: Direction, valid: boolean) {
    this.#planner = planner;
    this.#compiler = compiler;
    this.#direction = direction;
    this.valid = valid;
  }

  visit(schemas: readonly Node[], value: unknown, pointer: string): void {
    const plan = this.#expand(schemas, value, pointer);
    if (!this.valid) this.#explainOwn(schemas, plan, value, pointer);
    this.#checkFlags(plan, value, pointer);
    if (Array.isArray(value)) this.#visitItems(plan, value, pointer);
    else if (isObject(value)) this.#visitMembers(plan, value, pointer);
  }

  /** The plan with the branches that this very value takes. */
  #expand(schemas: readonly Node[], value: unknown, pointer: string): Plan {
    let plan = this.#planner.plan(schemas);
    if (plan.unions.length === 0 && plan.conditions.length === 0) return plan;
    const taken = [...schemas];
    const handled = new Set<string>();
    for (let grown = true; grown; ) {
      grown = false;
      for (const union of plan.unions) {
        if (handled.has(keyOf(union.node))) continue;
        handled.add(keyOf(union.node));
        taken.push(...this.#takeBranches(union, value, pointer));
        grown = true;
      }
      for (const { test, member, whenTrue, whenFalse } of plan.conditions) {
        const key = keyOf((test ?? whenTrue) as Node);
        if (handled.has(key)) continue;
        handled.add(key);
        const holds =
          test === undefined
            ? isObject(value) && Object.hasOwn(value, member ?? "")
            : this.#compiler.accepts(test, value);
        const branch = holds ? whenTrue : whenFalse;
        if (branch !== null) taken.push(branch);
        if (holds && test !== undefined) taken.push(test);
        grown = true;
      }
      if (grown) plan = this.#planner.plan(taken);
    }
    return plan;
  }

  #takeBranches(union: Union, value: unknown, pointer: string): readonly Node[] {
    const fitting = union.branches.filter((branch) => this.#compiler.accepts(branch, value));
    if (fitting.length === 1 || (fitting.length > 1 && union.keyword === "anyOf")) return fitting;
    const choice = chooseBranch(this.#planner, this.#compiler, union, fitting, value);
    for (const finding of choice.findings) this.#explain({ ...finding, pointer: pointer + finding.pointer });
    return choice.branches;
  }

  #explainOwn(given: readonly Node[], plan: Plan, value: unknown, pointer: string): void {
    for (const schema of given) {
      if (schema.value === false) {
        this.#explain({
          pointer,
          rule: "false schema",
          message: "nothing may stand here",
          expected: null,
          actual: value,
          statement: schema,
        });
      }
    }
    const errors = plan.schemas.flatMap((schema) =>
      this.#compiler.ownErrors(schema, value).map((error) => ({ error, schema })),
    );
    // A value of the wrong type breaks most other keywords too: that is one mistake, told once.
    const mistyped = errors.filter(({ error }) => error.keyword === "type");
    for (const { error, schema } of mistyped.length > 0 ? mistyped.slice(0, 1) : errors) {
      this.#explain(explainError(error, schema, value, pointer));
    }
    for (const schema of plan.schemas) this.#explainApplicators(schema, value, pointer);
    if (isObject(value)) this.#explainClosed(plan, value, pointer);
  }

  #explainApplicators(schema: Node, value: unknown, pointer: string): void {
    const not = child(schema, "not");
    if (not !== undefined && this.#compiler.accepts(not, value)) {
      this.#explain({
        pointer,
        rule: "not",
        message: "the value is one that the contract excludes",
        expected: not.value,
        actual: value,
        statement: not,
      });
    }
    const contains = child(schema, "contains");
    if (
      contains !== undefined &&
      Array.isArray(value) &&
      !value.some((item) => this.#compiler.accepts(contains, item))
    ) {
      this.#explain({
        pointer,
        rule: "contains",
        message: "no item is of the kind that must be among them",
        expected: contains.value,
        actual: value,
        statement: contains,
      });
    }
    const names = child(schema, "propertyNames");
    if (names === undefined || !isObject(value)) return;
    for (const name of Object.keys(value).filter((name) => !this.#compiler.accepts(names, name))) {
      const message = `"${name}" is no name that a property may have here`;
      this.#explain({
        pointer: `${pointer}/${escapeToken(name)}`,
        rule: "propertyNames",
        message,
        expected: names.value,
        actual: name,
        statement: names,
      });
    }
  }

  #explainClosed(plan: Plan, value: Record<string, unknown>, pointer: string): void {
    for (const { statement, schema } of plan.closers) {
      const unevaluated = statement.pointer.endsWith("/unevaluatedProperties");
      const named = unevaluated ? plan : ownNames(schema);
      for (const name of Object.keys(value).filter((name) => !isNamed(named, name))) {
        this.#explain({
          pointer: `${pointer}/${escapeToken(name)}`,
          rule: unevaluated ? "unevaluatedProperties" : "additionalProperties",
          message: unnamed(name, named.properties.keys()),
          expected: [...named.properties.keys()],
          actual: value[name],
          statement,
        });
      }
    }
  }

  #checkFlags(plan: Plan, value: unknown, pointer: string): void {
    const { readOnly, writeOnly, deprecated } = plan.flags;
    const add = (rule: string, message: string, statement: Node): void => {
      this.findings.push({ pointer, rule, message, expected: null, actual: value, statement });
    };
    if (pointer === "" || value === undefined) return;
    if (readOnly !== undefined && this.#direction === "request")
      add("read-only", "the property is read-only and does not belong in a request", readOnly);
    if (writeOnly !== undefined && this.#direction === "response")
      add("write-only", "the property is write-only and does not belong in a response", writeOnly);
    if (deprecated !== undefined && this.#direction === "request")
      add("deprecated", "the property is deprecated", deprecated);
  }

  #visitItems(plan: Plan, value: readonly unknown[], pointer: string): void {
    if (plan.items.length === 0 && plan.prefixItems.length === 0) return;
    for (const [index, item] of value.entries()) {
      const schemas = plan.prefixItems[index] ?? plan.items;
      if (schemas.length > 0) this.visit(schemas, item, `${pointer}/${index}`);
    }
  }

  #visitMembers(plan: Plan, value: Record<string, unknown>, pointer: string): void {
    const declares = plan.properties.size > 0 || plan.patterns.length > 0;
    for (const name of Object.keys(value)) {
      if (value[name] === undefined) continue;
      const named = plan.properties.get(name);
      const matching =
        plan.patterns.length === 0
          ? []
          : plan.patterns.filter(({ pattern }) => pattern.test(name)).map(({ schema }) => schema);
      const schemas = matching.length > 0 ? [...(named ?? []), ...matching] : (named ?? plan.additional);
      if (schemas.length > 0) this.visit(schemas, value[name], `${pointer}/${escapeToken(name)}`);
      else if (declares && !plan.open && plan.closers.length === 0)
        this.#reportUndocumented(plan, name, value[name], pointer);
    }
  }

  #reportUndocumented(plan: Plan, name: string, value: unknown, pointer: string): void {
    const declaring =
      plan.schemas.find((schema) => child(schema, "properties") !== undefined) ?? (plan.schemas[0] as Node);
    this.findings.push({
      pointer: `${pointer}/${escapeToken(name)}`,
      rule: "undocumented-property",
      message: unnamed(name, plan.properties.keys()),
      expected: [...plan.properties.keys()],
      actual: value,
      statement: child(declaring, "properties") ?? declaring,
    });
  }

  #explain(finding: Finding): void {
    this.explained = true;
    // Schemas that hold together may say the same thing twice.
    const key = `${finding.pointer} ${finding.rule} ${finding.message}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.findings.push(finding);
  }
}

type Names = Pick<Plan, "properties" | "patterns">;

function isNamed(names: Names, name: string): boolean {
  return names.properties.has(name) || names.patterns.some(({ pattern }) => pattern.test(name));
}

/** `additionalProperties` sees the schema that it stands in, not what references and allOf add. */
function ownNames(schema: Node): Names {
  const { properties = {}, patternProperties = {} } = schema.value as Record<string, object>;
  return {
    properties: new Map(Object.keys(properties).map((name) => [name, []])),
    patterns: Object.keys(patternProperties).map((pattern) => ({ pattern: compilePattern(pattern), schema })),
  };
}

function unnamed(name: string, names: Iterable<string>): string {
  const known = nearest(name, names);
  return `the contract names no property "${name}"${known === undefined ? "" : `; did you mean "${known}"?`}`;
}

function keyOf(node: Node): string {
  return `${node.document}#${node.pointer}`;
}

function unexplained(compiler: SchemaCompiler, schema: Node, value: unknown): Finding {
  const error = compiler.firstError(schema, value);
  const message = `the ${kindOf(value)} ${error?.message ?? "does not satisfy the schema"}`;
  return {
    pointer: error?.instancePath ?? "",
    rule: error?.keyword ?? "schema",
    message,
    expected: error?.params ?? null,
    actual: value,
    statement: schema,
  };
}
