import { escapeToken, inFirstItems, lastTokenOf, parentOf } from "../../contract/json-pointer.ts";
import { leavesOf, memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { mergeParts, type Schema, schemaAt, toSchema } from "../input-schema.ts";
import { type Found, fault } from "../judge.ts";
import { toNameKey } from "../known-values.ts";
import { hasForm, saysKind } from "../name-forms.ts";
import type { Learnt, Subject } from "../subject.ts";
import { isTelling } from "../trace.ts";
import type { Visit } from "../visit.ts";

/** A member of an object in the result, and the one of its name in the object of the answer that the others come from. */
interface LikeNamed {
  place: string;
  seen: unknown;
  /** Where the answer has it, and what it says there, as far as the adapter's own output schema has room for that. */
  from: string;
  said: unknown;
}

/**
 * A member that is named as one of the answer is, in an object whose others come from where that one stands, says something
 * where that one does, and not what another one says that the result has as well. Only what the adapter's own output schema
 * tells the type of: else it may be another thing.
 */
export function expectLikeNamed(visit: Visit, learnt: Learnt): Found[] {
  const { subject } = visit;
  const likeNamed = objectsIn(learnt.result).flatMap((at) => likeNamedIn(subject, learnt, at));
  const lost = likeNamed.filter((one) => isLost(learnt, one) && isTyped(subject, learnt, one));
  const found = lost.filter((one) => isEverywhere(one, likeNamed)).map((one) => lostFault(visit, one));
  const taken = likeNamed.flatMap((one) => {
    const other = otherOf(learnt, one, likeNamed);
    return other === undefined || !isTyped(subject, learnt, one) ? [] : [takenFault(visit, one, other)];
  });
  return [...firstOfEach(found), ...firstOfEach(taken)];
}

/** JSON Pointers of all objects of a value. */
function objectsIn(value: unknown, pointer = ""): string[] {
  const inner = memberAt(value, pointer);
  if (typeof inner !== "object" || inner === null) return [];
  const below = Object.keys(inner).flatMap((name) => objectsIn(value, `${pointer}/${escapeToken(name)}`));
  return Array.isArray(inner) ? below : [pointer, ...below];
}

function likeNamedIn({ outputSchema }: Subject, { sources, result, reply }: Learnt, at: string): LikeNamed[] {
  const origin = originByName(sources, at);
  if (origin === undefined) return [];
  const [own, theirs] = [memberAt(result, at), memberAt(reply?.body, origin)].map(namesOf);
  return [...(own ?? [])].flatMap(([key, name]) => {
    const other = theirs?.get(key);
    if (name === undefined || other === undefined) return [];
    const [place, from] = [`${at}/${escapeToken(name)}`, `${origin}/${escapeToken(other)}`];
    const said = roomFor(outputSchema ?? {}, schemaAt(outputSchema ?? {}, place) ?? {}, memberAt(reply?.body, from));
    return [{ place, seen: memberAt(result, place), from, said }];
  });
}

/**
 * The object of the answer that the members of an object in the result come from by their names. Where others come from
 * elsewhere by other names, as those of what lies within it may, one of its name may do so by chance.
 */
function originByName(sources: Learnt["sources"], at: string): string | undefined {
  const beside = [...(sources ?? [])].filter(([place]) => place !== "" && parentOf(place) === at);
  const named = beside.filter(([place, source]) => keyOf(place) === keyOf(source));
  const [all, origins] = [beside, named].map((ways) => new Set(ways.map(([, source]) => parentOf(source))));
  const isSure = all?.size === 1 || named.length > 1;
  return isSure && origins?.size === 1 ? [...origins][0] : undefined;
}

/** The members of an object by their names without case and punctuation; undefined for one that several have. */
function namesOf(value: unknown): Map<string, string | undefined> {
  const names = new Map<string, string | undefined>();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return names;
  for (const name of Object.keys(value)) {
    const key = toNameKey(name);
    names.set(key, names.has(key) ? undefined : name);
  }
  return names;
}

/** What a value says without the members that a closed object of a schema does not name. */
function roomFor(root: Schema, given: Schema, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { items, properties, additionalProperties } = mergeParts(root, given);
  if (Array.isArray(value)) return value.map((item) => roomFor(root, toSchema(items), item));
  const named = toSchema(properties);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => Object.hasOwn(named, name) || additionalProperties !== false)
      .map(([name, member]) => [name, roomFor(root, toSchema(named[name]), member)]),
  );
}

