import type { ServedProvider } from "../provider.ts";
import { show } from "../refusal.ts";
import { type BrokenPlace, isPlainObject, toPointer } from "./plain-data.ts";

/** As much room as nobody counts through, up to where whole numbers are no longer told apart. */
const most = 2 ** 52;

/** Where a number that counts up is none that a mock can count on from. */
export function checkCounters({ definition: { counters = {} } }: ServedProvider, state: unknown): BrokenPlace[] {
  return Object.entries(counters).flatMap(([name, least]) => {
    const path = name.split(".");
    const count = path.reduce((at, member) => (isPlainObject(at) ? at[member] : undefined), state);
    if (Number.isSafeInteger(count) && (count as number) >= least && (count as number) <= most) return [];
    const message = `is ${show(count)}. It counts up: it is a whole number from ${least} to ${most}`;
    return [{ pointer: toPointer(path), message }];
  });
}
