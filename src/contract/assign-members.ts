/**
 * Gives an object the members of another, as a spread would. Note: a spread of what came of a spread makes an object of
 * ever another shape, on which the engine is many times slower.
 */
export function assignMembers(
  target: Record<string, unknown>,
  source: Readonly<Record<string, unknown>>,
): typeof target {
  for (const name of Object.keys(source)) setMember(target, name, source[name]);
  return target;
}

/** Gives an object a member of its own, whatever its name. */
export function setMember(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") target[name] = value;
  // An assignment would change the prototype.
  else Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}
