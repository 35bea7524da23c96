import { types } from "node:util";
import { didYouMean } from "../../contract/near-miss.ts";
import { StandinError } from "../../errors.ts";
import type { Provider } from "../provider.ts";
import { createState, type SpaceSettings } from "../space.ts";
import { highestCount, isCount } from "./check-counters.ts";
import { isPlainObject, kindOf, memberAt } from "./plain-data.ts";

/**
 * Holds what a mock says of its states, its `records` and `counters`, against those of its own scenarios: what does not fit
 * these would refuse every state that is restored. A scenario that cannot begin says so itself where it is asked to. Throws
 * a StandinError.
 */
export function assertStates(provider: Provider, settings: Pick<SpaceSettings, "seed" | "clock">): void {
  const { id, mock, definition } = provider;
  const { scenarios, records = {}, counters = {} } = definition;
  if (Object.keys({ ...records, ...counters }).length === 0) return;
  for (const scenario of Object.keys(scenarios)) {
    const state = tryState(provider, scenario, settings);
    if (state === undefined) continue;
    const problems = [
      ...Object.keys(records).map((name) => explainRecords(name, state, scenario)),
      ...Object.entries(counters).map(([name, least]) => explainCounter(name, least, state, scenario)),
    ];
    const problem = problems.find((one) => one !== undefined);
    if (problem !== undefined) throw new StandinError("MOCK_INVALID", `[${id}] ${mock} ${problem}`);
  }
}

function explainRecords(name: string, state: unknown, scenario: string): string | undefined {
  const member = memberAt(state, name.split("."));
  if (types.isMap(member)) return undefined;
  const known = namesIn(state, types.isMap);
  return `has "records" of "${name}", which is ${describe(member)} the state of the scenario "${scenario}".${didYouMean(name, known)} Its Maps are: ${known.join(", ") || "none"}.`;
}

function explainCounter(name: string, least: number, state: unknown, scenario: string): string | undefined {
  const count = memberAt(state, name.split("."));
  if (isCount(count, least)) return undefined;
  if (typeof count === "number")
    return `has "counters" with "${name}" from ${least} on, and the scenario "${scenario}" begins with ${count}. It is a whole number from ${least} to ${highestCount}.`;
  const known = namesIn(state, (value) => typeof value === "number");
  return `has "counters" with "${name}", which is ${describe(count)} the state of the scenario "${scenario}".${didYouMean(name, known)} Its numbers are: ${known.join(", ") || "none"}.`;
}

function describe(member: unknown): string {
  return member === undefined ? "no member of" : `${kindOf(member)} in`;
}

function tryState(provider: Provider, scenario: string, settings: Pick<SpaceSettings, "seed" | "clock">): unknown {
  try {
    return createState(provider, scenario, settings);
  } catch {
    return undefined;
  }
}

/** The names of what is meant; `above` ends what holds itself. */
function namesIn(
  state: unknown,
  isMeant: (value: unknown) => boolean,
  path: readonly string[] = [],
  above: readonly unknown[] = [],
): string[] {
  if (isMeant(state)) return [path.join(".")];
  if (!isPlainObject(state) || above.includes(state)) return [];
  return Object.entries(state).flatMap(([name, member]) =>
    namesIn(member, isMeant, [...path, name], [...above, state]),
  );
}
