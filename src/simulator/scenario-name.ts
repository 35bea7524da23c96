import { didYouMean } from "../contract/near-miss.ts";
import { StandinError } from "../errors.ts";
import type { Provider } from "./provider.ts";
import { shorten } from "./refusal.ts";

/** Why a provider cannot begin in a scenario of this name; undefined when it can. */
export function explainScenario({ id, definition }: Provider, scenario: string): string | undefined {
  if (Object.hasOwn(definition.scenarios, scenario)) return undefined;
  const known = Object.keys(definition.scenarios);
  const hint = didYouMean(String(scenario), known);
  return `[${id}] has no scenario "${shorten(String(scenario))}".${hint} Its scenarios are: ${known.join(", ")}.`;
}

/** Throws SCENARIO_UNKNOWN when the mock does not define it. */
export function assertScenario(provider: Provider, scenario: string): void {
  const problem = explainScenario(provider, scenario);
  if (problem !== undefined) throw new StandinError("SCENARIO_UNKNOWN", problem);
}
