import { inspect } from "node:util";
import { quote } from "../contract/explain.ts";
import { isObject } from "../contract/is-object.ts";
import { escapeToken } from "../contract/json-pointer.ts";
import { didYouMean } from "../contract/near-miss.ts";
import { ruleNames, rulesOfSequence } from "../contract/rules.ts";
import { StandinError } from "../errors.ts";
import type { Severity } from "../exchange.ts";
import { isAsymmetric } from "./partial.ts";

/** Heaviest first. */
const severities: readonly Severity[] = ["error", "warning", "note"];

/** The severities that weigh as much as `least`, or more. */
export function severitiesFrom(least: unknown): readonly Severity[] {
  const place = oneOf(least, severities, "severity");
  return severities.slice(0, severities.indexOf(place) + 1);
}

/** A name that could be an operation's. Whether the contract has it, only a tenant knows. */
export function assertOperation(operation: unknown): void {
  if (typeof operation !== "string" || operation === "")
    throw refuse(`${shown(operation)} is no operation. It is an operationId of the contract.`);
}

/** A rule that one exchange can break, and a pointer or none. */
export function assertViolation(rule: unknown, pointer: unknown): void {
  if (isPointer(rule) && ruleNames.some((name) => name === pointer))
    throw refuse(`${shown(rule)} is no rule. Did you mean toViolate("${pointer}", "${rule}")? The rule comes first.`);
  if (Object.keys(rulesOfSequence).some((name) => name === rule))
    throw refuse(
      `"${rule}" is a rule about several exchanges, which no exchange breaks by itself: "standin check" and the adapter suite judge it.`,
    );
  oneOf(rule, ruleNames, "rule");
  if (pointer === undefined || pointer === "" || isPointer(pointer)) return;
  const hint = typeof pointer === "string" && /^[\w$-]+$/.test(pointer) ? ` Did you mean "/${pointer}"?` : "";
  throw refuse(
    `${shown(pointer)} is no JSON Pointer.${hint} Allowed: "" for the whole part, or a text that begins with "/".`,
  );
}

type Check = readonly [allowed: string, holds: (value: unknown) => boolean];

/** Note: a value that no exchange can have would make every negated matcher pass. */
const members: Readonly<Record<string, Check>> = {
  path: ["a text", (value) => typeof value === "string"],
  query: ["an object of texts and lists of texts", isObjectOfTexts],
  headers: ["an object of texts and lists of texts", isObjectOfTexts],
  body: ["any value", () => true],
  status: ["a number, or null where there was no answer", (value) => value === null || Number.isInteger(value)],
};

const inBody = " What is sent in JSON stands in body.";

/** What is asked of an exchange has the members of one, each with a value that it can have. */
export function assertPartialExchange(asked: unknown): void {
  if (isAsymmetric(asked)) return;
  const known = Object.keys(members);
  if (!isObject(asked))
    throw refuse(`What is asked of an exchange is an object with ${known.join(", ")}, and not ${shown(asked)}.`);
  for (const [name, value] of Object.entries(asked)) {
    const [allowed, holds] = members[oneOf(name, known, "member of an exchange", inBody)] as Check;
    if (!isAsymmetric(value) && !holds(value))
      throw refuse(`${name} is ${shown(value)}. It is ${allowed}, or a matcher such as expect.any(String).`);
    assertJson(value, name);
  }
}

/** Note: compared by their members, of which they have none, all of these would be alike. */
function assertJson(value: unknown, place: string): void {
  if (typeof value !== "object" || value === null || isAsymmetric(value)) return;
  if (value instanceof RegExp)
    throw refuse(
      `${place} is ${shown(value)}, and JSON has no patterns. Write expect.stringMatching(${shown(value)}).`,
    );
  if (value instanceof Date)
    throw refuse(`${place} is a Date, and JSON has none. Write its text, such as "${textOf(value)}".`);
  if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value))
    throw refuse(`${place} is ${shown(value)}, and JSON has none. Write an object or a list.`);
  for (const [name, member] of Object.entries(value)) assertJson(member, `${place}/${escapeToken(name)}`);
}

function textOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? "2026-01-01T00:00:00Z" : date.toISOString();
}

function isObjectOfTexts(value: unknown): boolean {
  // What should be missing may be named as undefined.
  const isText = (one: unknown) => typeof one === "string" || one === undefined || isAsymmetric(one);
  return isObject(value) && Object.values(value).every((one) => (Array.isArray(one) ? one.every(isText) : isText(one)));
}

function isPointer(value: unknown): value is string {
  return typeof value === "string" && value.startsWith("/");
}

function oneOf<Name extends string>(value: unknown, names: readonly Name[], what: string, more = ""): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  const hint = typeof value === "string" ? didYouMean(value, names) : "";
  throw refuse(`${shown(value)} is no ${what}.${hint} Allowed: ${names.join(", ")}.${more}`);
}

function shown(value: unknown): string {
  return typeof value === "string" ? quote(value) : inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
}

function refuse(message: string): StandinError {
  return new StandinError("OPTION_INVALID", message);
}
