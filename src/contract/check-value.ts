import type { Direction, SchemaCompiler, SchemaError } from "./compile.ts";
import { DocumentedCheck } from "./documented.ts";
import { child, type Node } from "./documents.ts";
import { expand } from "./expand.ts";
import { jsonTypeOf } from "./explain.ts";
import { explainClosed, explainPlace, unnamed } from "./explain-place.ts";
import { FindingList } from "./finding-list.ts";
import { isObject } from "./is-object.ts";
import { escapeToken } from "./json-pointer.ts";
import { type Plan, type Planner, schemasFor, type Union } from "./plan.ts";
import type { RuleName } from "./rules.ts";
import { takeBranches } from "./union.ts";
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
  const valid = compiler.accepts(schema, value);
  return valid && documentedCheck(checker, schema, direction).holds(value)
    ? []
    : walkValue(checker, schema, value, direction, valid);
}

/** The same, found by going through the whole value. `valid` says whether the schema accepts it. */
export function walkValue(
  { planner, compilers }: ValueChecker,
  schema: Node,
  value: unknown,
  direction: Direction,
  valid: boolean,
): Finding[] {
  const compiler = compilers[direction];
  const walk = new Walk(planner, compiler, direction, valid);
  walk.visit([schema], value, "");
  if (!walk.valid && !walk.explained) walk.findings.add(unexplained(compiler, schema, value));
  return walk.findings.toArray();
}

const documentedChecks: Record<Direction, WeakMap<Node, DocumentedCheck>> = {
  request: new WeakMap(),
  response: new WeakMap(),
};

function documentedCheck({ planner, compilers }: ValueChecker, schema: Node, direction: Direction): DocumentedCheck {
  const checks = documentedChecks[direction];
  let check = checks.get(schema);
  if (check === undefined) {
    check = new DocumentedCheck({ planner, compiler: compilers[direction], direction }, [schema]);
    checks.set(schema, check);
  }
  return check;
}

/** One pass over one value. */
class Walk {
  readonly findings = new FindingList();
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
    const take = (union: Union) => this.#takeBranches(union, value, pointer);
    const plan = expand(this.#planner, this.#compiler, schemas, value, take);
    if (!this.valid) this.#explainOwn(plan, value, pointer);
    this.#checkFlags(plan, value, pointer);
    if (Array.isArray(value)) this.#visitItems(plan, value, pointer);
    else if (isObject(value)) this.#visitMembers(plan, value, pointer);
  }

  #takeBranches(union: Union, value: unknown, pointer: string): readonly Node[] {
    const { branches, findings } = takeBranches(this.#planner, this.#compiler, union, value);
    for (const finding of findings) this.#explain({ ...finding, pointer: pointer + finding.pointer });
    return branches;
  }

  #explainOwn(plan: Plan, value: unknown, pointer: string): void {
    for (const finding of explainPlace(this.#compiler, plan, value, pointer)) this.#explain(finding);
    if (!isObject(value)) return;
    for (const finding of explainClosed(plan, value, pointer, () => !this.findings.isFull)) this.#explain(finding);
  }

  #checkFlags(plan: Plan, value: unknown, pointer: string): void {
    const { readOnly, writeOnly, deprecated } = plan.flags;
    const add = (rule: RuleName, message: string, statement: Node): void => {
      this.findings.add({ pointer, rule, message, expected: null, actual: value, statement });
    };
    if (pointer === "") return;
    if (readOnly !== undefined && this.#direction === "request")
      add("read-only", "the property is read-only and does not belong in a request", readOnly);
    if (writeOnly !== undefined && this.#direction === "response")
      add("write-only", "the property is write-only and does not belong in a response", writeOnly);
    if (deprecated !== undefined && this.#direction === "request")
      add("deprecated", "the property is deprecated", deprecated);
  }

  #visitItems(plan: Plan, value: readonly unknown[], pointer: string): void {
    const { prefixItems, items, unevaluatedItems } = plan;
    for (const [index, item] of value.entries()) {
      const schemas = prefixItems[index] ?? items;
      const left = unevaluatedItems
        .filter(({ items: { all, before } }) => !all && index >= before)
        .map(({ schema }) => schema);
      if (schemas.length + left.length > 0)
        this.visit(left.length === 0 ? schemas : [...schemas, ...left], item, `${pointer}/${index}`);
    }
  }

  #visitMembers(plan: Plan, value: Record<string, unknown>, pointer: string): void {
    const declares = plan.properties.size > 0 || plan.patterns.length > 0;
    const closed = declares && !plan.open && plan.closers.length === 0;
    for (const name of Object.keys(value)) {
      if (value[name] === undefined) continue;
      const schemas = schemasFor(plan, name);
      if (schemas.length > 0) this.visit(schemas, value[name], `${pointer}/${escapeToken(name)}`);
      else if (closed && !plan.properties.has(name) && !plan.mentioned.has(name))
        this.#reportUndocumented(plan, name, value[name], pointer);
    }
  }

  #reportUndocumented(plan: Plan, name: string, value: unknown, pointer: string): void {
    const { isFull } = this.findings;
    const declaring =
      plan.schemas.find((schema) => child(schema, "properties") !== undefined) ?? (plan.schemas[0] as Node);
    this.findings.add({
      pointer: `${pointer}/${escapeToken(name)}`,
      rule: "undocumented-property",
      message: isFull ? "" : unnamed(name, plan.properties.keys()),
      expected: isFull ? [] : [...plan.properties.keys()],
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
    this.findings.add(finding);
  }
}

/** What ajv says, should the walk have found no reason. */
function unexplained(compiler: SchemaCompiler, schema: Node, value: unknown): Finding {
  const { message, instancePath, keyword, params } = compiler.firstError(schema, value) as SchemaError;
  return {
    pointer: instancePath,
    rule: keyword as RuleName,
    message: `the ${jsonTypeOf(value)} ${message}`,
    expected: params,
    actual: value,
    statement: schema,
  };
}
