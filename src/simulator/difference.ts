import { builtInOf, weighPlain, weights } from "./weigh.ts";

/**
 * What a state has of its own beside another one that it began as; undefined where it has nothing. What it shares with that
 * one is looked for member by member, down to the records of its Maps.
 */
export type Difference =
  | undefined
  | { kind: "value"; value: unknown }
  /** In the order of the members, which are the same in both. */
  | { kind: "members"; members: Difference[] }
  /** By key. Those that were added come last. */
  | { kind: "records"; gone: Set<unknown>; changed: Map<unknown, unknown>; added: Map<unknown, unknown> };

/** A difference, and about how many bytes of the heap a state takes that has the texts of all else in common. */
export interface Compared {
  difference: Difference;
  weight: number;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Holds a state against what it began as; both are plain data that no object stands in twice. What is the same is so to the
 * order of members, and to the sign of a zero.
 */
export function findDifference(state: unknown, beginning: unknown): Compared {
  let weight = 0;
  const difference = find(state, beginning);
  return { difference, weight };

  function find(one: unknown, base: unknown): Difference {
    const before = weight;
    const inside = findInside(one, base, commonBuiltIn(one, base));
    if (inside === true) return undefined;
    if (inside !== "other") return inside;
    weight = before;
    return { kind: "value", value: takeOwn(one) };
  }

  /** True where there is none, and "other" where they have nothing in common that is worth looking for. */
  function findInside(one: unknown, base: unknown, kind: ReturnType<typeof builtInOf>): Difference | true | "other" {
    if (kind === "Object") return findInMembers(one as Members, base as Members);
    if (kind === "Map")
      return findInRecords(one as ReadonlyMap<unknown, unknown>, base as ReadonlyMap<unknown, unknown>);
    return isSame(one, base) || "other";
  }

  function findInMembers(one: Members, base: Members): Difference | true | "other" {
    const names = commonNames(one, base);
    if (names === undefined) return "other";
    weight += weights.header + names.length * weights.place;
    const members = names.map((name) => find(one[name], base[name]));
    return members.every((member) => member === undefined) || { kind: "members", members };
  }

  function findInRecords(
    one: ReadonlyMap<unknown, unknown>,
    base: ReadonlyMap<unknown, unknown>,
  ): Difference | true | "other" {
    const gone = new Set<unknown>();
    const changed = new Map<unknown, unknown>();
    const added = new Map<unknown, unknown>();
    const left = base.entries();
    const next = (): unknown => left.next().value;
    weight += weights.header + one.size * weights.keyed;
    for (const [key, record] of one) {
      // What stands behind one that was added was added as well, be it for the second time.
      if (added.size > 0 || !base.has(key) || gone.has(key)) {
        added.set(takeOwn(key), takeOwn(record));
        continue;
      }
      let other = next() as [key: unknown, record: unknown];
      for (; other[0] !== key && !Object.is(other[0], key); other = next() as typeof other) gone.add(other[0]);
      const before = weight;
      if (isSame(record, other[1])) continue;
      weight = before;
      changed.set(key, takeOwn(record));
    }
    for (const [key] of left) gone.add(key);
    // A key that is an object is in no copy of the state, and what is read again would name one that is nobody's.
    for (const key of gone) if (typeof key === "object" && key !== null) return "other";
    return gone.size + changed.size + added.size === 0 || { kind: "records", gone, changed, added };
  }

  function takeOwn(value: unknown): unknown {
    weight += weighPlain(value) ?? 0;
    return value;
  }

  // Note: plain loops, as in `weighPlain`, and texts that are the same weigh nothing.
  function isSame(one: unknown, base: unknown): boolean {
    if (typeof one !== "object" || one === null) return Object.is(one, base);
    const kind = commonBuiltIn(one, base);
    if (kind === undefined) return false;
    weight += weights.header;
    if (kind === "Object") return hasSameMembers(one as Members, base as Members);
    if (kind === "Array") {
      const list = one as unknown[];
      const others = base as unknown[];
      weight += weights.header + list.length * weights.place;
      if (list.length !== others.length) return false;
      for (let index = 0; index < list.length; index++) if (!isSame(list[index], others[index])) return false;
      return true;
    }
    if (kind === "Date") return Object.is((one as Date).getTime(), (base as Date).getTime());
    const items = one as ReadonlySet<unknown> | ReadonlyMap<unknown, unknown>;
    const others = base as typeof items;
    weight += items.size * weights.keyed;
    return items.size === others.size && areSame(items.entries(), others.entries());
  }

  function hasSameMembers(one: Members, base: Members): boolean {
    const names = commonNames(one, base);
    if (names === undefined) return false;
    weight += names.length * weights.place;
    for (const name of names) if (!isSame(one[name], base[name])) return false;
    return true;
  }

  /** Of Maps and Sets of one size, in their order. */
  function areSame(entries: Iterable<[unknown, unknown]>, others: Iterator<[unknown, unknown]>): boolean {
    for (const [key, value] of entries) {
      const [otherKey, otherValue]: unknown[] = others.next().value;
      if (!isSame(key, otherKey) || !isSame(value, otherValue)) return false;
    }
    return true;
  }
}

function commonBuiltIn(one: unknown, other: unknown): ReturnType<typeof builtInOf> {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return undefined;
  const kind = builtInOf(Object.getPrototypeOf(one));
  return kind === builtInOf(Object.getPrototypeOf(other)) ? kind : undefined;
}

/** The names of both, where they are the same in the same order. */
function commonNames(one: Members, base: Members): readonly string[] | undefined {
  const names = Object.keys(one);
  const known = Object.keys(base);
  if (names.length !== known.length) return undefined;
  for (let index = 0; index < names.length; index++) if (names[index] !== known[index]) return undefined;
  return names;
}

/**
 * The state that differs so from what it began as. What both have in common is what `take` makes of it: a copy, or the
 * beginning's own, for who only looks.
 */
export function applyDifference(
  beginning: unknown,
  difference: Difference,
  take: (common: unknown) => unknown,
): unknown {
  if (difference === undefined) return take(beginning);
  if (difference.kind === "value") return difference.value;
  if (difference.kind === "members") {
    const base = beginning as Record<string, unknown>;
    const state = { ...base };
    for (const [index, name] of Object.keys(base).entries())
      state[name] = applyDifference(base[name], difference.members[index], take);
    return state;
  }
  const { gone, changed, added } = difference;
  const records = new Map<unknown, unknown>();
  for (const [key, record] of beginning as ReadonlyMap<unknown, unknown>)
    if (!gone.has(key)) records.set(key, changed.has(key) ? changed.get(key) : take(record));
  for (const [key, record] of added) records.set(key, record);
  return records;
}
