import { formatViolation } from "../contract/violation.ts";
import type { Violation } from "../exchange.ts";

/** Writes one line, without the line's end. */
export type Log = (line: string) => void;

/** A mock that answers ever new nonsense must not fill the log. */
const maxTold = 1000;

/**
 * Tells the defects of the stand-in itself, mocks that threw and answers that break the contract, and hints for those
 * whom a vendor's answer leaves in the dark.
 */
export class DefectLog {
  readonly #log: Log;
  readonly #locate: (violation: Violation) => Violation;
  readonly #told = new Set<string>();
  /** The first crash, to be thrown when the server is closed. */
  firstCrash: Error | undefined;

  /** `locate` names the file of a violation as its reader can open it. */
  constructor(log: Log, locate: (violation: Violation) => Violation) {
    this.#log = log;
    this.#locate = locate;
  }

  reportCrash(error: unknown): void {
    const crash = error instanceof Error ? error : new Error(String(error));
    this.firstCrash ??= crash;
    const cause = crash.cause instanceof Error ? crash.cause : crash;
    this.#log(crash === cause ? `${crash.stack}` : `${crash.message}\n${cause.stack}`);
  }

  /** Each defect once: a mock that breaks its contract does so with every answer. */
  reportViolations(violations: readonly Violation[]): void {
    for (const violation of violations) {
      if (violation.severity === "note") continue;
      const { provider, operation, part, pointer, rule } = violation;
      // One defect may stand in every item of a list.
      const subject = `${provider} ${operation} ${part} ${pointer.replaceAll(/\d+/g, "*")} ${rule}`;
      const line = `${formatViolation(this.#locate(violation))}; the stand-in itself answered so, which is a defect of its mock`;
      this.#tellOnce(subject, line);
    }
  }

  /** Each hint once: the next requests have the same mistake. */
  giveHint(hint: string): void {
    this.#tellOnce(hint, hint);
  }

  /** What was told of a provider is told again: it has been loaded anew. */
  forget(provider: string): void {
    for (const subject of this.#told)
      if (subject.startsWith(`${provider} `) || subject.startsWith(`[${provider}] `)) this.#told.delete(subject);
  }

  #tellOnce(subject: string, line: string): void {
    if (this.#told.has(subject) || this.#told.size >= maxTold) return;
    this.#told.add(subject);
    this.#log(line);
  }
}
