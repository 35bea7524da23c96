import { leavesOf, memberAt, withoutMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { placeNamed } from "../request-places.ts";
import { isNothing } from "../resend.ts";
import type { Learnt } from "../subject.ts";
import { isSame, type Route, type SentLeaf, sentLeaves } from "../trace.ts";
import { firstOwn, type Visit } from "../visit.ts";

/** A member of the input that the vendor has one place for, by the same name, goes there in some form, or elsewhere as it is. */
export function expectNamesake(visit: Visit, pointer: string, { routes }: Learnt): Found[] {
  const { contract, operation } = visit.subject;
  const exchange = firstOwn(visit);
  const value = memberAt(visit.plan.inputs[0], pointer);
  const place = placeNamed(contract, operation, pointer);
  if (exchange === undefined || value === null || place === undefined) return [];
  const given = leavesOf(value).map((leaf) => leaf.value);
  // What says that there is nothing is no form of something.
  const isForm = (sent: unknown) => !isNothing(sent) || given.some(isNothing);
  const isHere = ({ part, pointer: at }: SentLeaf) =>
    part === place.part && (at === place.pointer || at.startsWith(`${place.pointer}/`));
  const sent = sentLeaves(contract, exchange);
  const here = sent.filter(isHere);
  const rest = withoutMember(visit.plan.inputs[0], pointer);
  const isOfOther = (leaf: SentLeaf) =>
    [...routes].some(([other, route]) => isAt(leaf, route) && isSame(leaf.value, memberAt(rest, other)));
  // An adapter may know a better place, such as a filter that has taken the place of a parameter.
  const isThere = (leaf: SentLeaf) => given.some((one) => isSame(leaf.value, one)) && !isOfOther(leaf);
  if (here.some((leaf) => isForm(leaf.value)) || sent.some(isThere)) return [];
  const instead = here[0] === undefined ? `no ${place.pointer}` : `${shown(here[0].value)} at ${here[0].pointer}`;
  const message = `${shown(value)} does not reach the vendor: ${place.part} has ${instead}`;
  return [fault(visit, { rule: "input-lost", pointer, message, expected: value })];
}

function isAt({ part, pointer }: SentLeaf, route: Route): boolean {
  return part === route.part && pointer === route.pointer;
}
