import type { Parameter } from "../contract.ts";
import { keyOfValue } from "../parameters.ts";
import { parseQuery } from "../query.ts";
import type { Attempts } from "./attempts.ts";
import type { SequenceRule } from "./rule.ts";
import { isIdempotencyKey, type Step } from "./step.ts";
import { isAfter, isSoonAfter } from "./times.ts";

/** These failures say for sure that nothing was kept. */
const undone = [501, 505];

/** A write that may have been kept is sent again, and nothing tells the vendor that it is the same. */
export const retryUnsafe: SequenceRule = {
  name: "retry-unsafe",
  check(step, { before, oneCall }) {
    const parameter = idempotencyParameter(step);
    const { method } = step.operation;
    // Other methods set what they say and may come twice, unless the vendor itself names a key for them.
    if (method !== "POST" && (parameter === undefined || method === "GET")) return undefined;
    if (before === undefined || before.told.has("retry-unsafe") || !isOpen(before)) return undefined;
    if (!isAfter(step.times, before.last.times)) return undefined;
    if (!oneCall && (step.number !== before.last.number + 1 || !isSoonAfter(step.times, before.last.times)))
      return undefined;
    const { id, status, idempotencyKey: first } = before.last;
    const key = keyOf(step);
    if (key !== undefined && key === first) return undefined;
    const open = before.last.fate === "lost" ? "had no answer" : `was answered with ${status}`;
    const remedy =
      parameter === undefined
        ? "the contract documents no key that would make it safe to repeat"
        : first !== undefined && key !== undefined
          ? `a repeat has the ${parameter.name} of the first, and this one has another`
          : `a repeat has the ${parameter.name} of the first`;
    return {
      message: `the write was sent again, though ${id}, which ${open}, may have been kept: then there are two; ${remedy}`,
      expected: parameter === undefined ? null : { [parameter.name]: first ?? "the same for both" },
      actual: { after: id, ...(key === undefined || parameter === undefined ? {} : { [parameter.name]: key }) },
      statement: parameter?.node ?? step.operation.node,
      // Whether it is a repeat or another call with the same input is not written anywhere.
      ...(oneCall && parameter !== undefined ? {} : { atBest: "inferred" }),
    };
  },
};

function isOpen({ last: { fate, status, retryAfter } }: Attempts): boolean {
  if (fate === "lost") return true;
  // With Retry-After the vendor asks for the repeat itself.
  return fate === "failed" && !undone.includes(status as number) && (status !== 503 || retryAfter === undefined);
}

function idempotencyParameter({ operation }: Pick<Step, "operation">): Parameter | undefined {
  return operation.parameters.find(
    ({ name, in: place }) => (place === "header" || place === "query") && isIdempotencyKey(name),
  );
}

/** The idempotency key of a request, where the contract documents one. */
export function keyOf(step: Pick<Step, "operation" | "exchange" | "query">): string | undefined {
  const parameter = idempotencyParameter(step);
  if (parameter === undefined) return undefined;
  if (parameter.in === "header") return step.exchange.request.headers[keyOfValue(parameter)]?.toString();
  return parseQuery(step.query).find(({ name }) => name === parameter.name)?.value;
}
