import { lastTokenOf, parentOf, tokensOf } from "../../contract/json-pointer.ts";
import { type Case, createCase } from "../case.ts";
import { leavesOf, memberAt } from "../edit.ts";
import { shown } from "../finding.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { toNameKey } from "../known-values.ts";
import { isOf, mayBeOf } from "../origins.ts";
import type { Learnt, Subject } from "../subject.ts";
import { parsedBody } from "../trace.ts";
import { firstOwn, type Visit } from "../visit.ts";
import { expectLikeNamed } from "./like-named.ts";
import { expectMoments } from "./moments.ts";
import { expectOwnRecord } from "./own-record.ts";
import { expectSources } from "./sources.ts";

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
        ...withLikeNamed(expectNothingLost(visit, body, learnt), expectLikeNamed(visit, learnt)),
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
    const namesakes = leaves.filter(({ pointer }) => toNames(pointer).endsWith(toNames(place)));
    const [namesake] = namesakes.sort((one, other) => one.pointer.length - other.pointer.length);
    const seen = memberAt(reply?.body, source);
    if (namesake === undefined || namesake.value === seen || typeof namesake.value !== typeof seen) return [];
    if (parentOf(namesake.pointer) !== parentOf(source) && !isOf(sources, place, namesake.pointer)) return [];
    const message = `the result says ${shown(seen)}, which the vendor has at ${source}; at ${namesake.pointer} it has ${shown(namesake.value)}`;
    return [fault(visit, { rule: "output-differs", pointer: place, message, expected: namesake.value, actual: seen })];
  });
}

/** A pointer with its names as they are compared: "/0/last_name" is "/0/lastName". */
function toNames(pointer: string): string {
  return tokensOf(pointer)
    .map((token) => `/${toNameKey(token)}`)
    .join("");
}

/** A member that is null in the result has no namesake in the answer that says something. */
function expectNothingLost(visit: Visit, body: unknown, { sources }: Learnt): Found[] {
  const answer = visit.outcomes[0]?.answer;
  if (answer?.kind !== "result" || Array.isArray(answer.result)) return [];
  const leaves = leavesOf(body);
  const results = leavesOf(answer.result);
  return results.flatMap(({ pointer, value }) => {
    const name = toNameKey(lastTokenOf(pointer));
    const namesakes = leaves.filter((leaf) => toNameKey(lastTokenOf(leaf.pointer)) === name);
    const said = namesakes[0]?.value;
    if (value !== null || namesakes.length !== 1 || (said ?? null) === null || typeof said === "object") return [];
    // The result may have it under another name, and something else under this one.
    if (!mayBeOf(sources, pointer, namesakes[0]?.pointer) || results.some((leaf) => leaf.value === said)) return [];
    const message = `the result has null, and the vendor's answer has ${shown(said)} at ${namesakes[0]?.pointer}`;
    return [fault(visit, { rule: "output-differs", pointer, message, expected: said })];
  });
}

/** What is found at a place in two ways is told once. */
function withLikeNamed(found: readonly Found[], likeNamed: readonly Found[]): Found[] {
  return [...found, ...likeNamed.filter(({ pointer }) => found.every((one) => one.pointer !== pointer))];
}

function resultOf({ outcomes: [outcome] }: Visit): unknown {
  return outcome?.answer.kind === "result" ? outcome.answer.result : undefined;
}
