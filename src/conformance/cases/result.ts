import { lastTokenOf, parentOf } from "../../contract/json-pointer.ts";
import { type Case, createCase } from "../case.ts";
import { leavesOf, memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { isOf, mayBeOf } from "../origins.ts";
import type { Learnt, Subject } from "../subject.ts";
import { parsedBody } from "../trace.ts";
import { firstOwn, type Visit } from "../visit.ts";
import { expectSources } from "./altered-answer.ts";
import { expectOwnRecord } from "./own-record.ts";

/** The result holds what the answer holds, and not what stands beside it. */
export function resultCase(subject: Subject): Case {
  return createCase(subject, {
    group: "result",
    claim: "answers what the vendor says",
    inputs: [subject.documentedInput],
    async expect(visit) {
      const learnt = await subject.learn();
      const body = parsedBody(firstOwn(visit)?.response?.body);
      return [
        ...expectResults(visit),
        ...expectSources(visit, body, learnt, undefined),
        ...expectNames(visit, learnt),
        ...expectNothingLost(visit, body, learnt),
        ...expectMoments(visit, { body, result: resultOf(visit) }, learnt),
        // The documents may show more than the stand-in does.
        ...expectMoments(visit, { body: learnt.reply?.body, result: learnt.result }, learnt),
        ...expectOwnRecord(visit, learnt),
      ];
    },
  });
}

/** A member of the result has the value of the one that is named as it is, and not that of another. */
function expectNames(visit: Visit, { sources, reply }: Learnt): Found[] {
  const leaves = leavesOf(reply?.body);
  return [...(sources ?? [])].flatMap(([place, source]) => {
    const namesakes = leaves.filter(({ pointer }) => pointer.endsWith(place));
    const [namesake] = namesakes.sort((one, other) => one.pointer.length - other.pointer.length);
    const seen = memberAt(reply?.body, source);
    if (namesake === undefined || namesake.value === seen || typeof namesake.value !== typeof seen) return [];
    if (parentOf(namesake.pointer) !== parentOf(source) && !isOf(sources, place, namesake.pointer)) return [];
    const message = `the result says ${shown(seen)}, which the vendor has at ${source}; at ${namesake.pointer} it has ${shown(namesake.value)}`;
    return [fault(visit, { rule: "output-differs", pointer: place, message, expected: namesake.value, actual: seen })];
  });
}

/** A member that is null in the result has no namesake in the answer that says something. */
function expectNothingLost(visit: Visit, body: unknown, { sources }: Learnt): Found[] {
  const answer = visit.outcomes[0]?.answer;
  if (answer?.kind !== "result" || Array.isArray(answer.result)) return [];
  const leaves = leavesOf(body);
  const results = leavesOf(answer.result);
  return results.flatMap(({ pointer, value }) => {
    const namesakes = leaves.filter((leaf) => lastTokenOf(leaf.pointer) === lastTokenOf(pointer));
    const said = namesakes[0]?.value;
    if (value !== null || namesakes.length !== 1 || (said ?? null) === null || typeof said === "object") return [];
    // The result may have it under another name, and something else under this one.
    if (!mayBeOf(sources, pointer, namesakes[0]?.pointer) || results.some((leaf) => leaf.value === said)) return [];
    const message = `the result has null, and the vendor's answer has ${shown(said)} at ${namesakes[0]?.pointer}`;
    return [fault(visit, { rule: "output-differs", pointer, message, expected: said })];
  });
}

/** An answer of the vendor, and what the adapter makes of it. */
interface Told {
  body: unknown;
  result: unknown;
}

function resultOf({ outcomes: [outcome] }: Visit): unknown {
  return outcome?.answer.kind === "result" ? outcome.answer.result : undefined;
}

/** A time in the result, however it is written, is the one that the vendor says. */
function expectMoments(visit: Visit, { body, result }: Told, { sources }: Learnt): Found[] {
  if (Array.isArray(result)) return [];
  const leaves = leavesOf(body);
  return leavesOf(result).flatMap(({ pointer, value }) => {
    const namesakes = leaves.filter((leaf) => lastTokenOf(leaf.pointer) === lastTokenOf(pointer));
    const [seen, said] = [value, namesakes[0]?.value].map(momentOf);
    if (seen === undefined || said === undefined || namesakes.length !== 1) return [];
    if (!mayBeOf(sources, pointer, namesakes[0]?.pointer)) return [];
    // Some leave out parts of a second, and some the time of the day: but not where a date alone would not do.
    const day = withMember(result, pointer, String(value).slice(0, "2026-01-01".length));
    const mayBeDate = (visit.subject.checkOutput?.(day) ?? []).length === 0;
    if (Math.abs(seen - said) < 1000 || (seen % dayMs === 0 && mayBeDate)) return [];
    if (leaves.some((leaf) => momentOf(leaf.value) === seen)) return [];
    const message = `the result says ${shown(value)}, and the vendor's answer has another time, ${shown(namesakes[0]?.value)} at ${namesakes[0]?.pointer}`;
    return [fault(visit, { rule: "output-differs", pointer, message, expected: namesakes[0]?.value, actual: value })];
  });
}

const dayMs = 24 * 60 * 60 * 1000;

/** In milliseconds; undefined of what is no time, or one that does not say at what place. */
function momentOf(value: unknown): number | undefined {
  const isMoment = typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);
  const moment = isMoment ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}
