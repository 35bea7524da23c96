import { type Finding, formatFinding } from "./finding.ts";

/** Throws what a case has found: a line for each, as everywhere. */
export function assertNothingFound(found: readonly Finding[]): void {
  if (found.length === 0) return;
  throw new Error(found.map(formatFinding).join("\n"));
}
