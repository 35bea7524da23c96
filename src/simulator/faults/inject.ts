import type { Contract, Operation } from "../../contract/contract.ts";
import type { CheckedRequest, Context, Reply } from "../../define.ts";
import { exampleReply } from "../example-reply.ts";
import { breakReply, varyReply } from "./alter-reply.ts";
import type { FaultHit } from "./armed-faults.ts";
import type { FaultKind } from "./fault.ts";
import type { WireFault } from "./send-fault.ts";

/** What faults make of one exchange. */
export interface Injection {
  /** The one that the journal names: the first that is more than a delay, else the first. */
  fault: { id: string; kind: FaultKind };
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
  /** Decides how an answer is altered. */
  random: () => number;
  /** Asks the mock. */
  serve: (context: Context<unknown>) => Reply | undefined;
}

/** What stands for the mock's answer, and how it is sent; null where nothing is said at all. */
export function inject(hit: Hit): { vendor: Reply | null | undefined; injection: Injection } {
  const { hits, operation, context, staleState } = hit;
  const find = (...kinds: FaultKind[]) => hits.find(({ fault }) => kinds.includes(fault.kind));
  const named = hits.find(({ fault }) => fault.kind !== "delay") ?? (hits[0] as FaultHit);
  const dripping = find("slow-drip");
  const injection: Injection = {
    fault: { id: named.fault.id, kind: named.fault.kind },
    delayMs: hits.reduce((sum, one) => sum + (isWait(one.fault.kind) ? one.delayMs : 0), 0),
    wire: null,
    dripMs: dripping?.delayMs ?? 0,
    isPlanned: false,
  };
  const silent = find("reset", "empty", "garbage");
  if (silent !== undefined) return { vendor: null, injection: { ...injection, wire: silent.fault.kind as WireFault } };
  const status = find("status");
  if (status !== undefined) {
    const vendor = exampleReply(operation, status.fault.status as number);
    return { vendor, injection: { ...injection, isPlanned: true } };
  }
  const reply = hit.serve(find("stale-read") === undefined ? context : { ...context, state: staleState });
  if (find("after-commit") !== undefined) return { vendor: null, injection: { ...injection, wire: "reset" } };
  const broken = find("malformed-chunk", "truncate", "slow-drip");
  const wire = broken === undefined ? null : (broken.fault.kind as WireFault);
  const vendor = reply === undefined ? undefined : alter(reply, hit);
  return { vendor: vendor ?? reply, injection: { ...injection, wire, isPlanned: vendor !== undefined } };
}

/** For these `delay` means something else. */
function isWait(kind: FaultKind): boolean {
  return kind !== "slow-drip" && kind !== "stale-read";
}

function alter(reply: Reply, { hits, contract, operation, request: { method }, random }: Hit): Reply | undefined {
  let altered: Reply | undefined;
  for (const { fault } of hits) {
    const change = fault.kind === "invalid-response" ? breakReply : fault.kind === "variant" ? varyReply : undefined;
    altered = change?.(altered ?? reply, { contract, operation, method }, random) ?? altered;
  }
  return altered;
}
