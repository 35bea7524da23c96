import { types } from "node:util";

/** What is nested more deeply is not looked into: to copy it might take more of the stack than there is. */
const deepest = 200;
/** What holds itself in many places is not walked for ever. */
const most = 1_000_000;

/** In bytes, as V8 lays things out on 64 bits. */
export const weights = {
  /** What stands before members or characters. */
  header: 24,
  /** What each place takes. */
  place: 8,
  /** A Map keeps free room for as many keys again, and a chain through all of them. */
  keyed: 48,
} as const;
const { header, place, keyed } = weights;

/**
 * About how many bytes of the heap a value takes. Undefined for what is no data through and through: JSON's types,
 * undefined, bigint, Map, Set and Date. Of nothing else a copy is as good as the original: an instance would lose its
 * methods, a getter what it reads. `distinct`: undefined too where an object stands in more than one place, of which each
 * would have one of its own in a copy, and for a Proxy, which looks as plain as what is behind it.
 */
export function weighPlain(value: unknown, { distinct = false } = {}): number | undefined {
  const seen = distinct ? new Set<object>() : undefined;
  let left = most;
  let weight = 0;
  try {
    return isPlain(value, 0) ? weight : undefined;
  } catch {
    // A Proxy may throw when it is looked at.
    return undefined;
  }

  // Note: plain loops, for a tenant that goes to rest is waited for, and its state has thousands of members.
  function isPlain(one: unknown, depth: number): boolean {
    if (typeof one === "string") {
      // Longer texts may be of two bytes a character; to count them takes a call for each.
      weight += header + (one.length < 32 ? one.length : Buffer.byteLength(one));
      return true;
    }
    if (typeof one !== "object" || one === null) return typeof one !== "function" && typeof one !== "symbol";
    if (depth > deepest || --left < 0) return false;
    if (seen !== undefined) {
      if (seen.has(one) || types.isProxy(one)) return false;
      seen.add(one);
    }
    weight += header;
    const kind = builtInOf(Object.getPrototypeOf(one));
    if (kind === "Object") return hasPlainMembers(one, depth);
    const names = Reflect.ownKeys(one).length;
    if (kind === "Array") {
      const list = one as unknown[];
      weight += header + list.length * place;
      // Each place has its key, and `length` is one as well.
      return names === list.length + 1 && areAll(list, depth);
    }
    if (names > 0) return false;
    if (kind === "Map") {
      const map = one as Map<unknown, unknown>;
      weight += map.size * keyed;
      return areAll(map.keys(), depth) && areAll(map.values(), depth);
    }
    if (kind === "Set") {
      const set = one as Set<unknown>;
      weight += set.size * keyed;
      return areAll(set, depth);
    }
    return kind === "Date";
  }

  function areAll(items: Iterable<unknown>, depth: number): boolean {
    for (const item of items) if (!isPlain(item, depth + 1)) return false;
    return true;
  }

  function hasPlainMembers(holder: object, depth: number): boolean {
    for (const key of Reflect.ownKeys(holder)) {
      const member = Object.getOwnPropertyDescriptor(holder, key);
      if (typeof key === "symbol" || member?.enumerable !== true || !("value" in member)) return false;
      weight += place;
      if (!isPlain(member.value, depth + 1)) return false;
    }
    return true;
  }
}

const builtIn = ["Object", "Array", "Map", "Set", "Date"] as const;

/** The prototypes of this realm and of others that were met. Note: test runners make realms, and what is unpacked is the main one's. */
const kinds = new WeakMap<object, (typeof builtIn)[number]>();

/** What a prototype makes of an object, in whatever realm; undefined for a class of somebody's own, and for none. */
export function builtInOf(prototype: object | null): (typeof builtIn)[number] | undefined {
  // Most are, and to look into the map takes as long as all else.
  if (prototype === Object.prototype) return "Object";
  if (prototype === Array.prototype) return "Array";
  if (prototype === null) return undefined;
  const known = kinds.get(prototype);
  if (known !== undefined) return known;
  const maker: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  if (typeof maker !== "function" || maker.prototype !== prototype) return undefined;
  const kind = builtIn.find((name) => maker.name === name);
  if (kind === undefined || !Function.prototype.toString.call(maker).includes("[native code]")) return undefined;
  kinds.set(prototype, kind);
  return kind;
}
