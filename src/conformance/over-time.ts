import { locate } from "../contract/documents.ts";
import { SequenceCheck } from "../contract/sequence.ts";
import type { Violation } from "../exchange.ts";
import { leavesOf } from "./edit.ts";
import type { Visit } from "./visit.ts";

/** What exchanges together break, at the one that breaks it. */
type FoundOverTime = Violation & { exchange: string };

/** What an adapter breaks over time: with one call, whatever is sent again is a repeat. */
export function violationsOverTime(visit: Visit): FoundOverTime[] {
  const isOneCall = visit.plan.inputs.length === 1;
  // Whether two calls are about one write is for their caller to say: a case that gives inputs for it sees to that.
  return foundOverTime(visit)
    .filter(({ rule, severity }) =>
      isOneCall ? severity === "error" || ofGoodConduct.has(rule) : severity === "error" && rule !== "key-reuse",
    )
    .map((violation) => asError(visit, violation));
}

/** Writes that have the idempotency key of another one. */
export function keyReuses(visit: Visit): FoundOverTime[] {
  return foundOverTime(visit)
    .filter(({ rule }) => rule === "key-reuse")
    .map((violation) => asError(visit, violation));
}

function foundOverTime({ subject, plan, exchanges }: Visit): FoundOverTime[] {
  const { contract, driver } = subject;
  const given = new Set(
    leavesOf(plan.inputs).flatMap(({ value }) => (["string", "number"].includes(typeof value) ? String(value) : [])),
  );
  const traits = { oneCall: plan.inputs.length === 1, driven: driver.drivesTime, given };
  const sequence = new SequenceCheck(contract, traits);
  return exchanges.flatMap((exchange) => sequence.add(exchange).map((one) => ({ ...one, exchange: exchange.id })));
}

/**
 * What is inferred of a vendor is no error; that this adapter should not do so with this operation is what the suite is there
 * to say. Then it stands, as all faults of an adapter do, at the operation, and rests on no more than that there is one.
 */
function asError({ subject: { contract } }: Visit, violation: FoundOverTime): FoundOverTime {
  if (violation.severity === "error") return violation;
  const operation = contract.operations.find(({ id }) => id === violation.operation);
  if (operation === undefined) return violation;
  const { documents } = contract;
  const { node, evidence, source } = operation;
  return { ...violation, severity: "error", evidence, source, contract: locate(documents, node) };
}

/** Of one call it is seen that they are repeats. Of the order of pages nothing is: an adapter may ask for several at once. */
const ofGoodConduct: ReadonlySet<string> = new Set([
  "retry-after",
  "retry-unsafe",
  "key-reuse",
  "retry-refused",
  "hammering",
]);
