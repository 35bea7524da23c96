import { splitUrl } from "../../contract/check-exchange.ts";
import { redactQuery } from "../../contract/redaction.ts";
import { createStep, identityOf } from "../../contract/sequence/step.ts";
import type { Exchange } from "../../exchange.ts";
import { type Found, fault } from "../judge.ts";
import { hasTwins } from "../repeated-write.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";

/** Where no retry is meant, nothing that failed is sent again, by the adapter's HTTP client neither. */
export function expectNoRepeat(visit: Visit): Found[] {
  const { exchanges, subject, plan } = visit;
  // Who sends items one by one sends equal ones alike.
  if (subject.retries !== false || plan.inputs.some(hasTwins)) return [];
  const own = exchanges
    .filter(({ operation }) => operation === subject.operation.id)
    .map((exchange) => ({ exchange, identity: identify(subject, exchange) }));
  const counts = own.map(({ exchange, identity }, at) =>
    identity !== undefined && hasFailed(exchange) ? own.slice(at).filter((one) => one.identity === identity).length : 0,
  );
  const sent = Math.max(0, ...counts);
  if (sent <= 1) return [];
  const message = `the adapter sends the request ${sent} times, and is not meant to retry`;
  return [fault(visit, { rule: "retries", message, expected: 1, actual: sent })];
}

/** After a 401 it may be sent once more with a new token. */
function hasFailed({ fault: planted, response }: Exchange): boolean {
  return planted !== undefined && response?.status !== 401;
}

/** The next page of a list is another request. Undefined where it is not known whole. */
function identify({ contract, operation, driver }: Subject, exchange: Exchange): string | undefined {
  const query = redactQuery(contract, splitUrl(exchange.request.url).query);
  const traits = { oneCall: true, driven: driver.drivesTime };
  return identityOf(createStep(contract, operation, exchange, { number: 1, query }, traits));
}
