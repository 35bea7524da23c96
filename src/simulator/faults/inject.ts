import type { Contract, Operation } from "../../contract/contract.ts";
import type { CheckedRequest, Context, Reply } from "../../define.ts";
import type { Exchange } from "../../exchange.ts";
import { exampleReply, refusalReply } from "../example-reply.ts";
import { breakReply, varyReply } from "./alter-reply.ts";
import type { FaultHit } from "./armed-faults.ts";
import { type FaultKind, isAltering } from "./fault.ts";
import { hasBody, isOfMock } from "./has-effect.ts";
import type { WireFault } from "./send-fault.ts";

/** What faults make of one exchange. */
export interface Injection {
  /** What the journal says: it names the first that is more than a delay, else the first; none had an effect if undefined. */
  fault: Exchange["fault"];
  /** In milliseconds, before anything is answered. */
  delayMs: number;
  wire: WireFault | null;
  /** Over how long `slow-drip` spreads the answer, in milliseconds. */
  dripMs: number;
  /** The answer was altered on purpose: what it breaks is nobody's defect. */
  isPlanned: boolean;
}

/** An exchange that faults have hit, and how it would be served. */
export interface Hit {
  hits: readonly FaultHit[];
  contract: Contract;
  operation: Operation;
  request: CheckedRequest;
  context: Context<unknown>;
  /** The state before the last write, where a fault may ask for it. */
  staleState: unknown;
  /** Asks the mock. */
  serve: (context: Context<unknown>) => Reply | undefined;
  /** What the mock would answer: nothing of it is kept. Undefined where it leaves the operation out, or throws. */
  rehearse: () => Reply | undefined;
}

/** What stands for the mock's answer, and how it is sent; null where nothing is said at all. */
export function inject(hit: Hit): { vendor: Reply | null | undefined; injection: Injection } {
  const { hits, context, staleState } = hit;
  const find = (...kinds: FaultKind[]) => hits.find(({ fault }) => kinds.includes(fault.kind));
  const silent = find("reset", "empty", "garbage");
  if (silent !== undefined) return { vendor: null, injection: describe(hits, silent.fault.kind as WireFault) };
  const given = find("status", "reply");
  if (given !== undefined) {
    const vendor = given.fault.reply ?? replyWith(given.fault.status as number, hit);
    return { vendor, injection: describe(hits, null) };
  }
  const reply = hit.serve(find("stale-read") === undefined ? context : { ...context, state: staleState });
  if (find("after-commit") !== undefined) return { vendor: null, injection: describe(hits, "reset") };
  const altering = find("invalid-response", "variant");
  const altered = reply === undefined || altering === undefined ? undefined : alter(reply, altering, hit);
  const vendor = altered ?? reply;
  const onWire = find("malformed-chunk", "truncate", "slow-drip");
  const idle = [altered === undefined ? altering : undefined, hasBody(vendor) ? undefined : onWire];
  const effective = hits.filter((one) => !idle.includes(one));
  // What the contract documents with a body always the mock may have answered without.
  for (const one of idle) if (one !== undefined) one.fault.hits--;
  const wire = effective.find((one) => one === onWire)?.fault.kind as WireFault | undefined;
  return { vendor, injection: describe(effective, wire ?? null) };
}

/** What the journal and the sender need of the faults that have an effect. */
function describe(hits: readonly FaultHit[], wire: WireFault | null): Injection {
  const named = (hits.find(({ fault }) => fault.kind !== "delay") ?? hits[0])?.fault;
  const dripping = hits.find(({ fault }) => fault.kind === "slow-drip");
  return {
    fault: named && {
      id: named.id,
      kind: named.kind,
      ...(hits.length > 1 ? { also: hits.flatMap(({ fault }) => (fault === named ? [] : [fault.kind])) } : {}),
    },
    delayMs: hits.reduce((sum, one) => sum + (isWait(one.fault.kind) ? one.delayMs : 0), 0),
    wire,
    dripMs: dripping?.delayMs ?? 0,
    isPlanned: hits.some(({ fault }) => isAltering(fault.kind)),
  };
}

/** What the vendor says with a status. */
function replyWith(status: number, { contract, operation, context, rehearse }: Hit): Reply {
  if (status >= 400) return refusalReply(contract, operation, status, context.clock.now());
  const own = isOfMock(contract, operation, status) ? rehearse() : exampleReply(contract, operation, status);
  return { ...own, status };
}

/** For these `delay` means something else. */
function isWait(kind: FaultKind): boolean {
  return kind !== "slow-drip" && kind !== "stale-read";
}

/** Undefined where nothing in the answer can be altered so. */
function alter(reply: Reply, { fault, random }: FaultHit, hit: Hit): Reply | undefined {
  const { contract, operation, request } = hit;
  const change = fault.kind === "variant" ? varyReply : breakReply;
  return change(reply, { contract, operation, method: request.method }, random);
}
