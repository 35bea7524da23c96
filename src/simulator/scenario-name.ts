import { didYouMean } from "../contract/near-miss.ts";
import { StandinError } from "../errors.ts";
import type { Provider } from "./provider.ts";
import { shorten } from "./refusal.ts";

/** Why a provider cannot begin in a scenario of this name; undefined when it can. */
export function explainScenario(provider: Provider, scenario: string): string | undefined {
  if (hasScenario(provider, scenario)) return undefined;
  const known = scenariosOf(provider);
  const hint = didYouMean(String(scenario), known);
  return `[${provider.id}] has no scenario "${shorten(String(scenario))}".${hint} Its scenarios are: ${known.join(", ")}.`;
}

/** Throws SCENARIO_UNKNOWN when the mock does not define it. */
export function assertScenario(provider: Provider, scenario: string): void {
  const problem = explainScenario(provider, scenario);
  if (problem !== undefined) throw unknown(problem);
}

/**
 * What to throw where one of several providers that are to begin alike has no scenario of this name: which others have
 * none, what these offer, and which have it.
 */
export function refuseScenario(providers: readonly Provider[], scenario: string): StandinError {
  const lacking = providers.filter((provider) => !hasScenario(provider, scenario));
  const having = providers.filter((provider) => hasScenario(provider, scenario)).map(({ id }) => id);
  const [only, another] = providers;
  if (only !== undefined && another === undefined) return unknown(explainScenario(only, scenario) ?? "");
  const name = shorten(String(scenario));
  const known = new Set(lacking.flatMap(scenariosOf));
  const common = [...known].filter((each) => providers.every((provider) => hasScenario(provider, each)));
  const offers = lacking.map((provider) => `${provider.id} (it has ${scenariosOf(provider).join(", ")})`).join(", ");
  const hint = `All have: ${common.join(", ")}.`;
  if (having.length === 0)
    return unknown(
      `No provider has a scenario "${name}".${didYouMean(name, known)} It was sought in ${offers}. ${hint}`,
    );
  return unknown(
    `The scenario "${name}" is not in ${offers}. It is in ${having.join(", ")}: name no others, or another scenario. ${hint}`,
  );
}

function unknown(message: string): StandinError {
  return new StandinError("SCENARIO_UNKNOWN", message);
}

function hasScenario({ definition }: Provider, scenario: string): boolean {
  return Object.hasOwn(definition.scenarios, scenario);
}

function scenariosOf({ definition }: Provider): string[] {
  return Object.keys(definition.scenarios);
}
