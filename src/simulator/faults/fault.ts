import type { Operation } from "../../contract/contract.ts";
import type { Reply } from "../../define.ts";
import type { DurationText } from "../duration.ts";

/** The deliberate misbehaviours, by where they work. */
export const faultKinds = [
  "status",
  "reply",
  "delay",
  "reset",
  "empty",
  "truncate",
  "malformed-chunk",
  "garbage",
  "slow-drip",
  "stale-read",
  "after-commit",
  "invalid-response",
  "variant",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** Whether an answer is another than the mock's: what it breaks then is planned. */
const alters: Readonly<Record<FaultKind, boolean>> = {
  status: true,
  reply: true,
  delay: false,
  reset: false,
  empty: false,
  truncate: false,
  "malformed-chunk": false,
  garbage: false,
  "slow-drip": false,
  "stale-read": false,
  "after-commit": false,
  "invalid-response": true,
  variant: true,
};

export function isAltering(kind: FaultKind): boolean {
  return alters[kind];
}

type Need = "read" | "write" | "answer with a body";

/** What an operation has to do for a fault of a kind to have anything to do with it. */
export const needed: Readonly<Partial<Record<FaultKind, Need>>> = {
  "stale-read": "read",
  "after-commit": "write",
  truncate: "answer with a body",
  "malformed-chunk": "answer with a body",
  "slow-drip": "answer with a body",
  "invalid-response": "answer with a body",
  variant: "answer with a body",
};

export function isReading({ method }: Operation): boolean {
  return method === "GET" || method === "HEAD";
}

/** Whether a fault of a kind can do what it says where an operation succeeds. */
export function suits(kind: FaultKind, operation: Operation): boolean {
  const need = needed[kind];
  return need === undefined || meets[need](operation);
}

const meets: Readonly<Record<Need, (operation: Operation) => boolean>> = {
  read: isReading,
  write: (operation) => !isReading(operation),
  "answer with a body": ({ method, responses }) => {
    const successes = responses.filter(({ status }) => status.startsWith("2"));
    return method !== "HEAD" && (successes.length === 0 || successes.some(({ status }) => status !== "204"));
  },
};

/** How long: always as long, evenly between two bounds, or with a long tail, as slow services are. */
export type Delay =
  | DurationText
  | { min: DurationText; max: DurationText }
  /** Log-normal: half of all take less than `median`; `sigma` is the spread, and nothing takes longer than `max`. */
  | { median: DurationText; sigma: number; max?: DurationText };

/** A deliberate misbehaviour, as it is armed. */
export interface Fault {
  provider: string;
  /** operationId. All operations of the provider when it is left out. */
  operation?: string;
  /** Whose requests it hits: the control API arms it for that tenant. */
  tenant?: string;
  kind: FaultKind;
  /**
   * For kind `status`: what is answered, in the vendor's own envelope. A success that the contract shows no example of is what
   * the mock would answer, and nothing of it is kept.
   */
  status?: number;
  /** For kind `status`: take one that the contract does not document. */
  force?: boolean;
  /** For kind `reply`: the answer itself, which need not be one that the contract allows. */
  reply?: Reply;
  /** How many exchanges that it concerns are let pass first, whatever other faults made of them. */
  after?: number;
  /** How many exchanges it hits at the most. */
  times?: number;
  /** From 0 to 1, decided by the seed. */
  probability?: number;
  /** How long it stays armed, on the tenant's clock: where that is put back to before the end, it is armed again. */
  ttl?: DurationText;
  /**
   * For kind `delay` how long the answer takes, for `slow-drip` over how long its bytes are spread, for `stale-read` how
   * long after a write, on the tenant's clock, and as long as it is armed where none is given; for all others how long before
   * they happen.
   */
  delay?: Delay;
}

/** A fault that is armed. */
export interface ArmedFault extends Fault {
  /** Such as "acme-1": counted for each tenant at each provider. */
  id: string;
  tenant: string;
  /** How many exchanges it has hit. */
  hits: number;
}
