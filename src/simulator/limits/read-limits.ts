import type { RateLimit } from "../../define.ts";
import { durationForm, readDuration } from "../duration.ts";
import type { Provider } from "../provider.ts";
import { hintAt, Refusal, refuseOthers, show } from "../refusal.ts";
import type { LimitSetting } from "./rate-limits.ts";

const members = ["provider", "name", "requests", "window"];

/** Reads a list of quotas, each of a provider's; what is left out is as the vendor documents it. Throws a Refusal. */
export function readLimits(
  value: unknown,
  providers: readonly Provider[],
): { provider: string; limit: LimitSetting }[] {
  if (!Array.isArray(value)) throw new Refusal("limit", `limits is ${show(value)}. It is a list of quotas.`);
  const limits = value.map((one, index) => readLimit(one, `limits[${index}]`, providers));
  for (const [index, { provider, limit }] of limits.entries()) {
    if (limits.slice(0, index).some((one) => one.provider === provider && one.limit.name === limit.name))
      throw new Refusal("limit", `limits[${index}] sets "${limit.name}" of "${provider}" a second time.`);
  }
  return limits;
}

function readLimit(
  value: unknown,
  place: string,
  providers: readonly Provider[],
): { provider: string; limit: LimitSetting } {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Refusal(
      "limit",
      `${place} is ${show(value)}. A quota is an object such as {"provider": "${providers[0]?.id}", "name": "…"}.`,
    );
  // What GET tells beside of one that is on says nothing of what to set: it counts anew.
  const { used: _, ...given } = value as Record<string, unknown>;
  refuseOthers(given, members, (name, rest) => new Refusal("limit", `${place} has no member "${name}".${rest}`));
  const known = providers.map(({ id }) => id);
  const provider = providers.find(({ id }) => id === given.provider);
  if (provider === undefined)
    throw new Refusal(
      "limit",
      `${place}.provider is ${show(given.provider)}.${hintAt(given.provider, known)} Allowed: ${known.join(", ")}.`,
    );
  const documented: Readonly<Record<string, RateLimit>> = provider.definition.limits ?? {};
  const names = requireLimits(provider, place);
  if (typeof given.name !== "string" || !names.includes(given.name))
    throw new Refusal(
      "limit",
      `${place}.name is ${show(given.name)}.${hintAt(given.name, names)} Allowed: ${names.join(", ")}.`,
    );
  const { requests = documented[given.name]?.requests, window = documented[given.name]?.window } = given;
  if (!Number.isSafeInteger(requests) || (requests as number) < 1)
    throw new Refusal("limit", `${place}.requests is ${show(requests)}. It is a whole number from 1 on.`);
  if ((readDuration(window) ?? 0) <= 0)
    throw new Refusal("limit", `${place}.window is ${show(window)}. It is ${durationForm}, above 0.`);
  return { provider: provider.id, limit: { name: given.name, requests: requests as number, window: window as string } };
}

/** The names of a provider's quotas. Throws a Refusal where it documents none. */
export function requireLimits({ id, definition }: Pick<Provider, "id" | "definition">, place: string): string[] {
  const names = Object.keys(definition.limits ?? {});
  if (names.length > 0) return names;
  throw new Refusal(
    "limit",
    `${place}: "${id}" documents no limits. A fault such as {"kind": "status", "status": 429, "force": true} answers 429 there.`,
  );
}
