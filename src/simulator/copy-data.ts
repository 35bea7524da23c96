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
