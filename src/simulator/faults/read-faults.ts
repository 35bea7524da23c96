import { findResponse } from "../../contract/check-response.ts";
import type { Operation } from "../../contract/contract.ts";
import { isObject } from "../../contract/is-object.ts";
import { durationForm, readDuration } from "../duration.ts";
import type { Provider } from "../provider.ts";
import { hintAt, Refusal, refuseOthers, show } from "../refusal.ts";
import { defaultTenant, tenantName, tenantNameRule } from "../tenancy.ts";
import { type Delay, type Fault, type FaultKind, faultKinds, needed, suits } from "./fault.ts";
import { holdReply } from "./read-reply.ts";

const members = [
  "provider",
  "operation",
  "tenant",
  "kind",
  "status",
  "force",
  "reply",
  "after",
  "times",
  "probability",
  "ttl",
  "delay",
];

/** Every exchange looks at all of them. */
const mostFaults = 1000;

/** Where a list of faults comes from, for messages: "faults[2]". */
type Place = string;

/** A fault that can be armed, and for whom. */
export type ReadFault = Fault & { tenant: string };

/**
 * Reads a list of faults for a tenant, or, where none is addressed, for those that the faults name. Throws a Refusal at the
 * first that cannot be armed: nothing is armed by halves.
 */
export function readFaults(value: unknown, tenant: string | undefined, providers: readonly Provider[]): ReadFault[] {
  if (!Array.isArray(value)) throw new Refusal("fault", `faults is ${show(value)}. It is a list of faults.`);
  const counts = new Map<string, number>();
  return value.map((one, index) => {
    const fault = readFault(one, `faults[${index}]`, tenant, providers);
    const count = (counts.get(fault.tenant) ?? 0) + 1;
    if (count > mostFaults)
      throw new Refusal(
        "fault",
        `faults[${index}] is one too many for the tenant "${fault.tenant}". A tenant has at most ${mostFaults}.`,
      );
    counts.set(fault.tenant, count);
    return fault;
  });
}

export function readFault(
  given: unknown,
  place: Place,
  tenant: string | undefined,
  providers: readonly Provider[],
): ReadFault {
  // What GET tells beside of one that is armed says nothing of what to arm: it is armed anew.
  const { id: _, hits: __, ...value } = isObject(given) ? given : {};
  if (!isObject(given))
    throw new Refusal(
      "fault",
      `${place} is ${show(given)}. A fault is an object such as {"provider": "${providers[0]?.id}", "kind": "reset"}.`,
    );
  refuseOthers(value, members, (name, rest) => new Refusal("fault", `${place} has no member "${name}".${rest}`));
  const fault = value as unknown as Fault;
  const provider = oneOf(place, "provider", fault.provider, providers, ({ id }) => id);
  const operations = provider.contract.operations;
  const operation =
    fault.operation === undefined ? undefined : oneOf(place, "operation", fault.operation, operations, ({ id }) => id);
  const isTenant = (name: unknown) => typeof name === "string" && tenantName.test(name);
  hold(place, "tenant", fault.tenant, isTenant, `the name of a tenant: ${tenantNameRule}`);
  if (tenant !== undefined && fault.tenant !== undefined && fault.tenant !== tenant)
    throw new Refusal(
      "fault",
      `${place}.tenant is ${show(fault.tenant)}, and the list is armed for the tenant "${tenant}". Leave it out, or arm it for that tenant.`,
    );
  const kind = oneOf(place, "kind", fault.kind, faultKinds, (known) => known);
  holdKind(place, kind, fault, provider);
  const isShare = (given: unknown) => typeof given === "number" && given >= 0 && given <= 1;
  const isCount = (least: number) => (given: unknown) => Number.isSafeInteger(given) && (given as number) >= least;
  hold(place, "after", fault.after, isCount(0), "a whole number from 0 on");
  hold(place, "times", fault.times, isCount(1), "a whole number from 1 on");
  hold(place, "probability", fault.probability, isShare, "a number from 0 to 1");
  hold(place, "ttl", fault.ttl, (given) => (readDuration(given) ?? 0) > 0, `${durationForm} above 0`);
  holdDelay(place, kind, fault.delay);
  holdReply(place, fault, operation);
  holdStatus(place, fault, kind, provider, operation === undefined ? operations : [operation]);
  return { ...fault, tenant: tenant ?? fault.tenant ?? defaultTenant };
}

