import { didYouMean } from "../../contract/near-miss.ts";
import type { RateLimit } from "../../define.ts";
import { durationForm, readDuration } from "../duration.ts";
import type { Provider } from "../provider.ts";
import type { LimitSetting } from "./rate-limits.ts";

/** A quota that cannot be set: what is wrong with it, and what is allowed. */
export class LimitRefusal extends Error {
  override readonly name = "LimitRefusal";
}

const members = ["provider", "name", "requests", "window"];

/** Reads a list of quotas, each of a provider's; what is left out is as the vendor documents it. Throws a LimitRefusal. */
export function readLimits(
  value: unknown,
  providers: readonly Provider[],
): { provider: string; limit: LimitSetting }[] {
  if (!Array.isArray(value)) throw new LimitRefusal(`limits is ${show(value)}. It is a list of quotas.`);
  const limits = value.map((one, index) => readLimit(one, `limits[${index}]`, providers));
  for (const [index, { provider, limit }] of limits.entries()) {
    if (limits.slice(0, index).some((one) => one.provider === provider && one.limit.name === limit.name))
      throw new LimitRefusal(`limits[${index}] sets "${limit.name}" of "${provider}" a second time.`);
  }
  return limits;
}

function readLimit(
  value: unknown,
  place: string,
  providers: readonly Provider[],
): { provider: string; limit: LimitSetting } {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new LimitRefusal(
      `${place} is ${show(value)}. A quota is an object such as {"provider": "${providers[0]?.id}", "name": "…"}.`,
    );
  for (const name of Object.keys(value)) {
    if (members.includes(name)) continue;
    throw new LimitRefusal(
      `${place} has no member "${name}".${didYouMean(name, members)} Allowed: ${members.join(", ")}.`,
    );
  }
  const given = value as Record<string, unknown>;
  const known = providers.map(({ id }) => id);
  const provider = providers.find(({ id }) => id === given.provider);
  if (provider === undefined)
    throw new LimitRefusal(
      `${place}.provider is ${show(given.provider)}.${hint(given.provider, known)} Allowed: ${known.join(", ")}.`,
    );
  const documented: Readonly<Record<string, RateLimit>> = provider.definition.limits ?? {};
  const names = requireLimits(provider, place);
  if (typeof given.name !== "string" || !names.includes(given.name))
    throw new LimitRefusal(
      `${place}.name is ${show(given.name)}.${hint(given.name, names)} Allowed: ${names.join(", ")}.`,
    );
  const { requests = documented[given.name]?.requests, window = documented[given.name]?.window } = given;
  if (!Number.isSafeInteger(requests) || (requests as number) < 1)
    throw new LimitRefusal(`${place}.requests is ${show(requests)}. It is a whole number from 1 on.`);
  if ((readDuration(window) ?? 0) <= 0)
    throw new LimitRefusal(`${place}.window is ${show(window)}. It is ${durationForm}, above 0.`);
  return { provider: provider.id, limit: { name: given.name, requests: requests as number, window: window as string } };
}

/** The names of a provider's quotas. Throws a LimitRefusal where it documents none. */
export function requireLimits({ id, definition }: Pick<Provider, "id" | "definition">, place: string): string[] {
  const names = Object.keys(definition.limits ?? {});
  if (names.length > 0) return names;
  throw new LimitRefusal(`${place}: "${id}" documents no limits. A fault of the kind "status" answers 429 there.`);
}

function hint(value: unknown, known: readonly string[]): string {
  return typeof value === "string" ? didYouMean(value, known) : "";
}

function show(value: unknown): string {
  return value === undefined ? "missing" : (JSON.stringify(value) ?? String(value)).slice(0, 200);
}
