/** Asks once for what all need; where that has failed, the next who needs it asks again. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () =>
    (asked ??= ask().catch((error) => {
      asked = undefined;
      throw error;
    }));
}

/** The same for each of several. */
export function oncePer<Key extends object, T>(ask: (key: Key) => Promise<T>): (key: Key) => Promise<T> {
  const asks = new WeakMap<Key, () => Promise<T>>();
  return (key) => {
    const asked = asks.get(key) ?? once(() => ask(key));
    asks.set(key, asked);
    return asked();
  };
}
