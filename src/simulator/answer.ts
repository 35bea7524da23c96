import { checkRequest, checkUnmatched } from "../contract/check-request.ts";
import type { Operation } from "../contract/contract.ts";
import { fullPath, type Match } from "../contract/match-operation.ts";
import type { CheckedRequest, Context, Reply, UnmatchedRequest } from "../define.ts";
import type { Violation } from "../exchange.ts";
import type { Call } from "./call.ts";
import { createProblem } from "./problem.ts";
import { requireReply, toWireReply, type WireReply } from "./reply.ts";

/** What a call is answered, and what was found in the request. */
export interface Answer {
  reply: WireReply;
  /** The mock's reply where it spoke for the vendor; null where Standin speaks in its own voice. */
  vendor: Reply | null;
  operation: Operation | null;
  violations: readonly Violation[];
  /** What the mock threw. */
  crash?: MockCrash;
}

/** A mock threw, or answered what cannot be sent. */
export class MockCrash extends Error {
  override readonly name = "MockCrash";
}

/** Finds the answer to a call. `open` gives the tenant's context, and is asked only when the mock may see it. */
export function answer(call: Call, open: () => Context<unknown>): Answer {
  const { match } = call;
  return match.kind === "operation" ? answerMatched(call, match, open) : answerUnmatched(call, match);
}

type Matched = Extract<Match, { kind: "operation" }>;
type Unmatched = Exclude<Match, Matched>;

function answerMatched(call: Call, match: Matched, open: () => Context<unknown>): Answer {
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
  try {
    let vendor = refuse(call, request, open);
    if (vendor === undefined) {
      const handler = provider.handlers.get(operation.id);
      if (handler === undefined) {
        return { reply: explainNotModelled(call, operation), vendor: null, operation, violations };
      }
      vendor = handler(request, open());
    }
    return { reply: toWireReply(vendor, operation), vendor, operation, violations };
  } catch (error) {
    return { ...explainCrash(provider.id, operation.id, error), operation, violations };
  }
}

/** What the vendor says instead of serving the request, in the order in which it looks. */
function refuse(call: Call, request: CheckedRequest, open: () => Context<unknown>): Reply | undefined {
  const { refusals } = call.provider.definition;
  const { refused: reason } = call.visitor;
  if (reason !== null) return requireReply(refusals.unauthenticated(reason, request, open()));
  const refused = refusals.guard?.(request, open());
  if (refused !== undefined) return refused;
  // Note: answers that do not come from the mock, such as those of limits and faults, have their place here:
  // the vendor knows who calls and has not yet looked at what is asked.
  return request.violations.length > 0 ? refusals.invalid(request, open()) : undefined;
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
    reply.headers["standin-problem"] = nearest === null ? name : `${name}; nearest=${nearest.id}`;
    return { reply, vendor, operation: null, violations };
  } catch (error) {
    const subject = match.kind === "method" ? "refusals.wrongMethod" : "refusals.unknownRoute";
    return { ...explainCrash(provider.id, subject, error), operation: null, violations };
  }
}

function explainUnmatched({ provider, method, path }: Call, match: Unmatched): WireReply {
  const { nearest } = match;
  const members = nearest && {
    nearest: { operation: nearest.id, method: nearest.method, path: fullPath(provider.contract, nearest) },
  };
  const hint =
    members === null
      ? ""
      : ` The nearest operation is ${members.nearest.operation}: ${members.nearest.method} ${members.nearest.path}.`;
  if (match.kind === "path") {
    const detail = `[${provider.id}] The contract has no operation at ${method} ${path}.${hint}`;
    return createProblem("operation", detail, members ?? {});
  }
  const allowed = match.allowed.join(", ");
  const detail = `[${provider.id}] The contract has no ${method} ${path}. Allowed there: ${allowed}.${hint}`;
  return createProblem("method", detail, { ...members, allowed: match.allowed }, { allow: allowed });
}

function explainCrash(provider: string, subject: string, error: unknown): Pick<Answer, "reply" | "vendor" | "crash"> {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const crash = new MockCrash(`[${provider}] ${subject} threw: ${reason}`, { cause: error });
  return { reply: createProblem("handler", crash.message), vendor: null, crash };
}
