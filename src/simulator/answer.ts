import { checkRequest, checkUnmatched } from "../contract/check-request.ts";
import type { Operation } from "../contract/contract.ts";
import { fullPath, type Match } from "../contract/match-operation.ts";
import type { CheckedRequest, Context, Reply, UnmatchedRequest } from "../define.ts";
import type { Violation } from "../exchange.ts";
import type { Call } from "./call.ts";
import { refusalReply } from "./example-reply.ts";
import { isReading } from "./faults/fault.ts";
import { hasEffect } from "./faults/has-effect.ts";
import { type Injection, inject } from "./faults/inject.ts";
import { createProblem } from "./problem.ts";
import { requireReply, toWireReply, type WireReply } from "./reply.ts";
import { copyContext } from "./space.ts";
import type { Space } from "./store.ts";

/** What a call is answered, and what was found in the request. */
export interface Answer {
  /** Null: the connection ends without one. */
  reply: WireReply | null;
  /** The mock's reply where it spoke for the vendor; null where Standin speaks in its own voice. */
  vendor: Reply | null;
  operation: Operation | null;
  violations: readonly Violation[];
  /** What the mock threw. */
  crash?: MockCrash;
  /** What faults have made of it. */
  injection?: Injection;
}

/** A mock threw, or answered what cannot be sent. */
export class MockCrash extends Error {
  override readonly name = "MockCrash";
}

/**
 * Finds the answer to a call. `open` gives the context of the space, and is asked only when the mock may see it; `watch`
 * has the request before the mock, the quotas and the faults have it.
 */
export function answer(
  call: Call,
  space: Space,
  open: () => Context<unknown>,
  watch?: (request: CheckedRequest) => void,
): Answer {
  const { match } = call;
  return match.kind === "operation" ? answerMatched(call, match, space, open, watch) : answerUnmatched(call, match);
}

type Matched = Extract<Match, { kind: "operation" }>;
type Unmatched = Exclude<Match, Matched>;

function answerMatched(
  call: Call,
  match: Matched,
  space: Space,
  open: () => Context<unknown>,
  watch: ((request: CheckedRequest) => void) | undefined,
): Answer {
  const { provider } = call;
  const { operation } = match;
  const { violations, path, query, body } = checkRequest(provider.contract, operation, match.pathParameters, call);
  const request: CheckedRequest = {
    operation: operation.id,
    method: call.method,
    url: call.url,
    sentTo: call.sentTo,
    path,
    query,
    headers: call.headers,
    body,
    text: call.text,
    credential: call.visitor.credential,
    violations,
  };
  watch?.(request);
  try {
    const refused = refuse(call, request, open);
    if (refused !== undefined)
      return { reply: toWireReply(refused, operation), vendor: refused, operation, violations };
    // The vendor knows who calls and has not yet looked at what is asked: here it counts, and its bad days begin.
    const limited = space.limits.isEmpty ? undefined : refuseBeyondLimits(call, operation, request, space);
    if (limited !== undefined)
      return { reply: toWireReply(limited, operation), vendor: limited, operation, violations };
    const { vendor, ...faulty } = space.faults.isEmpty
      ? { vendor: serve(call, operation, request, open()) }
      : serveFaulty(call, operation, request, open(), space);
    if (vendor === null) return { reply: null, vendor, operation, violations, ...faulty };
    if (vendor === undefined)
      return { reply: explainNotModelled(call, operation), vendor: null, operation, violations, ...faulty };
    return { reply: toWireReply(vendor, operation), vendor, operation, violations, ...faulty };
  } catch (error) {
    return { ...explainCrash(provider.id, operation.id, error), operation, violations };
  }
}

/** What the vendor says to who must not ask at all. */
function refuse(call: Call, request: CheckedRequest, open: () => Context<unknown>): Reply | undefined {
  const { refusals } = call.provider.definition;
  const { refused: reason } = call.visitor;
  if (reason !== null) return requireReply(refusals.unauthenticated(reason, request, open()));
  return refusals.guard?.(request, open());
}

/** What the vendor answers to a caller that it knows; undefined where the mock leaves the operation out. */
function serve(
  call: Call,
  operation: Operation,
  request: CheckedRequest,
  context: Context<unknown>,
): Reply | undefined {
  const { definition, handlers } = call.provider;
  const invalid = request.violations.length > 0 ? definition.refusals.invalid(request, context) : undefined;
  if (invalid !== undefined) return invalid;
  const handler = handlers.get(operation.id);
  return handler && requireReply(handler(request, context));
}

