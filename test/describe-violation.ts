import type { Violation } from "../src/exchange.ts";

/** A violation as tests name it: part, pointer and rule. */
export function describeViolation({ part, pointer, rule }: Pick<Violation, "part" | "pointer" | "rule">): string {
  return [part, pointer, rule].filter((word) => word !== "").join(" ");
}
