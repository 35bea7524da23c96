import { leavesOf, memberAt } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { toNameKey } from "../known-values.ts";
import { requestPlaces } from "../request-places.ts";
import { isSame, type SentLeaf, sentLeaves } from "../trace.ts";
import { firstOwn, type Visit } from "../visit.ts";

/** A member of the input that the vendor has one place for, by the same name, goes there in some form, or elsewhere as it is. */
export function expectNamesake(visit: Visit, pointer: string): Found[] {
  const { contract, operation } = visit.subject;
  const exchange = firstOwn(visit);
  const value = memberAt(visit.plan.inputs[0], pointer);
  if (exchange === undefined || value === null) return [];
  const key = toNameKey(pointer.slice(pointer.lastIndexOf("/") + 1));
  const [place, ...others] = requestPlaces(contract, operation).filter(
    ({ name, deprecated }) => toNameKey(name) === key && !deprecated,
  );
  if (place === undefined || others.length > 0) return [];
  const given = leavesOf(value).map((leaf) => leaf.value);
  const isHere = ({ part, pointer: at }: SentLeaf) =>
    part === place.part && (at === place.pointer || at.startsWith(`${place.pointer}/`));
  const sent = sentLeaves(contract, exchange);
  // An adapter may know a better place, such as a filter that has taken the place of a parameter.
  if (sent.some((leaf) => isHere(leaf) || given.some((one) => isSame(leaf.value, one)))) return [];
  const message = `${shown(value)} does not reach the vendor: ${place.part} has no ${place.pointer}`;
  return [fault(visit, { rule: "input-lost", pointer, message, expected: value })];
}
