/**
 * Gives an object the members of another, as a spread would. Note: a spread of what came of a spread makes an object of
 * ever another shape, on which the engine is many times slower.
 */
export function assignMembers(
  target: Record<string, unknown>,
  source: Readonly<Record<string, unknown>>,
): typeof target {
  for (const name of Object.keys(source)) {
    if (name !== "__proto__") target[name] = source[name];
    // An assignment would change the prototype.
    else
      Object.defineProperty(target, name, {
        value: source[name],
        writable: true,
        enumerable: true,
        configurable: true,
      });
  }
  return target;
}
