import { didYouMean } from "../../contract/near-miss.ts";
import type { Severity } from "../../exchange.ts";
import { severities } from "../counts.ts";
import { type JournalFilter, numberOf } from "../journal.ts";
import { createProblem } from "../problem.ts";
import type { Provider } from "../provider.ts";
import type { WireReply } from "../reply.ts";
import { tenantName, tenantNameRule } from "../tenancy.ts";

/** A refusal of the control API, thrown where it is found. */
export class Refusal extends Error {
  readonly reply: WireReply;

  constructor(reply: WireReply) {
    super("the control API refuses the request");
    this.reply = reply;
  }
}

export interface ControlParameters extends JournalFilter {
  tenant?: string;
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
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
    if (!allowed.includes(name)) {
      const hint = didYouMean(name, allowed);
      throw parameterRefusal(name, `There is no parameter "${name}" here.${hint} Allowed: ${allowed.join(", ")}.`);
    }
    if (given.getAll(name).length > 1) throw parameterRefusal(name, `The parameter "${name}" stands more than once.`);
  }
  const parameters: ControlParameters = {};
  const read = (name: keyof ControlParameters, accept: (value: string) => boolean, allowedValues: string) => {
    const value = given.get(name);
    if (value === null) return undefined;
    if (!accept(value)) throw parameterRefusal(name, `"${value}" is no ${name}. Allowed: ${allowedValues}.`);
    return value;
  };
  const tenant = read("tenant", (value) => tenantName.test(value), tenantNameRule);
  if (tenant !== undefined) parameters.tenant = tenant;
  const severity = read("severity", (value) => severities.includes(value as Severity), severities.join(", "));
  if (severity !== undefined) parameters.severity = severity as Severity;
  const isInstant = (value: string) => dateTime.test(value) && !Number.isNaN(Date.parse(value));
  const since = read(
    "since",
    (value) => numberOf(value) !== undefined || isInstant(value),
    'the id of an exchange, or a date-time such as "2026-01-01T00:00:00Z"',
  );
  if (since !== undefined) parameters.since = since;
  const cursor = read("cursor", (value) => /^x-\d{6,15}(\.\d{1,9})?$/.test(value), 'the "next" of an earlier answer');
  if (cursor !== undefined) parameters.cursor = cursor;
  const isLimit = (value: string) => /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= highestLimit;
  parameters.limit = Number(read("limit", isLimit, `1 to ${highestLimit}`) ?? defaultLimit);
  const provider = given.get("provider");
  if (provider !== null) parameters.provider = requireProvider(provider, providers).id;
  const operation = given.get("operation");
  if (operation !== null) {
    const searched = provider === null ? providers : [requireProvider(provider, providers)];
    parameters.operation = requireOperation(operation, searched);
  }
  return parameters;
}

/** The provider of a name. Throws a Refusal that names those that there are. */
export function requireProvider(id: string, providers: readonly Provider[]): Provider {
  const found = providers.find((provider) => provider.id === id);
  if (found !== undefined) return found;
  const known = providers.map((provider) => provider.id);
  const detail = `Unknown provider "${id}".${didYouMean(id, known)} Known: ${known.join(", ")}.`;
  throw new Refusal(createProblem("unknown", detail, { providers: known }));
}

function requireOperation(id: string, providers: readonly Provider[]): string {
  if (providers.some((provider) => provider.contract.operations.some((operation) => operation.id === id))) return id;
  const known = [
    ...new Set(providers.flatMap((provider) => provider.contract.operations.map((operation) => operation.id))),
  ];
  const detail = `Unknown operation "${id}".${didYouMean(id, known)} Known: ${known.join(", ")}.`;
  throw new Refusal(createProblem("unknown", detail, { operations: known }));
}

export function parameterRefusal(parameter: string, detail: string): Refusal {
  return new Refusal(createProblem("parameter", detail, { parameter }));
}
