/** Texts come from clients, and may be of any length: what is longer is made anew each time. */
const longest = 200;

/** Remembers what was made of a text, for short texts that come again and again. At most `limit` of them are kept. */
export function createMemo<Value>(make: (text: string) => Value, limit = 500): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    if (text.length > longest) return make(text);
    let value = known.get(text);
    if (value === undefined && !known.has(text)) {
      // Who sends ever new ones only makes it forget.
      if (known.size >= limit) known.clear();
      value = make(text);
      known.set(text, value);
    }
    return value as Value;
  };
}