function keyOf(pointer: string): string {
  return toNameKey(lastTokenOf(pointer));
}

/** It is null or an empty list, and what the answer says shows nowhere in the result. */
function isLost({ result }: Learnt, one: LikeNamed): boolean {
  return saysNothing(one.seen) && tellingIn(one.said).length > 0 && !mayBeRefused(one) && !isShown(result, one.said);
}

function saysNothing(seen: unknown): boolean {
  return seen === null || (Array.isArray(seen) && seen.length === 0);
}

/** An adapter may leave out what has not the form that it should have, and choose among items by what they say of themselves. */
function mayBeRefused({ from, said }: LikeNamed): boolean {
  if (Array.isArray(said))
    return leavesOf(said).some(
      ({ pointer, value }) =>
        typeof value === "boolean" ||
        saysKind(pointer) ||
        !hasForm(lastTokenOf(pointer === "" ? from : pointer), value),
    );
  return (
    typeof said !== "object" &&
    (!hasForm(lastTokenOf(from), said) || /^(number|value|address|href)$/i.test(lastTokenOf(from)))
  );
}

/** Where one of several records has what the answer says of it, the others may lack it for a reason. */
function isEverywhere({ place }: LikeNamed, likeNamed: readonly LikeNamed[]): boolean {
  const alike = likeNamed.filter(
    (one) => inFirstItems(one.place) === inFirstItems(place) && tellingIn(one.said).length > 0,
  );
  return alike.every(({ seen }) => saysNothing(seen));
}

/** The member of the answer that all comes from which the result has at a place, where it has that one by its own name as well. */
function otherOf(
  { sources, result }: Learnt,
  { place, seen, from, said }: LikeNamed,
  likeNamed: readonly LikeNamed[],
): LikeNamed | undefined {
  if (typeof seen !== "object" || seen === null || tellingIn(said).length === 0) return undefined;
  const ways = [...(sources ?? [])].filter(([at]) => at.startsWith(`${place}/`)).map(([, source]) => source);
  const others = likeNamed.filter((one) => parentOf(one.place) === parentOf(place) && one.from !== from);
  const other = others.find((one) => ways.length > 0 && ways.every((source) => source.startsWith(`${one.from}/`)));
  if (other === undefined || Array.isArray(other.said) !== Array.isArray(said)) return undefined;
  // What is called otherwise on purpose shows under another name; what has changed places does not.
  const rest = withMember(result, other.place, null);
  return isShown(rest, said) ? undefined : other;
}

function isShown(result: unknown, said: unknown): boolean {
  const values = new Set(leavesOf(result).map(({ value }) => value));
  return tellingIn(said).some((value) => values.has(value));
}

function tellingIn(value: unknown): unknown[] {
  return leavesOf(value)
    .map((leaf) => leaf.value)
    .filter(isTelling);
}

/** The adapter's own output schema allows there what the answer says, and nothing of another type. */
function isTyped({ checkOutput }: Subject, { result }: Learnt, { place, said }: LikeNamed): boolean {
  if (checkOutput === undefined) return false;
  const other = typeof said === "object" ? "Standin text" : { standin: ["text"] };
  const allows = (value: unknown) => checkOutput(withMember(result, place, value)).length === 0;
  return allows(said) && !allows(other);
}

/** Of all items of lists the first will do. */
function firstOfEach(found: readonly Found[]): Found[] {
  const seen = new Set<string>();
  return found.filter(({ pointer }) => !seen.has(inFirstItems(pointer)) && seen.add(inFirstItems(pointer)));
}

function lostFault(visit: Visit, { place, seen, from, said }: LikeNamed): Found {
  const message = `the result has ${shown(seen)}, and the vendor's answer has ${shown(said)} at ${from}`;
  return fault(visit, { rule: "output-differs", pointer: place, message, expected: said, actual: seen });
}

function takenFault(visit: Visit, { place, seen, from, said }: LikeNamed, other: LikeNamed): Found {
  const message = `the result says ${shown(seen)}, which the vendor has at ${other.from}; at ${from} it has ${shown(said)}`;
  return fault(visit, { rule: "output-differs", pointer: place, message, expected: said, actual: seen });
}
