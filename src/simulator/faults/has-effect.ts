import { findResponse } from "../../contract/check-response.ts";
import type { Contract, Operation } from "../../contract/contract.ts";
import type { Reply } from "../../define.ts";
import { exampleReply } from "../example-reply.ts";
import type { Space } from "../store.ts";
import { isStale } from "./armed-faults.ts";
import { type ArmedFault, isReading } from "./fault.ts";

/** An exchange, as far as it decides whether a fault can do anything to it. */
export interface Prospect {
  contract: Contract;
  operation: Operation;
  /** Upper case. */
  method: string;
  space: Space;
  /** On the tenant's clock, in milliseconds. */
  now: number;
  /** What the mock would answer: nothing of it is kept. Undefined where it leaves the operation out, or throws. */
  rehearse: () => Reply | undefined;
}

/** Whether a fault can do at an exchange what it says. One that cannot waits for the next that it concerns. */
export function hasEffect(fault: ArmedFault, { contract, operation, method, space, now, rehearse }: Prospect): boolean {
  switch (fault.kind) {
    case "stale-read":
      return isReading(operation) && isStale(space, fault, now);
    case "after-commit":
      return !isReading(operation) && (rehearse()?.status ?? 500) < 300;
    case "status":
      return !isOfMock(contract, operation, fault.status as number) || (rehearse()?.status ?? 500) < 400;
    case "truncate":
    case "malformed-chunk":
    case "slow-drip":
    case "invalid-response":
    case "variant":
      return method !== "HEAD" && (alwaysHasBody(operation) || hasBody(rehearse()));
    default:
      return true;
  }
}

/** Whether a status is answered as the mock would: a success that the contract documents and shows no example of. */
export function isOfMock(contract: Contract, operation: Operation, status: number): boolean {
  return (
    status < 400 &&
    findResponse(operation, status) !== undefined &&
    exampleReply(contract, operation, status) === undefined
  );
}

/** Note: a rehearsal copies the state, which most operations need not. */
function alwaysHasBody({ responses }: Operation): boolean {
  return responses.every(({ content }) => content.length > 0);
}

/** Where the mock leaves an operation out, Standin's own words are the body. */
export function hasBody(reply: Reply | undefined): boolean {
  if (reply === undefined) return true;
  return reply.status !== 204 && reply.status !== 304 && (reply.text ?? (reply.body === undefined ? "" : "{}")) !== "";
}
