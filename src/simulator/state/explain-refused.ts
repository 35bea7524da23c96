import { setImmediate } from "node:timers/promises";
import type { MemoryStore } from "../memory-store.ts";
import type { ServedProvider } from "../provider.ts";
import { Refusal } from "../refusal.ts";
import { explainScenario } from "../scenario-name.ts";
import type { Space } from "../store.ts";
import { formatBroken } from "./broken-record.ts";
import { findBroken } from "./snapshot.ts";
import type { StateSettings } from "./state-settings.ts";

/** In milliseconds, for each provider: a start refuses what is not found here. */
const longest = 300;

/**
 * Which of some tenants, the latest the last, have states that a start would refuse, as one of before an edit may be or
 * one that the mock itself has broken, and why; undefined where none was found. Others have their turn in between.
 */
export async function explainRefused(
  provider: ServedProvider,
  tenants: readonly string[],
  { store, space: settings }: { store: MemoryStore; space: StateSettings },
): Promise<string | undefined> {
  const end = performance.now() + longest;
  let first: string | undefined;
  let refused = 0;
  let judged = 0;
  for (const tenant of tenants.toReversed()) {
    if (judged > 0 && performance.now() > end) break;
    await setImmediate();
    judged++;
    const reason = explain(store.peek(provider.id, tenant), provider, settings);
    if (reason === undefined) continue;
    refused++;
    first ??= `The tenant "${tenant}"${reason}`;
  }
  if (first === undefined) return undefined;
  const count = `${judged < tenants.length ? "At least " : ""}${refused}`;
  const subject = refused === 1 ? `${count} tenant has a state that` : `${count} tenants have states that`;
  return `${subject} cannot be restored, as a start does. Take the edit back or reset, or mend the line in the file of states. ${first}`;
}

/** What follows the name of the tenant. */
function explain(space: Space, provider: ServedProvider, settings: StateSettings): string | undefined {
  const problem = explainScenario(provider, space.scenario);
  if (problem !== undefined) return `: ${problem.replace(`[${provider.id}] `, "it ")}`;
  // One whose state is not made yet has it made by the scenario as it is.
  if (space.context === undefined && space.packed === undefined) return undefined;
  try {
    const [broken] = findBroken(space, provider, settings);
    return broken && ` in the scenario "${space.scenario}": ${formatBroken(broken, provider.id, settings.locate)}.`;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `: ${error.message.replace(`[${provider.id}] `, "")}`;
  }
}
