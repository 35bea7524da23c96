/**
 * The JSON of a value, whole if it has at most `limit` characters; else its beginning, longer than `limit`. What lies far
 * beyond is not even looked at: a message shows a few words of a body of any size. Undefined where there is no value.
 */
export function toShortJson(value: unknown, limit: number): string | undefined {
  if (value === undefined) return undefined;
  let text = "";
  write(value);
  return text;

  function write(part: unknown): void {
    if (typeof part === "string") text += JSON.stringify(part.length > limit ? part.slice(0, limit + 1) : part);
    else if (Array.isArray(part)) writeItems(part);
    else if (typeof part === "object" && part !== null) writeMembers(part as Record<string, unknown>);
    else text += JSON.stringify(part) ?? "null";
  }

  function writeItems(items: readonly unknown[]): void {
    text += "[";
    for (const [index, item] of items.entries()) {
      if (text.length > limit) return;
      if (index > 0) text += ",";
      write(item);
    }
    text += "]";
  }

  function writeMembers(object: Readonly<Record<string, unknown>>): void {
    text += "{";
    let separator = "";
    for (const name in object) {
      if (text.length > limit) return;
      if (!Object.hasOwn(object, name) || object[name] === undefined) continue;
      text += separator;
      separator = ",";
      write(name);
      text += ":";
      write(object[name]);
    }
    text += "}";
  }
}
