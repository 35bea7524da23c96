import { type Case, type CaseOutcome, createCase, inapplicable, runAll } from "../case.ts";
import { memberAt, withMember } from "../edit.ts";
import { allows, isFreeText, membersOf, type Schema, toSchema } from "../input-schema.ts";
import { type Limit, type Limits, readLimits } from "../request-limits.ts";
import type { Subject } from "../subject.ts";
import { listRoutes, type Routes } from "../trace.ts";
import { expectAccepted } from "./arrival.ts";
import { lengthen } from "./lengthen.ts";

/** What the contract limits and the adapter's own schema does not: at each limit, just within, and just beyond. */
export function contractLimitCases(subject: Subject): Case[] {
  const members = membersOf(subject.inputSchema ?? {});
  const { kinds } = readLimits(subject.contract, subject.operation);
  if (!kinds.some((limit) => members.some(({ schema }) => leavesOpen(schema, limit)))) return [];
  const claim = "keeps to the contract's limits, where the adapter's own schema states none";
  const group = "contract-limits";
  return [{ group, detail: "", claim, run: () => runLimits(subject, { group, claim }) }];
}

/** Whether a schema takes what a limit could be for, and does not limit it so itself. Of what is in lists no case tries any limit. */
function leavesOpen(schema: Schema, limit: Limit): boolean {
  const isOpen = schema[limit] === undefined;
  const isList = allows(schema, "array");
  if (limit.endsWith("Items")) return isList && isOpen;
  if (limit.endsWith("Length")) return (isOpen && isFreeText(schema)) || (isList && isFreeText(toSchema(schema.items)));
  return isOpen && (allows(schema, "number") || allows(schema, "integer"));
}

async function runLimits(subject: Subject, { group, claim }: Pick<Case, "group" | "claim">): Promise<CaseOutcome> {
  const { routes } = await subject.learn();
  const cases = [...inputsAtLimits(subject, routes)].map((input) =>
    createCase(subject, { group, claim, inputs: [input], expect: expectAccepted }),
  );
  if (cases.length === 0) return inapplicable("no member whose way to the vendor is known has such a limit there");
  return runAll(cases);
}

/** Of those the ones that the adapter's schema allows: one that it refuses is never asked of the adapter. */
function* inputsAtLimits(subject: Subject, routes: Routes): Iterable<unknown> {
  const { contract, operation, documentedInput, fullInput, checkInput } = subject;
  const stated = statedLimits(subject);
  const documented = readLimits(contract, operation);
  // A list goes where its items go.
  for (const [pointer, place] of [...routes, ...listRoutes(routes)]) {
    const base = memberAt(documentedInput, pointer) === undefined ? fullInput : documentedInput;
    for (const values of valuesAt(memberAt(base, pointer), documented.at(place), stated.get(pointer) ?? {})) {
      // What the contract refuses for another reason says nothing of its limits.
      const value = values.find((one) => documented.mayStand(place, one));
      const input = withMember(base, pointer, value);
      if (value !== undefined && checkInput(input).length === 0) yield input;
    }
  }
}

/** What the cases of single members try already. */
function statedLimits({ inputSchema }: Subject): ReadonlyMap<string, Limits> {
  return new Map(membersOf(inputSchema ?? {}).map(({ pointer, schema }) => [pointer, schema as Limits]));
}

/** For each limit and what is beside it, values any of which will do. */
function* valuesAt(value: unknown, limits: Limits, stated: Limits): Iterable<unknown[]> {
  if (typeof value === "string")
    for (const length of countsAt([limits.minLength, limits.maxLength], [stated.minLength, stated.maxLength]))
      if (length >= 0) yield textsOf(value, length);
  if (Array.isArray(value))
    for (const count of countsAt([limits.minItems, limits.maxItems], [stated.minItems, stated.maxItems]))
      if (count >= 0) yield [lengthen(value, count)];
  if (typeof value === "number")
    for (const number of countsAt([limits.minimum, limits.maximum], [stated.minimum, stated.maximum])) yield [number];
}

/** A text of any characters, and the one that is there made longer or shorter: such as an address that still is one. */
function textsOf(text: string, length: number): string[] {
  const added = length - text.length;
  const longer = [text + text.slice(-1).repeat(Math.max(0, added)), text.slice(0, 1).repeat(Math.max(0, added)) + text];
  return ["x".repeat(length), ...(added < 0 ? [text.slice(0, length)] : longer)].filter((one) => one.length === length);
}

type Bounds = [least: number | undefined, most: number | undefined];

/** A limit, one within it and one beyond it. */
function* countsAt([least, most]: Bounds, [ownLeast, ownMost]: Bounds): Iterable<number> {
  if (least !== undefined && ownLeast === undefined) yield* [least, least + 1, least - 1];
  if (most !== undefined && most <= longest && ownMost === undefined) yield* [most, most - 1, most + 1];
}

const longest = 10_000;
