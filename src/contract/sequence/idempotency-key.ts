import type { Operation, Parameter } from "../contract.ts";
import { child } from "../documents.ts";
import { keyOfValue } from "../parameters.ts";
import { parseQuery } from "../query.ts";
import { isIdempotencyKey, type Step } from "./step.ts";

/** The parameter by which a vendor knows a write again; undefined where the contract documents none. */
export function idempotencyParameter({ operation }: { operation: Operation }): Parameter | undefined {
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

/** Where a contract says nothing of it: most vendors keep a key for a day at the least. In seconds. */
const usualLife = 86_400;

/** For how long a vendor knows a key (`x-key-lifetime`, in seconds), in milliseconds. */
export function lifeOf(step: Pick<Step, "operation">): number {
  const parameter = idempotencyParameter(step);
  const stated = parameter && child(parameter.node, "x-key-lifetime")?.value;
  return 1000 * (typeof stated === "number" ? stated : usualLife);
}
