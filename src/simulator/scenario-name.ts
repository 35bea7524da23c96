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

/** What to throw where one of the providers that are started alike has no scenario of this name. */
export function refuseScenario(providers: readonly Provider[], scenario: string): StandinError {
  return unknown(explainScenarios(providers, scenario, () => "name no others, or another scenario") ?? "");
}

/**
 * Why providers cannot begin alike in a scenario of this name: which have none, what these offer, and which have it, with
 * what `advise` says of those. Undefined when all can.
 */
export function explainScenarios(
  providers: readonly Provider[],
  scenario: string,
  advise: (having: readonly string[]) => string,
): string | undefined {
  const lacking = providers.filter((provider) => !hasScenario(provider, scenario));
  const having = providers.filter((provider) => hasScenario(provider, scenario)).map(({ id }) => id);
  const [only, another] = providers;
  if (lacking.length === 0) return undefined;
  if (only !== undefined && another === undefined) return explainScenario(only, scenario);
  const name = shorten(String(scenario));
  const known = new Set(lacking.flatMap(scenariosOf));
  const offers = lacking.map((provider) => `${provider.id} (it has ${scenariosOf(provider).join(", ")})`).join(", ");
  const hint = `All have: ${commonScenarios(providers).join(", ")}.`;
  if (having.length === 0)
    return `No provider has a scenario "${name}".${didYouMean(name, known)} It was sought in ${offers}. ${hint}`;
  return `The scenario "${name}" is not in ${offers}. It is in ${having.join(", ")}: ${advise(having)}. ${hint}`;
}

/** The scenarios that all of them have. */
export function commonScenarios(providers: readonly Provider[]): string[] {
  const all = new Set(providers.flatMap(scenariosOf));
  return [...all].filter((each) => providers.every((provider) => hasScenario(provider, each)));
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
