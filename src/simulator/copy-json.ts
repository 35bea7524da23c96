/** A copy of a JSON value that shares nothing with it; several times faster than structuredClone. */
export function copyJson<T>(value: T): T {
  // Note: a list's own map would make a list of its realm, and test runners make realms.
  if (Array.isArray(value)) return Array.prototype.map.call(value, copyJson) as T;
  if (typeof value !== "object" || value === null) return value;
  const copy = { ...value };
  for (const name in copy) if (typeof copy[name] === "object") copy[name] = copyJson(copy[name]);
  return copy;
}
