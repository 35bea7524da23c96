import type { ServedProvider } from "../provider.ts";
import { show } from "../refusal.ts";
import { type BrokenPlace, memberAt, toPointer } from "./plain-data.ts";

/** As much room as nobody counts through, up to where whole numbers are no longer told apart. */
export const highestCount = 2 ** 52;

/** Where a number that counts up is none that a mock can count on from. */
export function checkCounters({ definition: { counters = {} } }: ServedProvider, state: unknown): BrokenPlace[] {
  return Object.entries(counters).flatMap(([name, least]) => {
    const path = name.split(".");
    const count = memberAt(state, path);
    if (isCount(count, least)) return [];
    const message = `is ${show(count)}. It counts up: it is a whole number from ${least} to ${highestCount}`;
    return [{ pointer: toPointer(path), message }];
  });
}

export function isCount(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= highestCount;
}
