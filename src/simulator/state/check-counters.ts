import { didYouMean } from "../../contract/near-miss.ts";
import { StandinError } from "../../errors.ts";
import type { Provider, ServedProvider } from "../provider.ts";
import { show } from "../refusal.ts";
import { createState, type SpaceSettings } from "../space.ts";
import { type BrokenPlace, isPlainObject, kindOf, toPointer } from "./plain-data.ts";

/** As much room as nobody counts through, up to where whole numbers are no longer told apart. */
const most = 2 ** 52;

/** Where a number that counts up is none that a mock can count on from. */
export function checkCounters({ definition: { counters = {} } }: ServedProvider, state: unknown): BrokenPlace[] {
  return Object.entries(counters).flatMap(([name, least]) => {
    const path = name.split(".");
    const count = memberAt(state, path);
    if (counts(count, least)) return [];
    const message = `is ${show(count)}. It counts up: it is a whole number from ${least} to ${most}`;
    return [{ pointer: toPointer(path), message }];
  });
}

/**
 * Holds the counters that a mock names against the states of its own scenarios: what does not fit these would refuse every
 * state that is restored. A scenario that cannot begin says so itself where it is asked to. Throws a StandinError.
 */
export function assertCounters(provider: Provider, settings: Pick<SpaceSettings, "seed" | "clock">): void {
  const { id, mock, definition } = provider;
  const counters = Object.entries(definition.counters ?? {});
  if (counters.length === 0) return;
  const fail = (message: string) => new StandinError("MOCK_INVALID", `[${id}] ${mock} ${message}`);
  for (const scenario of Object.keys(definition.scenarios)) {
    const state = tryState(provider, scenario, settings);
    if (state === undefined) continue;
    for (const [name, least] of counters) {
      const count = memberAt(state, name.split("."));
      if (typeof count !== "number") {
        const known = numbersIn(state);
        throw fail(
          `has "counters" with "${name}", which is ${count === undefined ? "no member of" : `${kindOf(count)} in`} the state of the scenario "${scenario}".${didYouMean(name, known)} Its numbers are: ${known.join(", ") || "none"}.`,
        );
      }
      if (!counts(count, least))
        throw fail(
          `has "counters" with "${name}" from ${least} on, and the scenario "${scenario}" begins with ${count}. It is a whole number from ${least} to ${most}.`,
        );
    }
  }
}

function counts(count: unknown, least: number): boolean {
  return Number.isSafeInteger(count) && (count as number) >= least && (count as number) <= most;
}

function memberAt(state: unknown, path: readonly string[]): unknown {
  return path.reduce((at, member) => (isPlainObject(at) ? at[member] : undefined), state);
}

function tryState(provider: Provider, scenario: string, settings: Pick<SpaceSettings, "seed" | "clock">): unknown {
  try {
    return createState(provider, scenario, settings);
  } catch {
    return undefined;
  }
}

/** The names that a counter may have; `above` ends what holds itself. */
function numbersIn(state: unknown, path: readonly string[] = [], above: readonly unknown[] = []): string[] {
  if (typeof state === "number") return [path.join(".")];
  if (!isPlainObject(state) || above.includes(state)) return [];
  return Object.entries(state).flatMap(([name, member]) => numbersIn(member, [...path, name], [...above, state]));
}
