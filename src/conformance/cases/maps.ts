import { isObject } from "../../contract/is-object.ts";
import { inFirstItems, lastTokenOf, parentOf, toDotted } from "../../contract/json-pointer.ts";
import type { Case } from "../case.ts";
import { leavesOf, memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { allows, schemaAt } from "../input-schema.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { toNameKey } from "../known-values.ts";
import { isOf, mayBeOf } from "../origins.ts";
import type { ResponseMember } from "../response-members.ts";
import type { Learnt, Subject } from "../subject.ts";
import { allowedAnswer } from "../tell-apart.ts";
import type { Visit } from "../visit.ts";
import { alteredCase } from "./altered-answer.ts";
import { maySay } from "./sources.ts";
import { isTextInstead } from "./text-instead.ts";

/** An object of an answer, with members that are put into it before its own. */
interface FilledAnswer {
  pointer: string;
  members: Readonly<Record<string, string | number | boolean>>;
}

/** Objects whose members may have any names have more of them: the result shows all where it shows any. */
export function mapsCase(subject: Subject, maps: readonly ResponseMember[]): Case {
  const places = maps.map(({ pointer }) => pointer);
  let filled: readonly FilledAnswer[] = [];
  return alteredCase(subject, {
    ...{ group: "map-answer", pointer: "", claim: `answers the members of ${places.map(toDotted).join(", ")}` },
    alter(body, learnt) {
      const allows = allowedAnswer(subject, learnt.reply?.status ?? 200);
      filled = allows(body) ? places.flatMap((pointer, index) => fill(body, pointer, index + 1, allows)) : [];
      if (filled.length === 0) return undefined;
      return filled.reduce(
        (altered, { pointer, members }) =>
          withMember(altered, pointer, { ...members, ...(memberAt(body, pointer) as object) }),
        body,
      );
    },
    unless: "no answer was seen that has an object whose members may have any names",
    // An adapter may know more of them than the contract says.
    mayRefuse: true,
    expect: (visit, body, learnt) => [
      ...expectResults(visit),
      ...filled.flatMap((one) => [...expectMembers(visit, one), ...expectSomething(visit, one, { body, learnt })]),
    ],
  });
}

function fill(body: unknown, pointer: string, number: number, allows: (body: unknown) => boolean): FilledAnswer[] {
  const given = memberAt(body, pointer);
  if (!isObject(given)) return [];
  const all = {
    standin_first: `First of map ${number}`,
    standin_second: `Second of map ${number}`,
    standin_number: 421_700 + number,
    standin_flag: true,
    standin_last: `Last of map ${number}`,
  };
  const allowed = Object.entries(all).filter(([name, value]) =>
    allows(withMember(body, pointer, { ...given, [name]: value })),
  );
  return allowed.length === 0 ? [] : [{ pointer, members: Object.fromEntries(allowed) }];
}

/** What shows one of the members shows the others: whoever picks some by their names cannot know any of these. */
function expectMembers(visit: Visit, { pointer, members }: FilledAnswer): Found[] {
  const answer = visit.outcomes[0]?.answer;
  if (answer?.kind !== "result") return [];
  const leaves = leavesOf(answer.result);
  const texts = Object.entries(members).filter(([, value]) => typeof value === "string");
  const [one] = texts.flatMap(([name, value]) =>
    leaves.filter((leaf) => leaf.value === value).map((leaf) => ({ name, leaf })),
  );
  if (one === undefined) return [];
  const map = parentOf(one.leaf.pointer);
  const isNamed = isSameName(lastTokenOf(one.leaf.pointer), one.name);
  const beside = isNamed ? leaves.filter((leaf) => parentOf(leaf.pointer) === map) : [];
  for (const [name, said] of Object.entries(members)) {
    const place = `${map}/${name}`;
    const leaf = isNamed
      ? beside.find((sibling) => isSameName(lastTokenOf(sibling.pointer), name))
      : leaves.find(({ value }) => value === said);
    const seen = leaf?.value ?? null;
    const where = `${pointer}/${name}`;
    if (seen === null && (isNamed ? maySay(visit, place, said) : typeof said === "string")) {
      const message = `the result shows ${shown(one.leaf.value)} of ${pointer}, and lacks ${shown(said)}, which the vendor's answer has at ${where}`;
      return [fault(visit, { rule: "output-differs", pointer: isNamed ? place : map, message, expected: said })];
    }
    // What is written otherwise may be so on purpose; what another member says is not.
    const isOther = seen !== said && Object.values(members).some((value) => value === seen);
    if (!isOther && !isTextInstead(visit.subject, { place: leaf?.pointer ?? place, seen, said })) continue;
    const message = `the result is ${shown(seen)}, and the vendor's answer has ${shown(said)} at ${where}`;
    return [fault(visit, { rule: "output-differs", pointer: place, message, expected: said, actual: seen })];
  }
  return [];
}

/** An object of its name is not empty, where nothing else has that name or it lies in what comes from there, and where the adapter's own output schema leaves it open what is in it. */
function expectSomething(
  visit: Visit,
  { pointer }: FilledAnswer,
  { body, learnt: { sources } }: { body: unknown; learnt: Learnt },
): Found[] {
  const { subject, outcomes } = visit;
  const answer = outcomes[0]?.answer;
  if (answer?.kind !== "result") return [];
  const leaves = leavesOf(answer.result);
  const isNamesake = (place: string) => isSameName(lastTokenOf(place), lastTokenOf(pointer));
  const empty = leaves.find((leaf) => isNamesake(leaf.pointer) && isEmptyObject(leaf.value));
  const objects = leavesOf(body).map((leaf) => ancestorsOf(leaf.pointer).filter(isNamesake));
  const isAlone = new Set(objects.flat().map(inFirstItems)).size === 1;
  if (empty === undefined || !isOpen(subject, empty.pointer)) return [];
  if (!isOf(sources, empty.pointer, pointer) && !(isAlone && mayBeOf(sources, empty.pointer, pointer))) return [];
  const said = memberAt(body, pointer);
  const texts = new Set(leavesOf(said).map(({ value }) => (typeof value === "string" ? value : undefined)));
  // The result may have it at another place.
  if (leaves.some(({ value }) => typeof value === "string" && texts.has(value))) return [];
  const message = `the result has {}, and the vendor's answer has ${shown(said)} at ${pointer}`;
  return [fault(visit, { rule: "output-differs", pointer: empty.pointer, message, expected: said })];
}

function ancestorsOf(pointer: string): string[] {
  return pointer === "" ? [] : [pointer, ...ancestorsOf(parentOf(pointer))];
}

function isOpen({ outputSchema }: Subject, place: string): boolean {
  const schema = schemaAt(outputSchema ?? {}, place) ?? {};
  const isClosed = ["properties", "patternProperties", "propertyNames"].some(
    (keyword) => schema[keyword] !== undefined,
  );
  return allows(schema, "object") && !isClosed && schema.additionalProperties !== false;
}

/** Given a leaf, whose objects have no members. */
function isEmptyObject(value: unknown): boolean {
  // An instance may keep to itself what it has.
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype;
}

function isSameName(one: string, other: string): boolean {
  return toNameKey(one) === toNameKey(other);
}
