import { type Case, createCase } from "../case.ts";
import { leavesOf, memberAt, withMember, withoutMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { freeMembers, markOf } from "../mark.ts";
import { responseMembers } from "../response-members.ts";
import type { Learnt, Subject } from "../subject.ts";
import { parsedBody } from "../trace.ts";
import { firstOwn, type Visit } from "../visit.ts";
import { alteredCase, expectSources } from "./altered-answer.ts";
import { contentTypeCase } from "./content-type.ts";
import { typedCase } from "./typed-answer.ts";

/** What the contract allows in an answer: the adapter's result still holds, and says what the answer says. */
export function answerCases(subject: Subject): Case[] {
  const { contract, operation } = subject;
  const members = responseMembers(contract, operation);
  const cases = [truthCase(subject)];
  if (members.length === 0) return cases;
  const shown = subject.documentedReply?.body;
  for (const member of members) {
    const { pointer, required, nullable, isList } = member;
    // What the documents do not show cannot be put into its place.
    if (shown !== undefined && memberAt(shown, pointer.slice(0, pointer.lastIndexOf("/"))) === undefined) continue;
    const name = nameOf(pointer);
    if (!required)
      cases.push(alteredCase(subject, "absent-member", pointer, `takes an answer without ${name}`, withoutMember));
    if (nullable)
      cases.push(
        alteredCase(subject, "null-answer", pointer, `takes null for ${name}`, (body) =>
          withMember(body, pointer, null),
        ),
      );
    if (member.ofEachType.length > 1) cases.push(typedCase(subject, member));
    if (isList) {
      cases.push(
        alteredCase(subject, "empty-answer", pointer, `takes an empty list for ${name}`, (body) =>
          withMember(body, pointer, []),
        ),
        alteredCase(subject, "long-answer", pointer, `takes 500 items for ${name}`, (body) => {
          const list = memberAt(body, pointer);
          const [first] = Array.isArray(list) ? list : [];
          return first === undefined ? body : withMember(body, pointer, Array(500).fill(first));
        }),
      );
    }
  }
  cases.push(
    alteredCase(subject, "unknown-members", "", "passes over members that the contract does not name", (body) =>
      withUnknown(body),
    ),
  );
  if (freeMembers(subject).length > 0) cases.push(unicodeCase(subject));
  cases.push(contentTypeCase(subject));
  return cases;
}

/** The result holds what the answer holds, and not what stands beside it. */
function truthCase(subject: Subject): Case {
  return createCase(subject, {
    group: "result",
    claim: "answers what the vendor says",
    inputs: [subject.documentedInput],
    async expect(visit) {
      const learnt = await subject.learn();
      const body = parsedBody(firstOwn(visit)?.response?.body);
      return [
        ...expectResults(visit),
        ...expectSources(visit, body, learnt.sources, undefined),
        ...expectNames(visit, learnt),
        ...expectNothingLost(visit, body),
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
    const message = `the result says ${shown(seen)}, which the vendor has at ${source}; at ${namesake.pointer} it has ${shown(namesake.value)}`;
    return [fault(visit, { rule: "output-differs", pointer: place, message, expected: namesake.value, actual: seen })];
  });
}

/** A member that is null in the result has no namesake in the answer that says something. */
function expectNothingLost(visit: Visit, body: unknown): Found[] {
  const answer = visit.outcomes[0]?.answer;
  if (answer?.kind !== "result" || Array.isArray(answer.result)) return [];
  const leaves = leavesOf(body);
  return leavesOf(answer.result).flatMap(({ pointer, value }) => {
    const namesakes = leaves.filter((leaf) => lastOf(leaf.pointer) === lastOf(pointer));
    const said = namesakes[0]?.value;
    if (value !== null || namesakes.length !== 1 || (said ?? null) === null || typeof said === "object") return [];
    const message = `the result has null, and the vendor's answer has ${shown(said)} at ${namesakes[0]?.pointer}`;
    return [fault(visit, { rule: "output-differs", pointer, message, expected: said })];
  });
}

const astral = "𝒜da 🙂 Zoe\u0308 שלום";

/** Only texts that came in as they are known to be free. */
function unicodeCase(subject: Subject): Case {
  const claim = "answers text as the vendor has it, whatever its script";
  return alteredCase(subject, "unicode-answer", "", claim, (body) =>
    leavesOf(body)
      .filter(({ value }) => typeof value === "string" && value.startsWith(markOf("")))
      .reduce((altered, { pointer, value }) => withMember(altered, pointer, `${astral} ${value}`), body),
  );
}

function withUnknown(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withUnknown);
  if (typeof body !== "object" || body === null) return body;
  const members = Object.entries(body).map(([name, member]) => [name, withUnknown(member)]);
  return { ...Object.fromEntries(members), standin_unknown: { nested: [astral] } };
}

function lastOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf("/") + 1);
}

function nameOf(pointer: string): string {
  return pointer.slice(1).replaceAll("/", ".");
}
