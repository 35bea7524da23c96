import { memberAt, withMember } from "./edit.ts";
import { type ListPlaces, listAt } from "./paged-list.ts";

/** A result whose records stand as those of the answer do: their order is the adapter's affair. */
export function arranged(result: unknown, answered: unknown, { result: to, answered: from }: ListPlaces): unknown {
  const records = new Map<string, unknown[]>();
  const given = listAt(result, to.list);
  for (const record of given) {
    const key = keyOf(memberAt(record, to.id));
    records.set(key, [...(records.get(key) ?? []), record]);
  }
  const ids = listAt(answered, from.list).map((item) => memberAt(item, from.id) ?? null);
  const inOrder = ids.map((id) => records.get(keyOf(id))?.shift());
  const left = [...records.values()].flat();
  const missing = inOrder.flatMap((one, index) => (one === undefined ? [index] : []));
  // Where the vendor says no id, an adapter may have a word of its own.
  if (left.length === 1 && missing.length === 1 && ids[missing[0] as number] === null)
    inOrder[missing[0] as number] = left[0];
  // Who gives them other ids, or leaves one out, is held to the order that they have.
  return inOrder.includes(undefined) ? result : beginning(result, to.list, inOrder);
}

function keyOf(id: unknown): string {
  return String(id ?? null);
}

/** The same where it is not known yet which id is the record's: that by which most records are told. */
export function arrangedAsTraced(result: unknown, traced: ReadonlyMap<string, string>): unknown {
  const ways = new Map<string, { list: string; indexes: Map<number, number> }>();
  for (const [place, source] of traced) {
    const [to, from] = [place, source].map((pointer) => /^(.*?)\/(\d+)(\/.*id)$/i.exec(pointer));
    if (!to || !from) continue;
    const key = [to[1], to[3], from[1], from[3]].join(" ");
    const way = ways.get(key) ?? { list: to[1] as string, indexes: new Map<number, number>() };
    way.indexes.set(Number(from[2]), Number(to[2]));
    ways.set(key, way);
  }
  const [most] = [...ways.values()].sort((one, other) => other.indexes.size - one.indexes.size);
  if (most === undefined) return result;
  const records = listAt(result, most.list);
  const inOrder = [...most.indexes.keys()].map((_, index) => records[most.indexes.get(index) ?? -1]);
  return inOrder.includes(undefined) ? result : beginning(result, most.list, inOrder);
}

/** A result whose list begins with these of its records; those of later pages stand behind. */
function beginning(result: unknown, list: string, first: readonly unknown[]): unknown {
  const others = listAt(result, list).filter((record) => !first.includes(record));
  return withMember(result, list, [...first, ...others]);
}
