import { types } from "node:util";

/**
 * A copy of plain data as `weighPlain` takes it, of this realm, and several times faster than structuredClone. Note: what
 * stands in two places becomes two. The copy has the texts in common with what it is one of.
 */
export function copyData(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const copy = new Array(value.length);
    for (let index = 0; index < copy.length; index++) copy[index] = copyData(value[index]);
    return copy;
  }
  // Most are objects, and to ask each whether it is a Map takes as long as to copy it.
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    if (types.isMap(value)) {
      const copy = new Map<unknown, unknown>();
      for (const [key, item] of value) copy.set(copyData(key), copyData(item));
      return copy;
    }
    if (types.isSet(value)) return new Set(Array.from(value, copyData));
    if (types.isDate(value)) return new Date(value.getTime());
  }
  const copy: Record<string, unknown> = { ...value };
  for (const name of Object.keys(copy)) {
    const member = copy[name];
    if (typeof member === "object" && member !== null) copy[name] = copyData(member);
  }
  return copy;
}

/**
 * Whether some plain data is the same in a copy: no object of it stands in more than one place, of which each would have one
 * of its own, and none is a Proxy, which looks as plain as what is behind it.
 */
export function isCopied(value: unknown): boolean {
  const seen = new Set<object>();
  return isNew(value);

  function isNew(one: unknown): boolean {
    if (typeof one !== "object" || one === null) return true;
    if (seen.has(one) || types.isProxy(one)) return false;
    seen.add(one);
    if (Array.isArray(one)) return one.every(isNew);
    if (Object.getPrototypeOf(one) !== Object.prototype) {
      if (types.isMap(one)) return areNew(one.keys()) && areNew(one.values());
      if (types.isSet(one)) return areNew(one);
    }
    for (const name of Object.keys(one)) if (!isNew((one as Record<string, unknown>)[name])) return false;
    return true;
  }

  function areNew(items: Iterable<unknown>): boolean {
    for (const item of items) if (!isNew(item)) return false;
    return true;
  }
}
