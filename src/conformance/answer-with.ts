import { withMember } from "./edit.ts";
import { withCount } from "./paged-list.ts";
import type { Learnt, Subject } from "./subject.ts";
import type { Answered } from "./tell-apart.ts";
import type { FaultToArm } from "./tenant-client.ts";

/** What the vendor answers an operation in the place of its own answer. */
export interface Reply extends Pick<Answered, "status"> {
  headers?: Record<string, string>;
  /** JSON. */
  body?: unknown;
  /** What is sent where there is no body. */
  text?: string;
}

export function answerWith({ operation }: Pick<Subject, "operation">, reply: Reply): FaultToArm {
  return { kind: "reply", operation: operation.id, reply };
}

/**
 * An answer; of pages only the first, for an adapter that gets the same again is right not to go on. What comes then is
 * `next`, or the stand-in's own. Note: those are long, and are read and judged in each of some dozens of cases.
 */
export function answerFirstWith(
  subject: Pick<Subject, "operation" | "isPaged">,
  reply: Reply,
  next?: Answered | undefined,
): FaultToArm[] {
  const fault = answerWith(subject, reply);
  if (!subject.isPaged) return [fault];
  return [{ ...fault, times: 1 }, ...(next === undefined ? [] : [answerWith(subject, next)])];
}

/** The page behind the last of so many records; undefined where it is not known where a page has them. */
export function pageBehind(records: number, { end, places }: Learnt): Answered | undefined {
  if (end === undefined || places === undefined) return undefined;
  return { status: end.status, body: withMember(withCount(end.body, records), places.answered.list, []) };
}
