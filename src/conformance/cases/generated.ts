import { isDeepStrictEqual } from "node:util";
import type { Arbitrary } from "fast-check";
import type { Exchange } from "../../exchange.ts";
import { type Case, type CaseOutcome, inapplicable, toOutcome } from "../case.ts";
import { memberAt, withMember, withoutMember } from "../edit.ts";
import { allows, type Member, membersWithItems } from "../input-schema.ts";
import { type Found, judge, warningsOf } from "../judge.ts";
import { freeMembers } from "../mark.ts";
import { isOfFirstItem, otherValues } from "../other-values.ts";
import type { Learnt, Subject } from "../subject.ts";
import { visit } from "../visit.ts";
import { expectAccepted } from "./arrival.ts";

export interface GeneratedSettings {
  seed: number;
  runs: number;
}

/** Inputs by chance; one that fails is made as small as it can be. */
export function generatedCases(subject: Subject, { seed, runs }: GeneratedSettings): Case[] {
  if (runs === 0 || subject.inputSchema === null) return [];
  const claim = `holds for generated inputs, ${runs} at the most`;
  return [{ group: "generated", detail: "", claim, run: () => runGenerated(subject, { seed, runs }) }];
}

async function runGenerated(subject: Subject, { seed, runs }: GeneratedSettings): Promise<CaseOutcome> {
  const fc = await import("fast-check");
  let smallest: CaseOutcome | undefined;
  let crash: { error: unknown } | undefined;
  let isTried = false;
  let refused = 0;
  let isSent = false;
  const exchanges: Exchange[] = [];
  const warnings: Found[] = [];
  const property = fc.asyncProperty(inputs(subject, await subject.learn(), fc), async (input) => {
    // What the cases make of parts may break the whole, and then another one is tried.
    if (subject.checkInput(input).length > 0) throw new fc.PreconditionFailure();
    if (crash !== undefined) return true;
    const isOther = !isDeepStrictEqual(input, subject.documentedInput);
    isTried ||= isOther;
    try {
      const visited = await visit(subject, { inputs: [input] });
      isSent ||= isOther && visited.exchanges.length > 0;
      if (isOther && visited.exchanges.length === 0) refused += 1;
      const found = await judge(visited, expectAccepted);
      if (found.length > 0) smallest = toOutcome(visited, found);
      else if (exchanges.length < mostExchanges) {
        exchanges.push(...visited.exchanges);
        warnings.push(...warningsOf(visited.exchanges));
      }
      return found.length === 0;
    } catch (error) {
      crash = { error };
      return true;
    }
  });
  // Where there is little to choose from, most of them are alike.
  await fc.check(property, { seed, numRuns: runs, ignoreEqualValues: true });
  if (crash !== undefined) throw crash.error;
  if (!isTried) return inapplicable("the input schema leaves nothing to choose");
  if (smallest !== undefined) return smallest;
  if (isSent) return { found: [], warnings, exchanges };
  return inapplicable(`the adapter refuses all ${refused} generated inputs before it sends anything`);
}

/** They count towards the coverage, and are held for that long. */
const mostExchanges = 1000;

type FastCheck = typeof import("fast-check");

/** Each member that may be left out is absent, documented or something else: the first of these is the smallest. */
function inputs(subject: Subject, { routes }: Learnt, fc: FastCheck): Arbitrary<unknown> {
  const free = freeMembers(subject);
  const members = membersWithItems(subject.inputSchema ?? {});
  const choices = members.map((member) =>
    choiceFor(member, free.includes(member.pointer), otherValues(subject, routes, member), fc),
  );
  return fc.tuple(...choices).map((chosen) =>
    members.reduce((input, { pointer }, index) => {
      const choice = chosen[index] as Choice;
      if (choice.kind === "absent") return withoutMember(input, pointer);
      // Of a list without items there is no first one.
      const isNowhere = isOfFirstItem(pointer) && memberAt(input, pointer) === undefined;
      return choice.kind === "documented" || isNowhere ? input : withMember(input, pointer, choice.value);
    }, subject.documentedInput),
  );
}

type Choice = { kind: "absent" } | { kind: "documented" } | { kind: "value"; value: unknown };

function choiceFor(member: Member, isFree: boolean, values: readonly unknown[], fc: FastCheck): Arbitrary<Choice> {
  const documented = fc.constant<Choice>({ kind: "documented" });
  const isOfItem = isOfFirstItem(member.pointer);
  const others = (isOfItem ? [] : ofAnyMember(member, isFree, fc)).map((arbitrary) => ({ arbitrary, weight: 1 }));
  if (values.length > 0) others.push({ arbitrary: fc.constantFrom(...values), weight: 2 });
  const toChoice = others.map(({ arbitrary, weight }) => ({
    arbitrary: arbitrary.map((value): Choice => ({ kind: "value", value })),
    weight,
  }));
  // Of an input that fails each choice is tried as the first one before it is made smaller itself.
  const present = fc.oneof({ withCrossShrink: true }, { arbitrary: documented, weight: 1 }, ...toChoice);
  if (member.required || isOfItem) return present;
  const absent = { arbitrary: fc.constant<Choice>({ kind: "absent" }), weight: 1 };
  const weight = others.reduce((sum, other) => sum + other.weight, 1);
  return fc.oneof({ withCrossShrink: true }, absent, { arbitrary: present, weight });
}

/** What is tried whether or not the contract allows it: that an adapter lets through is its own fault. */
function ofAnyMember({ nullable, schema }: Member, isFree: boolean, fc: FastCheck): Arbitrary<unknown>[] {
  const others: Arbitrary<unknown>[] = nullable ? [fc.constant(null)] : [];
  if (isFree) {
    const maxLength = typeof schema.maxLength === "number" ? Math.min(schema.maxLength, 300) : 300;
    others.push(fc.string({ unit: "grapheme", maxLength }));
  }
  if (allows(schema, "boolean")) others.push(fc.boolean());
  if (Array.isArray(schema.enum)) others.push(fc.constantFrom(...schema.enum));
  return others;
}
