import { didYouMean } from "../../contract/near-miss.ts";
import type { ServedProvider } from "../provider.ts";
import { refuseOthers } from "../refusal.ts";
import { parameterRefusal, requireProvider } from "./parameters.ts";

/** The provider that a body names, or all where it names none. Throws a Refusal. */
export function readProviderBody(body: unknown, providers: readonly ServedProvider[]): readonly ServedProvider[] {
  if (body === undefined) return providers;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw parameterRefusal("body", 'The body is a JSON object such as {"provider": "…"}, or absent.');
  }
  const { provider, ...others } = body as Record<string, unknown>;
  refuseOthers(others, [], (other) => {
    const hint = other === "tenant" ? " It stands in the query: ?tenant=NAME." : didYouMean(other, ["provider"]);
    return parameterRefusal(other, `There is no member "${other}" here.${hint} Allowed: provider.`);
  });
  if (provider === undefined) return providers;
  if (typeof provider !== "string") throw parameterRefusal("provider", "The provider is named by a string.");
  return [requireProvider(provider, providers)];
}
