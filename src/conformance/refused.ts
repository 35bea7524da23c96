import type { Exchange } from "../exchange.ts";
import { leavesOf } from "./edit.ts";
import { shown } from "./finding.ts";
import { expectResult, type Found, fault } from "./judge.ts";
import { parsedBody } from "./trace.ts";
import type { Visit } from "./visit.ts";
import { ownOf } from "./whose.ts";

/** An exchange that the vendor has answered. */
type Answered = Exchange & { response: NonNullable<Exchange["response"]> };

/** Every call reports what the vendor has refused, with its status or in its words; where nothing is, it has a result. */
export function expectRefusals(visit: Visit): Found[] {
  // That nothing came which could be refused is told anyway.
  if (visit.unhit > 0 && visit.exchanges.length > 0) return [];
  const refusals = visit.exchanges.filter(isRefused).filter((one) => !isMended(visit, one));
  const refused = ownOf(visit).findLast((one) => refusals.includes(one as Answered)) ?? refusals.at(-1);
  return visit.outcomes.flatMap((outcome) => {
    const { answer } = outcome;
    if (answer.kind === "failure") return [];
    if (!refused?.response) return expectResult(visit, outcome);
    const { status } = refused.response;
    const there = { ...visit, exchanges: [refused] };
    if (answer.kind === "result") {
      // Who asks for what is not there may be told so by null, where the output schema has it.
      const isAbsence = status === 404 && answer.result === null;
      if (isAbsence && visit.subject.checkOutput?.(null).length === 0) return [];
      if (hasOtherWay(visit, refused)) return expectResult(visit, outcome);
      const message = `the vendor refused with ${status}, and the adapter reports success: ${shown(answer.result)}`;
      return [fault(there, { rule: "refusal-as-success", message, expected: status, actual: answer.result })];
    }
    // Who looks something up meanwhile may be refused that, too.
    if (refusals.some((one) => isTold(answer.error, one))) return [];
    const { message } = answer.error;
    const hidden = `the vendor refused with ${status}, and the adapter's error says neither that nor the vendor's message: ${message}`;
    return [fault(there, { rule: "refusal-hidden", message: hidden, expected: status, actual: message })];
  });
}

function isTold(
  { status, message }: { status?: number | undefined; message: string },
  { response }: Answered,
): boolean {
  const words = leavesOf(parsedBody(response.body) ?? response.body)
    .map(({ value }) => value)
    .filter((value) => typeof value === "string" && value.length >= 4) as string[];
  return (
    status === response.status ||
    message.includes(String(response.status)) ||
    words.some((word) => message.includes(word))
  );
}

/** Whether the same request was sent again later, and served. */
function isMended({ exchanges }: Visit, refused: Answered): boolean {
  const { method, url, body } = refused.request;
  return exchanges
    .slice(exchanges.indexOf(refused) + 1)
    .some(
      ({ request, response }) =>
        request.method === method && request.url === url && request.body === body && isServed(response),
    );
}

/** Statuses by which the record, or the way to it, is not there, or the record is there already. */
const ofAbsence: readonly number[] = [404, 405, 409, 410, 412, 501];
/** Those by which some vendors say the last. */
const ofPresence: readonly number[] = [400, 422];

/**
 * Whether an adapter has come to a result in another way: it has found the record elsewhere or, where it was to be made,
 * that there is one; or it has made what was not there. Who reads again what it could not write has written nothing.
 */
function hasOtherWay({ exchanges }: Visit, refused: Exchange): boolean {
  const { method } = refused.request;
  const mayRead = method === "GET" || method === "POST";
  const status = refused.response?.status ?? 0;
  if (!ofAbsence.includes(status) && !(method === "POST" && ofPresence.includes(status))) return false;
  return exchanges
    .slice(exchanges.indexOf(refused) + 1)
    .some(
      ({ operation, request, response }) =>
        operation !== refused.operation && isServed(response) && (mayRead || request.method !== "GET"),
    );
}

function isRefused(exchange: Exchange): exchange is Answered {
  return exchange.response !== null && !isServed(exchange.response);
}

function isServed(response: Exchange["response"]): boolean {
  return response !== null && response.status < 400;
}
