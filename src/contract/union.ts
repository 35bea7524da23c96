import type { SchemaCompiler } from "./compile.ts";
import type { Node } from "./documents.ts";
import { jsonTypeOf, quote, quoteAll } from "./explain.ts";
import { isObject } from "./is-object.ts";
import { escapeToken } from "./json-pointer.ts";
import type { Plan, Planner, Union } from "./plan.ts";
import type { Finding } from "./violation.ts";

/** The branches of a union to go on with, and what there is to say of the choice itself. */
export interface BranchChoice {
  branches: readonly Node[];
  findings: readonly Finding[];
}

/**
 * The branches that a value takes. When none fits or too many do it is the one that the value was meant for: the one that
 * the discriminator names, else the one that the value comes closest to. What is wrong is then told by that branch.
 */
export function takeBranches(planner: Planner, compiler: SchemaCompiler, union: Union, value: unknown): BranchChoice {
  const fitting = union.branches.filter((branch) => compiler.accepts(branch, value));
  if (fitting.length > 1 && union.keyword === "oneOf")
    return { branches: fitting, findings: [tooMany(union, fitting, value)] };
  if (fitting.length > 0) return { branches: fitting, findings: [] };
  const named = byDiscriminator(union, value);
  if (named !== undefined) return named;
  const plans = union.branches.map((branch) => planner.plan([branch]));
  const ofType = union.branches.filter((_, index) => allowsKind(planner, plans[index] as Plan, value));
  if (ofType.length === 0 && union.branches.length > 1) {
    const finding = wrongType(planner, union, plans, value);
    if (finding !== undefined) return { branches: [], findings: [finding] };
  }
  const candidates = ofType.length > 0 ? ofType : union.branches;
  const unnamed = byConstants(planner, compiler, union, candidates, value);
  if (unnamed !== undefined) return unnamed;
  const distances = candidates.map((branch) => distance(planner, compiler, [branch], value, 0));
  const closest = candidates[distances.indexOf(Math.min(...distances))] as Node;
  return { branches: [closest], findings: [] };
}

function byDiscriminator(union: Union, value: unknown): BranchChoice | undefined {
  const { propertyName, mapping } = (union.discriminator?.value ?? {}) as { propertyName?: unknown; mapping?: unknown };
  if (typeof propertyName !== "string" || !isObject(value)) return undefined;
  const statement = union.discriminator as Node;
  const actual = Object.hasOwn(value, propertyName) ? value[propertyName] : undefined;
  const names = new Map<string, Node>();
  for (const branch of union.branches) {
    const { $ref: ref } = branch.value as { $ref?: string };
    if (ref !== undefined) names.set(ref.slice(ref.lastIndexOf("/") + 1), branch);
  }
  for (const [name, target] of Object.entries(isObject(mapping) ? mapping : {})) {
    const branch = union.branches.find(({ value: schema }) => {
      const { $ref: ref } = schema as { $ref?: string };
      return ref === target || ref?.endsWith(`/${target}`);
    });
    if (branch !== undefined) names.set(name, branch);
  }
  const branch = names.get(actual as string);
  if (branch !== undefined) return { branches: [branch], findings: [] };
  const message =
    actual === undefined
      ? `the property is missing, and it says which of ${[...names.keys()].map(quote).join(", ")} the object is`
      : `must be one of ${[...names.keys()].map(quote).join(", ")}, and is ${quote(actual)}`;
  const rule = actual === undefined ? "required" : "discriminator";
  return {
    branches: [],
    findings: [
      { pointer: `/${escapeToken(propertyName)}`, rule, message, expected: [...names.keys()], actual, statement },
    ],
  };
}

/**
 * Branches that are told apart by the constants of a member, as by a discriminator, and a value that has none of them
 * there: no branch was meant more than the others. Undefined where a member says which one was.
 */
function byConstants(
  planner: Planner,
  compiler: SchemaCompiler,
  union: Union,
  candidates: readonly Node[],
  value: unknown,
): BranchChoice | undefined {
  if (!isObject(value)) return undefined;
  const plans = candidates.map((branch) => planner.plan([branch]));
  let finding: Finding | undefined;
  for (const name of (plans[0] as Plan).properties.keys()) {
    if (!Object.hasOwn(value, name)) continue;
    const members = plans.map(({ properties }) => properties.get(name) ?? []);
    const constants = members.map((member) => constantsOf(planner, member));
    // What all branches have alike tells none of them apart.
    if (constants.includes(undefined) || new Set(constants.map((each) => JSON.stringify(each))).size === 1) continue;
    const actual = value[name];
    if (members.some((member) => member.every((schema) => compiler.accepts(schema, actual)))) return undefined;
    const expected = [...new Map(constants.flat().map((one) => [JSON.stringify(one), one])).values()];
    const message = `must be one of ${quoteAll(expected)}, and is ${quote(actual)}`;
    const pointer = `/${escapeToken(name)}`;
    finding ??= { pointer, rule: "enum", message, expected, actual, statement: union.node };
  }
  return finding && { branches: [], findings: [finding] };
}

