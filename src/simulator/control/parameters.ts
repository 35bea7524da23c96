import { isDateTime } from "../../contract/formats.ts";
import { didYouMean } from "../../contract/near-miss.ts";
import type { Severity } from "../../exchange.ts";
import { severities } from "../counts.ts";
import { type DurationText, durationForm, readDuration } from "../duration.ts";
import { type JournalFilter, numberOf } from "../journal-filter.ts";
import type { Provider } from "../provider.ts";
import { Refusal, refuseOthers, shorten } from "../refusal.ts";
import { tenantName, tenantNameRule } from "../tenancy.ts";

export interface ControlParameters extends Omit<JournalFilter, "operation"> {
  operation?: string;
  /** How many exchanges are waited for, and for how long. */
  count?: number;
  within?: DurationText;
}

export const defaultLimit = 100;
export const highestLimit = 1000;

/** Reads the query parameters that a route takes. Throws a Refusal at the first that is not allowed. */
export function readParameters(
  query: string,
  allowed: readonly string[],
  providers: readonly Provider[],
): ControlParameters {
  const given = new URLSearchParams(query);
  for (const name of given.keys()) {
    if (allowed.includes(name) && given.getAll(name).length > 1)
      throw parameterRefusal(name, `The parameter "${name}" stands more than once.`);
  }
  // What has no next page is sent whole.
  if (allowed.includes("limit") && !allowed.includes("cursor"))
    return readFilter(Object.fromEntries(given), allowed, providers);
  return { limit: defaultLimit, ...readFilter(Object.fromEntries(given), allowed, providers, highestLimit) };
}

/** Reads what narrows an answer, given as text or, for a number, as that. Throws a Refusal at the first that is not allowed. */
export function readFilter(
  given: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
  providers: readonly Provider[],
  most = Number.POSITIVE_INFINITY,
): ControlParameters {
  refuseOthers(given, allowed, (name, rest) => parameterRefusal(name, `There is no parameter "${name}" here.${rest}`));
  const parameters: ControlParameters = {};
  const read = (name: keyof ControlParameters, accept: (value: string) => boolean, allowedValues: string) => {
    if (given[name] === undefined) return undefined;
    const value = String(given[name]);
    if (!accept(value)) throw parameterRefusal(name, `"${shorten(value)}" is no ${name}. Allowed: ${allowedValues}.`);
    return value;
  };
  const tenant = read("tenant", (value) => tenantName.test(value), tenantNameRule);
  if (tenant !== undefined) parameters.tenant = tenant;
  const severity = read("severity", (value) => severities.includes(value as Severity), severities.join(", "));
  if (severity !== undefined) parameters.severity = severity as Severity;
  const isInstant = (value: string) => isDateTime(value) && !Number.isNaN(Date.parse(value));
  const since = read(
    "since",
    (value) => numberOf(value) !== undefined || isInstant(value),
    'the id of an exchange, or a date-time such as "2026-01-01T00:00:00Z"',
  );
  if (since !== undefined) parameters.since = since;
  const cursor = read("cursor", (value) => /^x-\d{6,15}(\.\d{1,9})?$/.test(value), 'the "next" of an earlier answer');
  if (cursor !== undefined) parameters.cursor = cursor;
  const isLimit = (value: string) => /^\d{1,9}$/.test(value) && Number(value) >= 1 && Number(value) <= most;
  const limit = read("limit", isLimit, Number.isFinite(most) ? `1 to ${most}` : "a whole number from 1 on");
  if (limit !== undefined) parameters.limit = Number(limit);
  const count = read("count", isLimit, Number.isFinite(most) ? `1 to ${most}` : "a whole number from 1 on");
  if (count !== undefined) parameters.count = Number(count);
  const within = read("within", (value) => readDuration(value) !== undefined, durationForm);
  if (within !== undefined) parameters.within = within;
  const { provider, operation } = given;
  const searched = provider === undefined ? providers : [requireProvider(String(provider), providers)];
  if (provider !== undefined) parameters.provider = String(provider);
  if (operation !== undefined) parameters.operation = requireOperation(String(operation), searched);
  return parameters;
}

/** The provider of a name. Throws a Refusal that names those that there are. */
export function requireProvider<P extends Provider>(id: string, providers: readonly P[]): P {
  const found = providers.find((provider) => provider.id === id);
  if (found !== undefined) return found;
  const known = providers.map((provider) => provider.id);
  const detail = `Unknown provider "${shorten(id)}".${didYouMean(id, known)} Known: ${known.join(", ")}.`;
  throw new Refusal("unknown", detail, { providers: known });
}

function requireOperation(id: string, providers: readonly Provider[]): string {
  if (providers.some((provider) => provider.contract.operations.some((operation) => operation.id === id))) return id;
  const known = [
    ...new Set(providers.flatMap((provider) => provider.contract.operations.map((operation) => operation.id))),
  ];
  const detail = `Unknown operation "${shorten(id)}".${didYouMean(id, known)} Known: ${known.join(", ")}.`;
  throw new Refusal("unknown", detail, { operations: known });
}

export function parameterRefusal(parameter: string, detail: string): Refusal {
  return new Refusal("parameter", detail, { parameter });
}
