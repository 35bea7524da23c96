import fc from "fast-check";
import type { Direction } from "../../src/contract/compile.ts";
import type { Contract } from "../../src/contract/contract.ts";
import type { Node } from "../../src/contract/documents.ts";
import { isObject } from "../../src/contract/is-object.ts";
import type { Plan } from "../../src/contract/plan.ts";
import type { Random } from "./random.ts";

/** Makes values that satisfy the schemas of a contract in one direction. */
export interface ValueMaker {
  contract: Contract;
  direction: Direction;
  random: Random;
}

const attempts = 60;

/** A value that ajv holds valid: an attempt that is not is thrown away. */
export function makeValue(maker: ValueMaker, schema: Node): unknown {
  const compiler = maker.contract.checker.compilers[maker.direction];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const value = attemptValue(maker, [schema], 0);
    if (compiler.accepts(schema, value)) return value;
  }
  throw new Error(`no valid value after ${attempts} attempts: ${schema.pointer}`);
}

function attemptValue(maker: ValueMaker, schemas: readonly Node[], depth: number): unknown {
  const { random } = maker;
  const plan = takeBranches(maker, schemas);
  const values = keyword(plan, "const") ?? keyword(plan, "enum")?.flat();
  if (values !== undefined) return random.pick([values].flat());
  const types = typesOf(plan);
  const type =
    types.length === 0
      ? plan.properties.size > 0
        ? "object"
        : plan.items.length > 0
          ? "array"
          : "any"
      : random.pick(types);
  // A null of every nullable member would leave little to check.
  const chosen =
    type === "null" && types.length > 1 && random.chance(0.5)
      ? random.pick(types.filter((name) => name !== "null"))
      : type;
  switch (chosen) {
    case "null":
      return null;
    case "boolean":
      return random.chance(0.5);
    case "integer":
      return makeNumber(plan, random, true);
    case "number":
      return makeNumber(plan, random, false);
    case "array":
      return makeArray(maker, plan, depth);
    case "object":
      return makeObject(maker, plan, depth);
    case "string":
      return makeString(plan, random);
    default:
      return makeAnything(random, depth);
  }
}

/** The plan with one branch of every union. */
function takeBranches({ contract, random }: ValueMaker, schemas: readonly Node[]): Plan {
  const { planner } = contract.checker;
  const taken = [...schemas];
  const seen = new Set<Node["pointer"]>();
  for (let plan = planner.plan(taken); ; plan = planner.plan(taken)) {
    const union = plan.unions.find(({ node }) => !seen.has(node.pointer));
    if (union === undefined) return plan;
    seen.add(union.node.pointer);
    taken.push(random.pick(union.branches));
  }
}

function keyword(plan: Plan, name: string): unknown[] | undefined {
  const stated = plan.schemas.find(({ value }) => isObject(value) && name in value);
  return stated === undefined ? undefined : [(stated.value as Record<string, unknown>)[name]];
}

/** The strictest of several limits. */
function limit(plan: Plan, name: string, strictest: (...limits: number[]) => number, fallback: number): number {
  const limits = plan.schemas
    .map(({ value }) => (value as Record<string, unknown>)[name])
    .filter((value) => typeof value === "number");
  return limits.length === 0 ? fallback : strictest(...limits);
}

function typesOf(plan: Plan): string[] {
  let types: string[] | undefined;
  for (const { value } of plan.schemas) {
    const named = [(value as { type?: string | string[] }).type ?? []].flat();
    if (named.length > 0) types = types === undefined ? named : types.filter((type) => named.includes(type));
  }
  return types ?? [];
}

function makeNumber(plan: Plan, random: Random, whole: boolean): number {
  const min = limit(plan, "exclusiveMinimum", Math.max, limit(plan, "minimum", Math.max, -(2 ** 31)));
  const max = limit(plan, "exclusiveMaximum", Math.min, limit(plan, "maximum", Math.min, 2 ** 31 - 1));
  const step = limit(plan, "multipleOf", Math.max, 0);
  if (step > 0) return Math.round((min + random.next() * (max - min)) / step) * step;
  if (random.chance(0.2)) return whole ? Math.ceil(min) : min;
  const value = min + random.next() * (max - min);
  return whole || random.chance(0.3) ? Math.round(value) : Number(value.toFixed(3));
}

function makeArray(maker: ValueMaker, plan: Plan, depth: number): unknown[] {
  const min = limit(plan, "minItems", Math.max, 0);
  const max = Math.min(limit(plan, "maxItems", Math.min, 4), min + (depth > 4 ? 0 : 4));
  const length = min + maker.random.below(max - min + 1);
  return Array.from({ length }, (_, index) => attemptValue(maker, plan.prefixItems[index] ?? plan.items, depth + 1));
}

