import { type AskedPause, isTooSoon, retryAfterOf } from "./retry-after-header.ts";
import { type Fate, identityOf, type Step } from "./step.ts";
import { type ClientTimes, isAfter, mayBeAfter, waitBetween } from "./times.ts";

/** One request, sent again and again without success, each time when the answer before was there. */
export interface Attempts {
  /** How often, the last time included. */
  count: number;
  /** The same, where it is sure that each was sent when the answer before was there. */
  sure: number;
  /** The first of them. */
  firstId: string;
  /** The last of them. */
  last: {
    id: string;
    number: number;
    fate: Fate;
    status: number | null;
    times: ClientTimes;
    retryAfter: AskedPause | undefined;
    idempotencyKey: string | undefined;
  };
  /** How long was waited before each, in milliseconds, of the latest; undefined where it cannot be told. */
  pauses: (number | undefined)[];
  /** Other requests were sent between these. */
  interrupted: boolean;
  /** The answer before asked for a pause each time, and got it. */
  obedient: boolean;
  /** The rules that have told of these attempts. */
  told: ReadonlySet<string>;
}

/** How many equal requests after one without success were not judged, for it cannot be told how long was waited. */
export interface Abstentions {
  /** Nobody has noted when the requests were sent and answered. */
  untimed: number;
  /** Retry-After came from a stand-in whose clock does not flow as the machine's does. */
  unclocked: number;
}

/** How many requests without success are remembered, and how many of their pauses. */
const mostRequests = 500;
const mostPauses = 64;

/** What was sent without success, the request that was sent last at the end. */
export class AttemptLog {
  readonly #byIdentity = new Map<string, Attempts>();
  /** What could not be judged. */
  readonly abstained: Abstentions = { untimed: 0, unclocked: 0 };

  /** The attempts before a step, which were the same request; undefined where it is the first, or sent beside them. */
  before(step: Step): Attempts | undefined {
    if (this.#byIdentity.size === 0) return undefined;
    // What has no identity was never kept: undefined finds nothing.
    const known = this.#byIdentity.get(identityOf(step) as string);
    if (known === undefined) return undefined;
    if (step.times.start === undefined || known.last.times.end === undefined) this.abstained.untimed++;
    if (!mayBeAfter(step.times, known.last.times)) return undefined;
    if (known.last.retryAfter !== undefined && waitBetween(known.last.times, step.times) === undefined)
      this.abstained.unclocked++;
    return known;
  }

  /** Takes a step down, after what was known of its request; another refusal is the first of its own kind. `told` are the rules that have told of it and of the attempts before it. */
  note(step: Step, known: Attempts | undefined, told: readonly string[], idempotencyKey: string | undefined): void {
    if (step.fate === "answered" && this.#byIdentity.size === 0) return;
    const identity = identityOf(step);
    if (identity === undefined) return;
    this.#byIdentity.delete(identity);
    if (step.fate === "answered") return;
    const { id, number, fate, status, times } = step;
    const isRefused = fate === "refused";
    const goesOn = isRefused ? known?.last.status === status : known?.last.fate !== "refused";
    const before = goesOn ? known : undefined;
    const last = { id, number, fate, status, times, retryAfter: retryAfterOf(step), idempotencyKey };
    const pause = before && waitBetween(before.last.times, times);
    const asked = before?.last.retryAfter;
    this.#byIdentity.set(identity, {
      count: (before?.count ?? 0) + 1,
      sure: before !== undefined && isAfter(times, before.last.times) ? before.sure + 1 : 1,
      firstId: before?.firstId ?? id,
      last,
      pauses: before === undefined ? [] : [...before.pauses.slice(1 - mostPauses), pause],
      interrupted: before !== undefined && (before.interrupted || number !== before.last.number + 1),
      obedient:
        before === undefined ||
        (before.obedient && asked !== undefined && isTooSoon(asked, before.last.times, times) === false),
      told: new Set([...(before?.told ?? []), ...told]),
    });
    if (this.#byIdentity.size > mostRequests) {
      const [oldest] = this.#byIdentity.keys();
      this.#byIdentity.delete(oldest as string);
    }
  }
}
