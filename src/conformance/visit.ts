import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Exchange } from "../exchange.ts";
import type { CallOutcome } from "./driver.ts";
import type { Subject } from "./subject.ts";
import type { FaultToArm, TenantClient } from "./tenant-client.ts";

/** What a case makes an adapter do. */
export interface VisitPlan {
  /** Of each call; those of a list are made one after the other, by the same adapter. */
  inputs: readonly unknown[];
  /** All calls at once. */
  together?: boolean;
  /**
   * Each call is that of an adapter of its own, as a program is begun again, and where time is driven a second later. An
   * adapter in a process of its own lives on in it.
   */
  anew?: boolean;
  /** What goes wrong meanwhile; where a date stands in it, made of the tenant's time. */
  faults?: readonly FaultToArm[] | ((now: number) => readonly FaultToArm[]);
  /** Begins with a second of the tenant's clock, where that is the machine's: HTTP's dates have no less. */
  atSecond?: boolean;
  /** How many of the faults an adapter has to come to; all of them unless told otherwise. */
  leastHit?: number;
  /** The vendor holds answers back on purpose. */
  vendorHangs?: boolean;
}

/** What came of it. */
export interface Visit {
  subject: Subject;
  plan: VisitPlan;
  /** One for each input. */
  outcomes: readonly CallOutcome[];
  /** All that reached the vendor meanwhile. */
  exchanges: readonly Exchange[];
  /** How many faults that had to be hit were not. */
  unhit: number;
  /** Inputs that are not what they were, by their index. */
  changed: readonly number[];
  credential: string;
  /** The headers of an exchange as they were sent. */
  sentHeaders: TenantClient["sentHeaders"];
}

/** Makes an adapter do something, as a tenant of its own. */
export async function visit(subject: Subject, plan: VisitPlan): Promise<Visit> {
  const tenant = subject.openTenant();
  const { inputs, vendorHangs = false, atSecond = false } = plan;
  // A timer may end a millisecond too early.
  if (atSecond && !subject.driver.drivesTime) await setTimeout(1001 - (tenant.time.now() % 1000));
  const faults = typeof plan.faults === "function" ? plan.faults(tenant.time.now()) : (plan.faults ?? []);
  tenant.arm(faults);
  tenant.time.vendorHangs = vendorHangs;
  const given = structuredClone(inputs);
  const outcomes =
    plan.anew === true
      ? await callAnew(subject, tenant, given)
      : await callAll(subject, tenant, given, plan.together === true);
  const { leastHit = faults.length } = plan;
  const exchanges = await collect(tenant, leastHit);
  return {
    subject,
    plan,
    outcomes,
    exchanges,
    unhit: Math.max(0, leastHit - hitIn(exchanges)),
    changed: inputs.flatMap((input, index) => (isDeepStrictEqual(input, given[index]) ? [] : [index])),
    credential: tenant.credential,
    sentHeaders: tenant.sentHeaders,
  };
}

/** An exchange that its client has left is recorded a moment later. */
async function collect(tenant: TenantClient, leastHit: number): Promise<Exchange[]> {
  let exchanges = await tenant.exchanges();
  for (let tries = 0; tries < mostTries && hitIn(exchanges) < leastHit; tries++) {
    await setTimeout(pauseMs);
    exchanges = await tenant.exchanges();
  }
  return exchanges;
}

/** How many faults were. */
function hitIn(exchanges: readonly Exchange[]): number {
  return new Set(exchanges.flatMap(({ fault }) => fault?.id ?? [])).size;
}

const mostTries = 50;
const pauseMs = 5;

/** The first request of the operation that a visit is about, with its answer. */
export function firstOwn({ subject, exchanges }: Pick<Visit, "subject" | "exchanges">): Exchange | undefined {
  return exchanges.find(({ operation }) => operation === subject.operation.id);
}

async function callAnew(subject: Subject, tenant: TenantClient, inputs: readonly unknown[]): Promise<CallOutcome[]> {
  const outcomes: CallOutcome[] = [];
  for (const input of inputs) {
    outcomes.push(...(await callAll(subject, tenant, [input], false)));
    if (subject.driver.drivesTime) await tenant.time.advance(1000);
  }
  return outcomes;
}

async function callAll(
  { driver, operation }: Subject,
  tenant: TenantClient,
  inputs: readonly unknown[],
  together: boolean,
): Promise<CallOutcome[]> {
  const session = driver.open(tenant, tenant.time);
  const call = (input: unknown) => session.call({ operation: operation.id, input });
  try {
    if (together) return await Promise.all(inputs.map(call));
    const outcomes: CallOutcome[] = [];
    for (const input of inputs) outcomes.push(await call(input));
    return outcomes;
  } finally {
    await session.close();
  }
}
