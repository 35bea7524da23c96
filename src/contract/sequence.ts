import type { Evidence, Violation } from "../exchange.ts";
import { single } from "./authentication.ts";
import { splitUrl } from "./check-exchange.ts";
import type { Contract } from "./contract.ts";
import { matchOperation } from "./match-operation.ts";
import { redactQuery } from "./redaction.ts";
import type { SequenceRuleName } from "./rules.ts";
import { type Abstentions, AttemptLog } from "./sequence/attempts.ts";
import { leakElsewhere } from "./sequence/credential-leak.ts";
import { CursorLog } from "./sequence/cursor-log.ts";
import { keyOf } from "./sequence/idempotency-key.ts";
import { KeyLog } from "./sequence/key-log.ts";
import { PageLog } from "./sequence/page-log.ts";
import type { SequenceFinding } from "./sequence/rule.ts";
import { sequenceRules } from "./sequence/rules.ts";
import { createStep, type SequencedExchange, type Step } from "./sequence/step.ts";
import { createViolation, severityOf } from "./violation.ts";

export type { SequencedExchange } from "./sequence/step.ts";

/** What is known of the client of a sequence beside its exchanges. */
export interface SequenceOptions {
  /**
   * All exchanges are of one call of the client, so that whatever is sent again is a repeat. Otherwise two equal requests
   * may be two calls: what rests on their being a repeat is `inferred` at best, and a refusal is told from the third on.
   * @default false
   */
  oneCall?: boolean;
  /**
   * At a stand-in: the client's timers follow the tenant's clock. Otherwise times are judged only where that clock flows
   * as the machine's does.
   * @default false
   */
  driven?: boolean;
  /** What the client's own caller has named, such as a cursor that it got in an earlier call. */
  given?: ReadonlySet<string>;
}

/**
 * What a client breaks over time: `exchanges` are those of one client with one credential, in the order in which they
 * were answered. Each finding is about the later of the exchanges that it speaks of.
 */
export function checkSequence(
  contract: Contract,
  exchanges: Iterable<SequencedExchange>,
  options: SequenceOptions = {},
): Violation[] {
  const sequence = new SequenceCheck(contract, options);
  return [...exchanges].flatMap((exchange) => sequence.add(exchange));
}

/** How many redirects to other hosts are remembered. */
const mostRedirects = 50;

/** The same one by one, of any number: what it remembers is bounded. */
export class SequenceCheck {
  readonly #contract: Contract;
  readonly #traits: Required<Omit<SequenceOptions, "given">>;
  readonly #given: ReadonlySet<string>;
  readonly #attempts = new AttemptLog();
  readonly #cursors = new CursorLog();
  readonly #pages = new PageLog();
  readonly #keys = new KeyLog();
  /** By the address that they lead to. */
  readonly #redirects = new Map<string, Step>();
  #number = 0;

  constructor(contract: Contract, { oneCall = false, driven = false, given = new Set() }: SequenceOptions = {}) {
    this.#contract = contract;
    this.#given = given;
    this.#traits = { oneCall, driven };
  }

  /** Answers what the exchange breaks after those before it. One with another host than the vendor's may be given, too. */
  add(exchange: SequencedExchange): Violation[] {
    const number = ++this.#number;
    const { url } = exchange.request;
    if (!this.#isVendors(hostOf(url))) return this.#addElsewhere(exchange);
    const { path, query } = splitUrl(url);
    const match = matchOperation(this.#contract, exchange.request.method.toUpperCase(), path);
    if (match.kind !== "operation") return [];
    const place = { number, query: redactQuery(this.#contract, query) };
    const step = createStep(this.#contract, match.operation, exchange, place, this.#traits);
    const before = this.#attempts.before(step);
    const key = keyOf(step);
    const keyed = this.#keys.otherThan(step, key);
    const { oneCall } = this.#traits;
    const past = { before, keyed, cursors: this.#cursors, pages: this.#pages, oneCall, given: this.#given };
    const violations: Violation[] = [];
    for (const { name, check } of sequenceRules) {
      const finding = check(step, past);
      if (finding !== undefined) violations.push(this.#tell(step, name, finding));
    }
    const told = violations.map(({ rule }) => rule);
    this.#attempts.note(step, before, told, key);
    this.#keys.note(step, key, told.includes("key-reuse"));
    this.#cursors.note(step);
    if (oneCall) this.#pages.note(step);
    this.#noteRedirect(step);
    return violations;
  }

  /** What it could not judge until now. */
  get abstained(): Readonly<Abstentions> {
    return this.#attempts.abstained;
  }

  /** Some answer has redirected to somebody else's host. */
  get mayRedirect(): boolean {
    return this.#redirects.size > 0;
  }

  #isVendors(host: string): boolean {
    return this.#contract.servers.some((server) => server.host === host);
  }

  #addElsewhere({ request: { url, headers } }: SequencedExchange): Violation[] {
    const redirected = this.#redirects.get(withoutFragment(url));
    if (redirected === undefined) return [];
    const schemes = Object.values(this.#contract.securitySchemes).map(({ parameter }) => parameter);
    const names = schemes.map((parameter) =>
      parameter?.in === "header" ? parameter.name.toLowerCase() : "authorization",
    );
    // The form is enough: the value may be redacted.
    if (!names.some((name) => headers[name] !== undefined)) return [];
    return [this.#tell(redirected, "credential-leak", leakElsewhere(redirected, hostOf(url)))];
  }

  #noteRedirect(step: Step): void {
    const { response, request } = step.exchange;
    if (response === null || response.status < 300 || response.status >= 400) return;
    const location = single(response.headers.location);
    if (location === undefined || !URL.canParse(location, request.url)) return;
    const target = new URL(location, request.url);
    if (this.#isVendors(target.host)) return;
    this.#redirects.set(withoutFragment(target.href), step);
    if (this.#redirects.size <= mostRedirects) return;
    const [oldest] = this.#redirects.keys();
    this.#redirects.delete(oldest as string);
  }

  #tell({ operation }: Step, rule: SequenceRuleName, { atBest, ...finding }: SequenceFinding): Violation {
    const violation = createViolation(this.#contract, operation.id, "sequence", { pointer: "", rule, ...finding });
    const evidence = atBest === undefined ? violation.evidence : weaker(violation.evidence, atBest);
    return { ...violation, evidence, severity: severityOf(rule, violation.part, evidence) };
  }
}

const strongestFirst: readonly Evidence[] = ["documented", "client", "observed", "inferred", "assumed"];

function weaker(one: Evidence, other: Evidence): Evidence {
  return strongestFirst.indexOf(one) > strongestFirst.indexOf(other) ? one : other;
}

function withoutFragment(url: string): string {
  return URL.canParse(url) ? new URL(url).href.replace(/#.*/s, "") : url;
}

function hostOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? "";
}