/** Refuses a kind that can do nothing where it is armed for. */
function holdKind(
  place: Place,
  kind: FaultKind,
  { operation }: Fault,
  { id, contract: { operations } }: Provider,
): void {
  const suited = operations.filter((one) => suits(kind, one)).map((one) => one.id);
  if (operation === undefined ? suited.length > 0 : suited.includes(operation)) return;
  const is = operation === undefined ? `"${id}" has none` : `${operation} is none`;
  const rest = suited.length === 0 ? "" : ` Those of "${id}" are: ${suited.join(", ")}.`;
  throw new Refusal(
    "fault",
    `${place}.kind is "${kind}", which is for operations that ${needed[kind]}, and ${is}.${rest}`,
  );
}

function holdStatus(
  place: Place,
  fault: Fault,
  kind: FaultKind,
  provider: Provider,
  operations: readonly Operation[],
): void {
  const { status, force } = fault;
  if (kind !== "status") {
    for (const name of ["status", "force"] as const)
      if (fault[name] !== undefined)
        throw new Refusal("fault", `${place}.${name} is for faults of the kind "status", and this one is "${kind}".`);
    return;
  }
  const isStatus = (given: unknown) => Number.isInteger(given) && (given as number) >= 200 && (given as number) <= 599;
  if (status === undefined) throw new Refusal("fault", `${place}.status is missing. It is a status from 200 to 599.`);
  hold(place, "status", status, isStatus, "a status from 200 to 599");
  hold(place, "force", force, (given) => typeof given === "boolean", "true or false");
  if (force === true || operations.some((one) => findResponse(one, status as number) !== undefined)) return;
  const codes = operations.flatMap((one) => one.responses.map((response) => response.status));
  const documented = [...new Set(codes)].sort();
  const subject = fault.operation === undefined ? `for no operation of "${provider.id}"` : `not for ${fault.operation}`;
  throw new Refusal(
    "fault",
    `${place}.status is ${status}, which the contract documents ${subject}. It does so for: ${documented.join(", ")}. To have it all the same: "force": true.`,
  );
}

function holdDelay(place: Place, kind: FaultKind, delay: Delay | undefined): void {
  if (delay === undefined) {
    if (kind === "delay" || kind === "slow-drip")
      throw new Refusal(
        "fault",
        `${place}.delay is missing: a fault of the kind "${kind}" needs it. It is ${durationForm}.`,
      );
    return;
  }
  if (typeof delay === "string" && readDuration(delay) !== undefined) return;
  const forms =
    kind === "stale-read"
      ? durationForm
      : `${durationForm}, {"min", "max"} with min at most max, or {"median", "sigma", "max"?} with sigma from 0 to 10`;
  const fail = () => new Refusal("fault", `${place}.delay is ${show(delay)}. It is ${forms}.`);
  if (!isObject(delay) || kind === "stale-read") throw fail();
  const { min, median, sigma, max, ...others } = delay as Record<string, unknown>;
  if (Object.keys(others).length > 0) throw fail();
  const ms = (given: unknown) => readDuration(given) ?? Number.NaN;
  if (min !== undefined) {
    if (median !== undefined || sigma !== undefined || !(ms(min) <= ms(max))) throw fail();
    return;
  }
  const isSpread = typeof sigma === "number" && sigma >= 0 && sigma <= 10;
  if (Number.isNaN(ms(median)) || !isSpread || (max !== undefined && Number.isNaN(ms(max)))) throw fail();
}

function hold(place: Place, name: string, value: unknown, holds: (value: unknown) => boolean, allowed: string): void {
  if (value === undefined || holds(value)) return;
  throw new Refusal("fault", `${place}.${name} is ${show(value)}. It is ${allowed}.`);
}

function oneOf<Known>(
  place: Place,
  name: string,
  value: unknown,
  known: readonly Known[],
  nameOf: (known: Known) => string,
): Known {
  const found = known.find((one) => nameOf(one) === value);
  if (found !== undefined) return found;
  const names = known.map(nameOf);
  const is = value === undefined ? "is missing" : `is ${show(value)}, which is none`;
  throw new Refusal("fault", `${place}.${name} ${is}.${hintAt(value, names)} Allowed: ${names.join(", ")}.`);
}
