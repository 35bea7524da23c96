import type { Evidence } from "../../exchange.ts";
import type { Node } from "../documents.ts";
import type { SequenceRuleName } from "../rules.ts";
import type { Attempts } from "./attempts.ts";
import type { CursorLog } from "./cursor-log.ts";
import type { KeyedWrite } from "./key-log.ts";
import type { PageLog } from "./page-log.ts";
import type { Step } from "./step.ts";

/** What a step breaks after those before it. */
export interface SequenceFinding {
  message: string;
  expected: unknown;
  actual: unknown;
  statement: Pick<Node, "document" | "pointer">;
  /** The finding rests on no more than this, whatever the statement does. */
  atBest?: Evidence;
}

/** What a rule sees beside the step. */
export interface Past {
  /** The same request, sent before without success; undefined where there was none. */
  before: Attempts | undefined;
  /** Another write that came first with the idempotency key of this one; undefined where there is none. */
  keyed: KeyedWrite | undefined;
  cursors: CursorLog;
  pages: PageLog;
  /** All exchanges are of one call of the client: what is sent again is a repeat, and no other call's request. */
  oneCall: boolean;
  /** What the client's caller has named. */
  given: ReadonlySet<string>;
}

/** One way of a client to misbehave over time. */
export interface SequenceRule {
  name: SequenceRuleName;
  check(step: Step, past: Past): SequenceFinding | undefined;
}
