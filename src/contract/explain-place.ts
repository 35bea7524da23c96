import type { SchemaCompiler } from "./compile.ts";
import { child, type Node } from "./documents.ts";
import { isNamed } from "./evaluated.ts";
import { explainError } from "./explain.ts";
import { escapeToken } from "./json-pointer.ts";
import { nearest } from "./near-miss.ts";
import type { Plan } from "./plan.ts";
import type { Finding } from "./violation.ts";

/** What the schemas of a plan find wrong with a value itself; what is below it is not looked at. */
export function* explainPlace(
  compiler: SchemaCompiler,
  plan: Plan,
  value: unknown,
  pointer: string,
): Generator<Finding> {
  for (const statement of plan.refusals)
    yield {
      pointer,
      rule: "false schema",
      message: "nothing may stand here",
      expected: null,
      actual: value,
      statement,
    };
  const errors = plan.schemas.flatMap((schema) =>
    compiler.ownErrors(schema, value).map((error) => ({ error, schema })),
  );
  // A value of the wrong type breaks most other keywords too: that is one mistake, told once.
  const mistyped = errors.filter(({ error }) => error.keyword === "type");
  for (const { error, schema } of mistyped.length > 0 ? mistyped.slice(0, 1) : errors)
    yield explainError(error, schema, value, pointer);
  for (const schema of plan.schemas) {
    yield* explainNot(compiler, schema, value, pointer);
    if (Array.isArray(value)) yield* explainContains(compiler, schema, value, pointer);
    else if (typeof value === "object" && value !== null) yield* explainNames(compiler, schema, value, pointer);
  }
}

function* explainNot(compiler: SchemaCompiler, schema: Node, value: unknown, pointer: string): Generator<Finding> {
  const statement = child(schema, "not");
  if (statement === undefined || !compiler.accepts(statement, value)) return;
  const message = "the value is one that the contract excludes";
  yield { pointer, rule: "not", message, expected: statement.value, actual: value, statement };
}

function* explainContains(
  compiler: SchemaCompiler,
  schema: Node,
  value: readonly unknown[],
  pointer: string,
): Generator<Finding> {
  const contains = child(schema, "contains");
  if (contains === undefined) return;
  const { minContains = 1, maxContains = Number.POSITIVE_INFINITY } = schema.value as Record<string, number>;
  const count = value.filter((item) => compiler.accepts(contains, item)).length;
  const wrong = count < minContains ? "minContains" : count > maxContains ? "maxContains" : undefined;
  if (wrong === undefined) return;
  const stated = child(schema, wrong);
  const bound = wrong === "minContains" ? `at least ${minContains}` : `at most ${maxContains}`;
  yield {
    pointer,
    rule: stated === undefined ? "contains" : wrong,
    message:
      stated === undefined
        ? "no item is of the kind that must be among them"
        : `must have ${bound} items of one kind, and has ${count}`,
    expected: stated === undefined ? contains.value : stated.value,
    actual: value,
    statement: stated ?? contains,
  };
}

function* explainNames(compiler: SchemaCompiler, schema: Node, value: object, pointer: string): Generator<Finding> {
  const statement = child(schema, "propertyNames");
  if (statement === undefined) return;
  for (const name of Object.keys(value)) {
    if (compiler.accepts(statement, name)) continue;
    const message = `${quoteName(name)} is no name that a property may have here`;
    const place = `${pointer}/${escapeToken(name)}`;
    yield { pointer: place, rule: "propertyNames", message, expected: statement.value, actual: name, statement };
  }
}

/** The members that the objects of a plan are closed to. `word` makes the message, unless nobody will read it. */
export function* explainClosed(
  plan: Plan,
  value: Record<string, unknown>,
  pointer: string,
  isRead: () => boolean,
): Generator<Finding> {
  for (const { statement, names } of plan.closers) {
    const unevaluated = statement.pointer.endsWith("/unevaluatedProperties");
    const expected = [...names.exact];
    for (const name of Object.keys(value)) {
      if (isNamed(names, name)) continue;
      yield {
        pointer: `${pointer}/${escapeToken(name)}`,
        rule: unevaluated ? "unevaluatedProperties" : "additionalProperties",
        message: isRead() ? unnamed(name, expected) : "",
        expected,
        actual: value[name],
        statement,
      };
    }
  }
}

/** Says that the contract does not name a member, and which it does name that may have been meant. */
export function unnamed(name: string, names: Iterable<string>): string {
  const known = nearest(name, names);
  return `the contract names no property ${quoteName(name)}${known === undefined ? "" : `; did you mean "${known}"?`}`;
}

function quoteName(name: string): string {
  return `"${name.length > 80 ? `${name.slice(0, 77)}...` : name}"`;
}
