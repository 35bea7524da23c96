import { inspect, types } from "node:util";

/**
 * Calls what a user has handed in. What it throws, or rejects with later, is told with what it was given: whoever only
 * listens changes no answer.
 */
export function guardCallback<T>(
  callback: (value: T) => unknown,
  tell: (error: Error, value: T) => void,
): (value: T) => void {
  return (value) => {
    const fail = (error: unknown) => tell(error instanceof Error ? error : new Error(inspect(error)), value);
    try {
      const done = callback(value);
      if (types.isPromise(done)) done.catch(fail);
    } catch (error) {
      fail(error);
    }
  };
}
