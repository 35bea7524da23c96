import { kindOf, weighPlain, weights } from "./weigh.ts";

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

/**
 * Holds a state against plain data that no object stands in twice. Undefined where the state itself is no plain data. What is
 * the same is so to the order of members, and to the sign of a zero.
 */
export function findDifference(state: unknown, beginning: unknown): Compared | undefined {
  let weight = 0;
  let isPlain = true;
  try {
    const difference = find(state, beginning);
    return isPlain ? { difference, weight } : undefined;
  } catch {
    // A Proxy may throw when it is looked at.
    return undefined;
  }

  function find(one: unknown, base: unknown): Difference {
    const before = weight;
    const kind = commonKind(one, base);
    const inside =
      kind === "Object"
        ? findInMembers(one as object, base as Record<string, unknown>)
        : kind === "Map" && Reflect.ownKeys(one as object).length === 0
          ? findInRecords(one as Map<unknown, unknown>, base as Map<unknown, unknown>)
          : isSame(one, base) || "other";
    if (inside === true) return undefined;
    if (inside !== "other") return inside;
    weight = before;
    return { kind: "value", value: takeOwn(one) };
  }

  /** True where there is none. */
  function findInMembers(one: object, base: Record<string, unknown>): Difference | true | "other" {
    const names = Reflect.ownKeys(one);
    const known = Object.keys(base);
    if (names.length !== known.length) return "other";
    weight += weights.header + names.length * weights.place;
    const members: Difference[] = [];
    let isOther = false;
    for (const [index, name] of known.entries()) {
      const member = names[index] === name ? Object.getOwnPropertyDescriptor(one, name) : undefined;
      if (member?.enumerable !== true || !("value" in member)) return "other";
      const difference = find(member.value, base[name]);
      isOther ||= difference !== undefined;
      members.push(difference);
    }
    return isOther ? { kind: "members", members } : true;
  }

  function findInRecords(one: ReadonlyMap<unknown, unknown>, base: ReadonlyMap<unknown, unknown>): Difference | true {
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
    return gone.size + changed.size + added.size === 0 || { kind: "records", gone, changed, added };
  }

  function takeOwn(value: unknown): unknown {
    const own = weighPlain(value);
    if (own === undefined) isPlain = false;
    else weight += own;
    return value;
  }

  // Note: plain loops, as in `weighPlain`, and texts that are the same weigh nothing.
  function isSame(one: unknown, base: unknown): boolean {
    if (typeof one !== "object" || one === null) return Object.is(one, base);
    const kind = commonKind(one, base);
    if (kind === undefined) return false;
    weight += weights.header;
    const names = Reflect.ownKeys(one);
    if (kind === "Object") return hasSameMembers(one, names, base as Record<string, unknown>);
    if (kind === "Array") {
      const list = one as unknown[];
      const others = base as unknown[];
      weight += weights.header + list.length * weights.place;
      if (list.length !== others.length || names.length !== list.length + 1) return false;
      for (let index = 0; index < list.length; index++) if (!isSame(list[index], others[index])) return false;
      return true;
    }
    if (names.length > 0) return false;
    if (kind === "Date") return Object.is((one as Date).getTime(), (base as Date).getTime());
    const items = one as ReadonlySet<unknown> | ReadonlyMap<unknown, unknown>;
    const others = base as typeof items;
    weight += items.size * weights.keyed;
    return items.size === others.size && areSame(items.entries(), others.entries());
  }

  function hasSameMembers(one: object, names: readonly PropertyKey[], base: Record<string, unknown>): boolean {
    const known = Object.keys(base);
    if (names.length !== known.length) return false;
    weight += names.length * weights.place;
    for (let index = 0; index < known.length; index++) {
      const name = known[index] as string;
      if (names[index] !== name) return false;
      const member = Object.getOwnPropertyDescriptor(one, name);
      if (member?.enumerable !== true || !("value" in member) || !isSame(member.value, base[name])) return false;
    }
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

function commonKind(one: unknown, other: unknown): ReturnType<typeof kindOf> {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return undefined;
  const kind = kindOf(Object.getPrototypeOf(one));
  return kind === kindOf(Object.getPrototypeOf(other)) ? kind : undefined;
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
