import { isDeepStrictEqual } from "node:util";
import { lastTokenOf, parentOf, toDotted } from "../../contract/json-pointer.ts";
import { type Case, type CaseOutcome, createCase, inapplicable } from "../case.ts";
import { chosenPlan } from "../chosen-plan.ts";
import { memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { allows, type Member, toSchema, typesNamed } from "../input-schema.ts";
import { expectEither, type Found, fault } from "../judge.ts";
import { toNameKey } from "../known-values.ts";
import { namesakesOf } from "../namesakes.ts";
import { mayStandAt, placeAt, type RequestPlace } from "../request-places.ts";
import type { Learnt, Subject } from "../subject.ts";
import { isSame, isTelling, type SentLeaf, sentLeaves } from "../trace.ts";
import { firstOwn, type Visit } from "../visit.ts";
import { isMissed } from "./arrival.ts";

type Members = Readonly<Record<string, unknown>>;

/** An object of the input, with the members that were put into it. */
interface Filled {
  member: Member;
  place: RequestPlace;
  members: Members;
}

const group = "map-input";

/** Two of its names differ in nothing but case: who writes all in one case sends one of them. */
const free: Members = {
  Standin_Text: "Standin first text",
  standin_text: "Standin second text",
  standin_number: 421_701,
  standin_digits: "0042",
  standin_false: false,
  standin_zero: 0,
  standin_null: null,
  standin_last: "Standin last text",
};

/** Objects whose members may have any names are given several: all go where any goes. */
export function mapInputCases(subject: Subject, members: readonly Member[]): Case[] {
  if (subject.operation.requestBody === null) return [];
  return members.filter(isMap).map((member) => {
    const claim = `sends the members of ${toDotted(member.pointer)}, whatever their names`;
    return { group, detail: member.pointer, claim, run: () => runMap(subject, member, claim) };
  });
}

function isMap({ schema }: Member): boolean {
  const { properties, patternProperties, additionalProperties } = schema;
  const isNamed = properties !== undefined || patternProperties !== undefined;
  return allows(schema, "object") && schema.enum === undefined && !isNamed && additionalProperties !== false;
}

async function runMap(subject: Subject, member: Member, claim: string): Promise<CaseOutcome> {
  const { pointer } = member;
  const place = placeOf(subject, await subject.learn(), pointer);
  if (place === undefined) return inapplicable("it is not known which object of the vendor's they go into");
  const filled = fill(subject, member, place);
  if (filled === undefined)
    return inapplicable("there are not two members that the adapter's schema and the contract have room for");
  return createCase(subject, {
    ...{ group, detail: pointer, claim },
    inputs: [filled.input],
    expect: async (visit) => [...expectEither(visit), ...(await expectMembers(visit, filled))],
  }).run();
}

/** An object that the contract names no members of: the one that a member goes into, or the one of its name. */
function placeOf(subject: Subject, { routes }: Learnt, pointer: string): RequestPlace | undefined {
  const { contract, operation } = subject;
  const [way] = [...routes].flatMap(([from, { part, pointer: to }]) =>
    parentOf(from) === pointer && lastTokenOf(from) === lastTokenOf(to) ? [{ part, pointer: parentOf(to) }] : [],
  );
  const place =
    way === undefined
      ? namesakesOf(subject).find((one) => one.pointer === pointer)?.place
      : placeAt(contract, operation, way);
  if (place?.part !== "request.body") return undefined;
  return chosenPlan(contract.checker, place.schemas).properties.size === 0 ? place : undefined;
}

/** With what the documented input has there behind them; undefined where not two texts may stand there. */
function fill(subject: Subject, member: Member, place: RequestPlace): (Filled & { input: unknown }) | undefined {
  const { contract, documentedInput, fullInput, checkInput } = subject;
  for (const base of [documentedInput, fullInput]) {
    const own = toSchema(memberAt(base, member.pointer));
    const make = (members: Members) => withMember(base, member.pointer, { ...members, ...own });
    const mayStand = (members: Members) =>
      checkInput(make(members)).length === 0 && mayStandAt(contract, place, { ...members, ...own });
    const allowed = Object.entries(free).filter(([name, value]) => mayStand({ [name]: value }));
    const texts = allowed.filter(([, value]) => isText(value));
    // There may be room for a few.
    const members = [allowed, texts, texts.slice(0, 2)].map((some) => Object.fromEntries(some)).find(mayStand);
    if (texts.length > 1 && members !== undefined) return { member, place, members, input: make(members) };
  }
  return undefined;
}

/** What sends one of the texts sends the others: whoever picks some by their names cannot know any of these. */
async function expectMembers(visit: Visit, filled: Filled): Promise<Found[]> {
  const { subject, exchanges, outcomes } = visit;
  const { members, place } = filled;
  const exchange = firstOwn(visit);
  if (exchange === undefined || outcomes[0]?.answer.kind !== "result") return [];
  const sent = sentLeaves(subject.contract, exchange).filter(({ part }) => part === "request.body");
  const all = exchanges.flatMap((one) => sentLeaves(subject.contract, one));
  const texts = Object.entries(members).filter(([, value]) => isText(value));
  const lost = texts.find(([, text]) => !all.some((leaf) => leaf.value === text));
  if (texts.every(([, text]) => !all.some((leaf) => leaf.value === text))) {
    const isEmpty = sent.some(({ pointer, value }) => pointer === place.pointer && isDeepStrictEqual(value, {}));
    return isEmpty ? [tell(visit, filled, "")] : [];
  }
  if (lost !== undefined) return [tell(visit, filled, lost[0])];
  const one = sent.find((leaf) => texts.some(([name, text]) => leaf.value === text && isNamed(leaf, name)));
  if (one === undefined) return [];
  const map = parentOf(one.pointer);
  for (const [name, value] of Object.entries(members).filter(([, other]) => !isText(other))) {
    const namesakes = all.filter((leaf) => isNamed(leaf, name));
    const arrived = namesakes.find(({ pointer }) => parentOf(pointer) === map);
    if (arrived !== undefined && isOther(subject, filled, arrived.value, value))
      return [tell(visit, filled, name, arrived)];
    // It may have a place of its own for each type.
    const isElsewhere = namesakes.length > 0 || (isTelling(value) && all.some((leaf) => isSame(leaf.value, value)));
    if (!isElsewhere && (await isLost(visit, `${map}/${name}`, value))) return [tell(visit, filled, name)];
  }
  return [];
}

/** "" is the name of all of them together. */
function tell(visit: Visit, { member, members, place }: Filled, name: string, arrived?: SentLeaf): Found {
  const pointer = name === "" ? member.pointer : `${member.pointer}/${name}`;
  const value = name === "" ? members : members[name];
  if (arrived === undefined) {
    const message = `${shown(value)} does not reach the vendor in ${place.part} ${place.pointer}, whose members may have any names`;
    return fault(visit, { rule: "input-lost", pointer, message, expected: value });
  }
  const message = `${shown(value)} reaches the vendor as ${shown(arrived.value)}, in ${arrived.part} ${arrived.pointer}`;
  return fault(visit, { rule: "input-altered", pointer, message, expected: value, actual: arrived.value });
}

/** What is written otherwise may be so on purpose: not the word "null", none at all, or digits without their first ones. */
function isOther(subject: Subject, { member, place }: Filled, arrived: unknown, value: unknown): boolean {
  if (value === null) return arrived === "null";
  if (arrived === null || isText(arrived)) return true;
  if (typeof value === "string") return typeof arrived === "number";
  if (arrived !== String(value)) return false;
  // Where both sides have texts as well, a text is another value.
  const given = typesNamed(subject.inputSchema ?? {}, toSchema(member.schema.additionalProperties));
  const types = typeof value === "boolean" ? ["boolean"] : ["number", "integer"];
  const hasBoth = (named: (type: string) => boolean) => named("string") && types.some(named);
  const theirs = place.schemas.map((schema) => toSchema(toSchema(schema.value).additionalProperties));
  return hasBoth((type) => given.has(type)) && theirs.some((schema) => hasBoth((type) => allows(schema, type)));
}

/** What says that there is none may stay away where that is as good to the vendor: not null in a change, which would clear what is there. */
async function isLost(visit: Visit, at: string, value: unknown): Promise<boolean> {
  if (value === null) return firstOwn(visit)?.request.method === "PATCH";
  return isTelling(value) || isMissed(visit, at, value);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("Standin");
}

function isNamed({ pointer }: SentLeaf, name: string): boolean {
  return toNameKey(lastTokenOf(pointer)) === toNameKey(name);
}
