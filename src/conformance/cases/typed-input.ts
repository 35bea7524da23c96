import { isDeepStrictEqual } from "node:util";
import { lastTokenOf, parentOf, toDotted } from "../../contract/json-pointer.ts";
import { type Case, type CaseOutcome, createCase, inapplicable, runAll } from "../case.ts";
import { everySchema, typesOf } from "../chosen-plan.ts";
import { memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Member, membersWithItems, type Schema, schemaAt, toSchema, typesNamed } from "../input-schema.ts";
import { expectEither, type Found, fault } from "../judge.ts";
import { markOf } from "../mark.ts";
import { saysForm } from "../name-forms.ts";
import { mayStandAt, placeAt } from "../request-places.ts";
import { isNothing } from "../resend.ts";
import type { Subject } from "../subject.ts";
import { parsedBody, type SentLeaf, sentLeaves } from "../trace.ts";
import { firstOwn, type Visit, visit } from "../visit.ts";
import { isMissed } from "./arrival.ts";

/** A member of several types, the input that it is varied in, and what was sent for a text there. */
interface Typed {
  member: Member;
  base: unknown;
  /** JSON Pointer of the place in the body that the text went to. */
  place: string;
  sent: readonly SentLeaf[];
}

const group = "typed-input";

/** One member of the input is of each type that adapter and vendor name for it, in one call after the other. */
export function typedInputCases(subject: Subject): Case[] {
  const { operation, inputSchema } = subject;
  if (operation.requestBody === null || inputSchema === null) return [];
  const members = membersWithItems(inputSchema).filter(
    ({ name, pointer }) => !saysForm(name) && areSeveral(typesAt(inputSchema, pointer)),
  );
  return members.map((member) => {
    const claim = `sends each type of ${toDotted(member.pointer)}`;
    return { group, detail: member.pointer, claim, run: () => runTypes(subject, member, claim) };
  });
}

/** Of all branches of its unions: a member's schema has but the first. */
function typesAt(root: Schema, pointer: string): ReadonlySet<unknown> {
  const { properties } = schemaAt(root, parentOf(pointer)) ?? {};
  return typesNamed(root, toSchema(toSchema(properties)[lastTokenOf(pointer)]));
}

/** A text, which the others are told from, and another type. */
function areSeveral(types: ReadonlySet<unknown>): boolean {
  return types.has("string") && [...types].some((type) => type !== "string" && type !== "null");
}

async function runTypes(subject: Subject, member: Member, claim: string): Promise<CaseOutcome> {
  const typed = await findWay(subject, member);
  if (typed === undefined) return inapplicable("it is not known where in a body the vendor has a text of it");
  const values = valuesFor(subject, typed);
  if (values.length === 0) return inapplicable("the contract does not name several types for it");
  const cases = values.map((value) =>
    createCase(subject, {
      ...{ group, detail: member.pointer, claim },
      inputs: [withMember(typed.base, member.pointer, value)],
      expect: async (visited) => [...expectEither(visited), ...(await expectValue(visited, typed, value))],
    }),
  );
  return runAll(cases, ({ found }) => found.length > 0);
}

/** The place that a text goes to as it is. */
async function findWay(subject: Subject, member: Member): Promise<Typed | undefined> {
  const { contract, documentedInput, fullInput, checkInput } = subject;
  const text = markOf(member.pointer);
  const base = [documentedInput, fullInput].find(
    (one) =>
      memberAt(one, parentOf(member.pointer)) !== undefined &&
      checkInput(withMember(one, member.pointer, text)).length === 0,
  );
  if (base === undefined) return undefined;
  const exchange = firstOwn(await visit(subject, { inputs: [withMember(base, member.pointer, text)] }));
  const sent = exchange === undefined ? [] : sentLeaves(contract, exchange);
  const [leaf, ...others] = sent.filter(({ value }) => value === text);
  if (leaf?.part !== "request.body" || others.length > 0) return undefined;
  return { member, base, place: leaf.pointer, sent };
}

const values: readonly unknown[] = [false, 0, true, 42, { standin: "text" }, ["Standin text"]];

/** Of all types that both sides name, texts among them. */
function valuesFor(
  { contract, operation, checkInput, inputSchema }: Subject,
  { member, base, place }: Typed,
): unknown[] {
  const there = placeAt(contract, operation, { part: "request.body", pointer: place });
  const theirs = new Set(everySchema(contract.checker, there?.schemas ?? []).flatMap(typesOf));
  const own = typesAt(inputSchema ?? {}, member.pointer);
  if (!areSeveral(theirs)) return [];
  return values.filter(
    (value) =>
      [own, theirs].every((types) => namesOf(value).some((type) => types.has(type))) &&
      checkInput(withMember(base, member.pointer, value)).length === 0 &&
      mayStandAt(contract, there, value),
  );
}

function namesOf(value: unknown): string[] {
  if (Array.isArray(value)) return ["array"];
  return typeof value === "number" ? ["number", "integer"] : [typeof value];
}

async function expectValue(
  visited: Visit,
  { member: { pointer }, place, sent }: Typed,
  value: unknown,
): Promise<Found[]> {
  const { subject, exchanges, outcomes } = visited;
  const exchange = firstOwn(visited);
  if (exchange === undefined || outcomes[0]?.answer.kind !== "result") return [];
  const body = parsedBody(exchange.request.body);
  const arrived = memberAt(body, place);
  if (isDeepStrictEqual(arrived, value)) return [];
  // An adapter may have a place of its own for each type.
  const isElsewhere = exchanges
    .flatMap((one) => sentLeaves(subject.contract, one))
    .some((leaf) => !isLeft(leaf, place) && !sent.some((before) => isSameLeaf(before, leaf)));
  if (isElsewhere) return [];
  if (arrived === undefined) {
    // Who leaves out an item, or the object that it stands in, leaves out more than a value that says no.
    const isThere = memberAt(body, parentOf(place)) !== undefined;
    if (value === false && isThere && !(await isMissed(visited, place, value))) return [];
    const message = `${shown(value)} does not reach the vendor: request.body has no ${place}`;
    return [fault(visited, { rule: "input-lost", pointer, message, expected: value })];
  }
  // The contract may have the text of an object for as good as that, and one item for a list of it.
  if (arrived !== null && (typeof value === "object" || arrived !== String(value))) return [];
  const reason = arrived === null ? "" : ", where adapter and contract have both types";
  const message = `${shown(value)} reaches the vendor as ${shown(arrived)}, in request.body ${place}${reason}`;
  return [fault(visited, { rule: "input-altered", pointer, message, expected: value, actual: arrived })];
}

/** What there is at a place, or is left around it where there is nothing. */
function isLeft({ pointer, value }: SentLeaf, place: string): boolean {
  const isEmpty = isNothing(value) || isDeepStrictEqual(value, {});
  return `${pointer}/`.startsWith(`${place}/`) || (isEmpty && `${place}/`.startsWith(`${pointer}/`));
}

function isSameLeaf(one: SentLeaf, other: SentLeaf): boolean {
  return one.part === other.part && one.pointer === other.pointer && isDeepStrictEqual(one.value, other.value);
}
