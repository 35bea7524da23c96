import type { ServedProvider } from "../provider.ts";
import { Refusal } from "../refusal.ts";
import { explainScenario } from "../scenario-name.ts";
import { createState, type SpaceSettings } from "../space.ts";
import type { MemoryStore } from "../store.ts";
import { formatBroken } from "./broken-record.ts";
import { findDepartures } from "./departures.ts";
import { encodeState } from "./encode-state.ts";
import { toPointer } from "./plain-data.ts";
import { scenarioShape } from "./snapshot.ts";

/**
 * Why tenants cannot go on with what they have where their provider was loaded anew: its scenario is gone, or is made of
 * other things now. Undefined where all can.
 */
export function explainOutdated(
  before: ServedProvider,
  after: ServedProvider,
  { store, space: settings }: { store: MemoryStore; space: SpaceSettings },
): string | undefined {
  const reasons = new Map<string, string | undefined>();
  let count = 0;
  for (const tenant of store.listTenants(after.id)) {
    const { scenario, context } = store.peek(after.id, tenant);
    if (!reasons.has(scenario)) reasons.set(scenario, explain(scenario, before, after, settings));
    // One whose state is not made yet has it made by the scenario as it is now.
    const isOutdated = context !== undefined || explainScenario(after, scenario) !== undefined;
    if (isOutdated && reasons.get(scenario) !== undefined) count++;
  }
  if (count === 0) return undefined;
  const [reason] = [...reasons.values()].filter((one) => one !== undefined);
  const subject = count === 1 ? "1 tenant has a state" : `${count} tenants have states`;
  return `${subject} from before the edit, which cannot be told or saved until a reset: ${reason}`;
}

function explain(
  scenario: string,
  before: ServedProvider,
  after: ServedProvider,
  settings: SpaceSettings,
): string | undefined {
  const problem = explainScenario(after, scenario);
  if (problem !== undefined) return problem.replace(`[${after.id}] `, "it ");
  try {
    const made = encodeState(createState(before, scenario, settings), scenarioShape(scenario, before, settings));
    const [departure] = findDepartures(made, scenarioShape(scenario, after, settings));
    if (departure === undefined) return undefined;
    const broken = formatBroken({ pointer: toPointer(departure.path), message: departure.message });
    return `${broken} (${scenario}).`;
  } catch (error) {
    // Of the version before there is nothing to tell any more.
    return error instanceof Refusal ? error.message.replace(`[${after.id}] `, "") : undefined;
  }
}
