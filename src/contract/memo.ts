/** Remembers what was made of a text, for short texts that come again and again. At most `limit` of them are kept. */
export function createMemo<Value>(make: (text: string) => Value, limit = 500): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined && !known.has(text)) {
      // Texts come from clients: who sends ever new ones only makes it forget.
      if (known.size >= limit) known.clear();
      value = make(text);
      known.set(text, value);
    }
    return value as Value;
  };
}
