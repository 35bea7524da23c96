import type { CheckedExchange } from "../../contract/check-exchange.ts";
import { formatPlace } from "../../contract/violation.ts";
import type { Violation } from "../../exchange.ts";
import { type ArchivedExchange, type Expectation, NoExchange, toArchivedExchange } from "./archived-exchange.ts";

/** A file of contracts/<provider>/interactions/ is an exchange with a name; its bodies are JSON, or text. */
export function isInteraction(value: object): boolean {
  return "operation" in value && "outcome" in value;
}

/** Takes an interaction. Throws NoExchange. */
export function fromInteraction(value: object): ArchivedExchange {
  const { operation, request, response, violates = [] } = value as Record<string, unknown>;
  if (typeof operation !== "string" && operation !== null)
    throw new NoExchange("has an operation that is neither text nor null");
  if (!isViolates(violates)) throw new NoExchange("has violates that are no list of { part, pointer, rule }");
  return {
    ...toArchivedExchange({ request: withText(request), response: withText(response) }),
    expected: { operation, violates },
  };
}

/** Answers what the interaction does not say it breaks, and what it says of itself that is not so. */
export function compareInteraction(
  { operation, violations }: CheckedExchange,
  expected: Expectation,
): { violations: Violation[]; unmet: string[] } {
  const unmet = expected.violates
    .filter((one) => !violations.some((violation) => isSame(one, violation)))
    .map((one) => `says that it violates ${formatPlace(one)}, and does not`);
  if (operation !== expected.operation)
    unmet.unshift(`says that it is of ${expected.operation ?? none}, and is of ${operation ?? none}`);
  return { violations: violations.filter((one) => !expected.violates.some((other) => isSame(one, other))), unmet };
}

const none = "no operation";

type Expected = Expectation["violates"][number];

function isSame(a: Expected, b: Expected): boolean {
  return a.part === b.part && a.pointer === b.pointer && a.rule === b.rule;
}

function withText(message: unknown): unknown {
  if (typeof message !== "object" || message === null) return message;
  const { body, text, ...rest } = message as Record<string, unknown>;
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  return { ...rest, ...(sent === undefined ? {} : { body: sent }) };
}

function isViolates(value: unknown): value is Expected[] {
  return (
    Array.isArray(value) &&
    value.every((one) => ["part", "pointer", "rule"].every((name) => typeof one?.[name] === "string"))
  );
}