/** The values that `const` or `enum` leave; undefined where neither stands. */
function constantsOf(planner: Planner, member: readonly Node[]): readonly unknown[] | undefined {
  for (const { value } of planner.plan(member).schemas) {
    const schema = value as { const?: unknown; enum?: readonly unknown[] };
    if (Object.hasOwn(schema, "const")) return [schema.const];
    if (schema.enum !== undefined) return schema.enum;
  }
  return undefined;
}

function tooMany(union: Union, fitting: readonly Node[], value: unknown): Finding {
  const names = fitting.map((branch) => labelOf(union, branch)).join(" and ");
  return {
    pointer: "",
    rule: "oneOf",
    message: `fits ${names}, and may fit only one`,
    expected: 1,
    actual: value,
    statement: union.node,
  };
}

function labelOf(union: Union, branch: Node): string {
  const { $ref, title } = branch.value as { $ref?: string; title?: string };
  return $ref === undefined
    ? (title ?? `branch ${union.branches.indexOf(branch)}`)
    : $ref.slice($ref.lastIndexOf("/") + 1);
}

function wrongType(planner: Planner, union: Union, plans: readonly Plan[], value: unknown): Finding | undefined {
  const types = [...new Set(plans.flatMap((plan) => [...(typesOf(planner, plan) ?? [])]))];
  if (types.length === 0) return undefined;
  const shown = typeof value === "object" ? jsonTypeOf(value) : `the ${jsonTypeOf(value)} ${quote(value)}`;
  return {
    pointer: "",
    rule: "type",
    message: `must be ${types.join(" or ")}, and is ${shown}`,
    expected: types,
    actual: value,
    statement: union.node,
  };
}

/** The types that all schemas of a plan allow together, unions among them; undefined when none names any. */
function typesOf(planner: Planner, plan: Plan): ReadonlySet<string> | undefined {
  let types: ReadonlySet<string> | undefined;
  const narrow = (named: readonly string[]): void => {
    const before = types;
    types = new Set(before === undefined ? named : named.filter((name) => before.has(name)));
  };
  for (const { value } of plan.schemas) {
    const named = [(value as { type?: string | string[] }).type ?? []].flat();
    if (named.length > 0) narrow(named);
  }
  for (const { branches } of plan.unions) {
    const each = branches.map((branch) => typesOf(planner, planner.plan([branch])));
    if (each.every((set) => set !== undefined)) narrow(each.flatMap((set) => [...set]));
  }
  return types;
}

function allowsKind(planner: Planner, plan: Plan, value: unknown): boolean {
  const types = typesOf(planner, plan);
  const kind = jsonTypeOf(value);
  if (plan.refusals.length > 0) return false;
  return types === undefined || types.has(kind) || (Number.isInteger(value) && types.has("integer"));
}

/** How deep into a value mistakes are counted, for that is done anew at each depth. */
const maxDepth = 6;
/** Farther than any branch that a value can be mended for. */
const refused = 1000;
/** What a mistake weighs that is not of the common kind: a member of the wrong type still speaks for the branch that names it. */
const weights: Readonly<Record<string, number>> = { const: 20, enum: 20, type: 2 };
const commonWeight = 3;

/** How far a value is from a schema: the mistakes that would be told, where a wrong constant weighs most. */
function distance(
  planner: Planner,
  compiler: SchemaCompiler,
  schemas: readonly Node[],
  value: unknown,
  depth: number,
): number {
  if (depth > maxDepth || schemas.every((schema) => compiler.accepts(schema, value))) return 0;
  const plan = planner.plan(schemas);
  if (plan.refusals.length > 0) return refused;
  let total = 0;
  for (const schema of plan.schemas) {
    for (const { keyword } of compiler.ownErrors(schema, value)) total += weights[keyword] ?? commonWeight;
  }
  if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const member = plan.properties.get(name);
      if (member !== undefined) total += distance(planner, compiler, member, value[name], depth + 1);
      else if (plan.properties.size > 0 && !plan.open) total += 2;
    }
  } else if (Array.isArray(value)) {
    for (const item of value.slice(0, 20)) total += distance(planner, compiler, plan.items, item, depth + 1);
  }
  for (const { branches } of plan.unions) {
    const each = branches.map((branch) => distance(planner, compiler, [branch], value, depth + 1));
    total += Math.min(...each);
  }
  // Not valid for a reason that only ajv sees: still farther than a branch that fits.
  return total + 1;
}
