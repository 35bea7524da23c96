import type { FailureRule } from "./driver.ts";

/** In milliseconds: what a call causes so long after its answer is taken for its own. */
export const lateMs = 100;

/** The same where a case is run alone to see what comes of it. */
export const trialMs = 300;

/** Something that came too late for an answer, or where it is not sure whose it was. */
export interface Late {
  rule: FailureRule | "credential-leak";
  message: string;
  /** The cases whose calls can have caused it, in their order: it is sure where there is but one. */
  of: readonly object[];
}

/** A call came to no answer for something that the call of an earlier case may have caused: the case has to be run again. */
export class Disturbed extends Error {
  readonly late: Late;
  constructor(late: Late) {
    super(late.message);
    this.late = late;
  }
}

/** What an adapter in another process does after its answers, when another case may be under way. */
export interface Aftermath {
  /** The calls from now on are of this case. */
  begin(one: object): void;
  /** Resolves when nothing of the calls so far is to come any more: so many milliseconds after their answers, or when the process is gone. */
  calm(ms?: number): Promise<void>;
  /** What has come since it was asked the last time. */
  take(): Late[];
  /** Ends all processes: what they print until then counts. */
  end(): Promise<void>;
}