function makeObject(maker: ValueMaker, plan: Plan, depth: number): Record<string, unknown> {
  const { contract, direction, random } = maker;
  const required = new Set(plan.schemas.flatMap(({ value }) => (value as { required?: string[] }).required ?? []));
  const object: Record<string, unknown> = {};
  for (const [name, schemas] of plan.properties) {
    const { readOnly, writeOnly, deprecated } = contract.checker.planner.plan(schemas).flags;
    if (direction === "request" ? readOnly !== undefined || deprecated !== undefined : writeOnly !== undefined)
      continue;
    if (required.has(name) || random.chance(depth > 4 ? 0 : 0.6))
      object[name] = attemptValue(maker, schemas, depth + 1);
  }
  for (const { pattern, schema } of plan.patterns)
    if (random.chance(0.5)) object[matching(pattern, random)] = attemptValue(maker, [schema], depth + 1);
  if (plan.open || (plan.properties.size === 0 && plan.closers.length === 0)) {
    const schemas = plan.additional.filter(({ value }) => isObject(value));
    const extra = depth > 4 ? 0 : random.below(3);
    for (let index = 0; index < extra; index++) {
      const name = `${random.pick(["foo", "Bar baz", "ключ", "a/b", "x~y"])}${index}`;
      if (!plan.properties.has(name))
        object[name] = schemas.length > 0 ? attemptValue(maker, schemas, depth + 1) : makeAnything(random, depth + 1);
    }
  }
  return object;
}

const texts = [
  "Steve",
  "",
  'O\'Neil "x"',
  "Ünï çødé",
  "名前",
  "🙂 emoji",
  "line\nbreak",
  "<b>&amp;",
  "a,b;c|d",
  "100%",
  "true",
  "0",
  "null",
  "x".repeat(40),
];

function makeString(plan: Plan, random: Random): string {
  const format = keyword(plan, "format")?.[0];
  const pattern = keyword(plan, "pattern")?.[0];
  if (typeof format === "string" && format in byFormat) return (byFormat[format] as (random: Random) => string)(random);
  if (typeof pattern === "string") return matching(new RegExp(pattern, "u"), random);
  const min = limit(plan, "minLength", Math.max, 0);
  const max = limit(plan, "maxLength", Math.min, 1000);
  const text = random.pick(texts);
  return [...text.padEnd(min, "z")].slice(0, max).join("");
}

/** Texts by pattern: to make one takes long. */
const matches = new Map<string, readonly string[]>();

function matching(pattern: RegExp, random: Random): string {
  const known = matches.get(pattern.source) ?? fc.sample(fc.stringMatching(pattern), { numRuns: 40, seed: 1 });
  matches.set(pattern.source, known);
  return random.pick(known);
}

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.below(10)).join("");
}

function uuid(random: Random): string {
  const hex = (count: number): string => Array.from({ length: count }, () => random.below(16).toString(16)).join("");
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function date(random: Random): string {
  return `${1970 + random.below(100)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
}

function time(random: Random): string {
  const clock = `${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`;
  return `${clock}${random.pick(["", ".5", ".123", ".123456"])}${random.pick(["Z", "+02:00", "-11:30"])}`;
}

const byFormat: Readonly<Record<string, (random: Random) => string>> = {
  "date-time": (random) => `${date(random)}T${time(random)}`,
  date,
  time,
  email: (random) =>
    `${random.pick(["user", "first.last", "a+b"])}${digits(random, 2)}@${random.pick(["example.com", "mail.example.org"])}`,
  uuid,
  uri: (random) => `https://example.com/${random.pick(["", "a/b", "?q=1", "#top"])}`,
  "uri-reference": (random) => random.pick(["/a/b?c=d", "../up", "#top", "https://example.com/"]),
  hostname: (random) => random.pick(["example.com", "a-b.example", "localhost"]),
  ipv4: (random) => `192.0.2.${random.below(256)}`,
  ipv6: (random) => random.pick(["::1", "2001:db8::8a2e:370:7334"]),
  phone: (random) => `+${1 + random.below(9)}${digits(random, 7 + random.below(7))}`,
};

function makeAnything(random: Random, depth: number): unknown {
  const kind = random.below(depth > 3 ? 4 : 6);
  if (kind === 0) return null;
  if (kind === 1) return random.chance(0.5);
  if (kind === 2) return random.below(1000) - 500;
  if (kind === 3) return random.pick(texts);
  if (kind === 4) return Array.from({ length: random.below(3) }, () => makeAnything(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: random.below(3) }, (_, index) => [`key${index}`, makeAnything(random, depth + 1)]),
  );
}
