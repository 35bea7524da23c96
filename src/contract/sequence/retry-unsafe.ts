import type { Attempts } from "./attempts.ts";
import { idempotencyParameter, keyOf } from "./idempotency-key.ts";
import { mayBeKept } from "./may-be-kept.ts";
import type { SequenceRule } from "./rule.ts";
import { isAfter, isSoonAfter } from "./times.ts";

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
  return mayBeKept({ fate, status, isAskedFor: retryAfter !== undefined });
}
