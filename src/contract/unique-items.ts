/** Long enough to tell most items apart. */
const prefixLength = 200;

/**
 * Whether no two items are equal, as JSON Schema compares them: members in any order, 1 and 1.0 alike. In linear time,
 * and without looking at all of an item that differs from the others early on.
 */
export function hasNoRepeatedItem(items: readonly unknown[]): boolean {
  const byPrefix = new Map<string, unknown[]>();
  for (const item of items) {
    const prefix = canonical(item, prefixLength);
    const alike = byPrefix.get(prefix);
    if (alike === undefined) byPrefix.set(prefix, [item]);
    else if (prefix.length < prefixLength) return false;
    else alike.push(item);
  }
  return [...byPrefix.values()].every((alike) => alike.length < 2 || areDifferent(alike));
}

function areDifferent(items: readonly unknown[]): boolean {
  return new Set(items.map((item) => canonical(item, Number.POSITIVE_INFINITY))).size === items.length;
}

/**
 * The same text for equal values, and for no others: whole if it is shorter than the limit, else its beginning. What a list
 * or an object holds ends with commas, so that their own ends need no sign.
 */
function canonical(value: unknown, limit: number): string {
  let text = "";
  write(value);
  return text;

  function write(part: unknown): void {
    if (typeof part !== "object" || part === null) text += JSON.stringify(part);
    else if (Array.isArray(part)) {
      text += "[";
      for (const item of part) {
        if (text.length >= limit) return;
        write(item);
        text += ",";
      }
    } else {
      text += "{";
      for (const name of Object.keys(part).sort()) {
        if (text.length >= limit) return;
        text += `${JSON.stringify(name)}:`;
        write((part as Record<string, unknown>)[name]);
        text += ",";
      }
    }
  }
}
