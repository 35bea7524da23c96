/** What is nested more deeply is not looked into: to copy it might take more of the stack than there is. */
const deepest = 200;
/** What holds itself in many places is not walked for ever. */
const most = 1_000_000;

/**
 * Whether a value is data through and through: JSON's types, undefined, bigint, Map, Set and Date. Of nothing else a
 * copy is as good as the original: an instance would lose its methods, a getter what it reads.
 */
export function isPackable(value: unknown): boolean {
  let left = most;
  return isPlain(value, 0);

  // Note: plain loops, for a tenant that goes to rest is waited for, and its state has thousands of members.
  function isPlain(one: unknown, depth: number): boolean {
    if (typeof one !== "object" || one === null) return typeof one !== "function" && typeof one !== "symbol";
    if (depth > deepest || --left < 0) return false;
    const prototype = Object.getPrototypeOf(one);
    if (prototype === Object.prototype) return hasPlainMembers(one, depth);
    const names = Reflect.ownKeys(one).length;
    // Each place has its key, and `length` is one as well.
    if (prototype === Array.prototype)
      return names === (one as unknown[]).length + 1 && areAll(one as unknown[], depth);
    if (names > 0) return false;
    if (prototype === Map.prototype)
      return (
        areAll((one as Map<unknown, unknown>).keys(), depth) && areAll((one as Map<unknown, unknown>).values(), depth)
      );
    return prototype === Set.prototype ? areAll(one as Set<unknown>, depth) : prototype === Date.prototype;
  }

  function areAll(items: Iterable<unknown>, depth: number): boolean {
    for (const item of items) if (!isPlain(item, depth + 1)) return false;
    return true;
  }

  function hasPlainMembers(holder: object, depth: number): boolean {
    for (const key of Reflect.ownKeys(holder)) {
      const member = Object.getOwnPropertyDescriptor(holder, key);
      if (typeof key === "symbol" || member?.enumerable !== true || !("value" in member)) return false;
      if (!isPlain(member.value, depth + 1)) return false;
    }
    return true;
  }
}
