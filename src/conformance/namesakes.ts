import { isIndex, lastTokenOf, parentOf } from "../contract/json-pointer.ts";
import { type Member, membersWithItems } from "./input-schema.ts";
import { toNameKey } from "./known-values.ts";
import { placeNamed, type RequestPlace, requestPlaces } from "./request-places.ts";
import type { Subject } from "./subject.ts";

/** A member of an input, and the one place of the contract's request that has its name. */
export interface Namesake extends Pick<Member, "pointer" | "name" | "schema"> {
  place: RequestPlace;
}

const known = new WeakMap<Subject, readonly Namesake[]>();

/** The members of an input in a body, those of the first items of lists too, that have such a place. */
export function namesakesOf(subject: Subject): readonly Namesake[] {
  const namesakes = known.get(subject) ?? findNamesakes(subject);
  known.set(subject, namesakes);
  return namesakes;
}

function findNamesakes(subject: Subject): Namesake[] {
  return membersWithItems(subject.inputSchema ?? {}).flatMap(({ pointer, name, schema }) => {
    const place = placeLike(subject, pointer);
    return place?.part === "request.body" ? [{ pointer, name, schema, place }] : [];
  });
}

/** The one with its name in the whole request, else in what is named as the object or list is that it stands in. */
function placeLike(subject: Subject, pointer: string): RequestPlace | undefined {
  if (pointer === "") return undefined;
  const { contract, operation } = subject;
  const name = lastTokenOf(pointer);
  const alone = isIndex(name) ? undefined : placeNamed(contract, operation, pointer);
  if (alone !== undefined) return alone;
  const around = placeLike(subject, parentOf(pointer));
  if (around === undefined) return undefined;
  const inside = requestPlaces(contract, operation).filter((one) => parentOf(one.pointer) === around.pointer);
  return inside.find((one) => toNameKey(one.name) === toNameKey(name) && !one.deprecated);
}