/** How the vendor refuses who asks too often; undefined when all quotas let the request pass. */
function refuseBeyondLimits(
  { provider: { contract } }: Call,
  operation: Operation,
  request: CheckedRequest,
  { limits, clock }: Space,
): Reply | undefined {
  const now = clock.now();
  const wait = limits.take(request, now.getTime());
  if (wait === undefined) return undefined;
  const reply = refusalReply(contract, operation, 429, now);
  const header = Object.keys(reply.headers ?? {}).find((name) => name.toLowerCase() === "retry-after");
  if (header === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, [header]: String(Math.ceil(wait / 1000)) } };
}

/** The same while faults are armed. */
function serveFaulty(
  call: Call,
  operation: Operation,
  request: CheckedRequest,
  context: Context<unknown>,
  space: Space,
): { vendor: Reply | null | undefined; injection?: Injection } {
  const { contract } = call.provider;
  const { faults } = space;
  const now = context.clock.now().getTime();
  const rehearse = once(() => {
    // A handler may keep the body that it is given, or change it.
    const own = { ...request, body: structuredClone(request.body) };
    const copy = copyContext(space, context);
    try {
      return serve(call, operation, own, copy);
    } catch {
      // It will throw again, and then be told.
      return undefined;
    }
  });
  const prospect = { contract, operation, method: call.method, space, now, rehearse };
  const hits = faults.take(operation, now, (fault) => hasEffect(fault, prospect));
  const serveHit = (seen: Context<unknown>): Reply | undefined => {
    const hiddenBy = isReading(operation) ? [] : faults.idsOfLive("stale-read", now);
    const before = hiddenBy.length === 0 ? undefined : structuredClone(context.state);
    const reply = serve(call, operation, request, seen);
    // What nobody hides has nobody see what was before it, whatever that one was hidden by.
    if (!isReading(operation) && reply !== undefined && reply.status < 300)
      space.stale = before === undefined ? undefined : { state: before, writtenAt: now, hiddenBy };
    return reply;
  };
  if (hits.length === 0) return { vendor: serveHit(context) };
  const staleState = space.stale?.state;
  try {
    return inject({ hits, contract, operation, request, context, staleState, serve: serveHit, rehearse });
  } catch (error) {
    // The mock threw, which no fault may hide: none of them has had an effect.
    for (const { fault } of hits) fault.hits--;
    throw error;
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function explainNotModelled({ provider: { id, definition } }: Call, operation: Operation): WireReply {
  const detail = `[${id}] ${operation.id} is not modelled: ${definition.notModelled?.[operation.id]}`;
  return createProblem("not-modelled", detail, { operation: operation.id });
}

function answerUnmatched(call: Call, match: Unmatched): Answer {
  const { provider, method, path, headers } = call;
  const violations = checkUnmatched(provider.contract, match, call);
  const nearest = match.nearest;
  const request: UnmatchedRequest = { method, path, headers };
  const { refusals } = provider.definition;
  try {
    const vendor =
      match.kind === "method" ? refusals.wrongMethod?.(request, match.allowed) : refusals.unknownRoute?.(request);
    if (vendor === undefined)
      return { reply: explainUnmatched(call, match), vendor: null, operation: null, violations };
    const reply = toWireReply(vendor, null);
    const name = match.kind === "method" ? "method" : "operation";
    reply.headers["standin-problem"] = `${name}; nearest=${nearest.id}`;
    return { reply, vendor, operation: null, violations };
  } catch (error) {
    const subject = match.kind === "method" ? "refusals.wrongMethod" : "refusals.unknownRoute";
    return { ...explainCrash(provider.id, subject, error), operation: null, violations };
  }
}

function explainUnmatched({ provider, method, path }: Call, match: Unmatched): WireReply {
  const { id, method: nearestMethod } = match.nearest;
  const nearest = { operation: id, method: nearestMethod, path: fullPath(provider.contract, match.nearest) };
  const hint = `The nearest operation is ${nearest.operation}: ${nearest.method} ${nearest.path}.`;
  if (match.kind === "path") {
    const detail = `[${provider.id}] The contract has no operation at ${method} ${path}. ${hint}`;
    return createProblem("operation", detail, { nearest });
  }
  const allowed = match.allowed.join(", ");
  const detail = `[${provider.id}] The contract has no ${method} ${path}. Allowed there: ${allowed}. ${hint}`;
  return createProblem("method", detail, { nearest, allowed: match.allowed }, { allow: allowed });
}

function explainCrash(provider: string, subject: string, error: unknown): Pick<Answer, "reply" | "vendor" | "crash"> {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const crash = new MockCrash(`[${provider}] ${subject} threw: ${reason}`, { cause: error });
  return { reply: createProblem("handler", crash.message), vendor: null, crash };
}
