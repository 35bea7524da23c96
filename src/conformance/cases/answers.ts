import { type Case, createCase } from "../case.ts";
import { leavesOf, memberAt, withMember, withoutMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { isTelling } from "../mark.ts";
import { type ResponseMember, responseMembers } from "../response-members.ts";
import type { Learnt, Subject } from "../subject.ts";
import { parsedBody } from "../trace.ts";
import { firstOwn, type Visit } from "../visit.ts";
import { alteredCase, expectSources } from "./altered-answer.ts";
import { contentTypeCase } from "./content-type.ts";
import { listedCase, typedCase } from "./typed-answer.ts";

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
    const alter = (group: string, claim: string, value: unknown, isTellable = false) => {
      const put = (body: unknown) => withMember(body, pointer, value);
      cases.push(alteredCase(subject, { group, pointer, claim: `${claim} ${name}`, alter: put, isTellable }));
    };
    if (!required) cases.push(absentCase(subject, pointer));
    if (nullable) alter("null-answer", "takes null for", null);
    if (member.ofEachType.length > 1) cases.push(typedCase(subject, member));
    if (member.listed.length > 1) cases.push(listedCase(subject, member));
    if (isFreeText(member)) alter("empty-text-answer", "takes an empty text for", "", true);
    if (!isList) continue;
    alter("empty-answer", "takes an empty list for", []);
    cases.push(longCase(subject, pointer));
  }
  const claim = "passes over members that the contract does not name";
  cases.push(alteredCase(subject, { group: "unknown-members", pointer: "", claim, alter: withUnknown }));
  const texts = members.filter(isFreeText).map(({ pointer }) => pointer);
  if (texts.length > 0) cases.push(unicodeCase(subject, texts));
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

/** Neither the contract nor its name says that not any text would do. */
function isFreeText({ pointer, mayBeEmpty }: ResponseMember): boolean {
  return mayBeEmpty && !isTelling(lastOf(pointer));
}

function absentCase(subject: Subject, pointer: string): Case {
  const claim = `takes an answer without ${nameOf(pointer)}`;
  const alter = (body: unknown) => withoutMember(body, pointer);
  return alteredCase(subject, { group: "absent-member", pointer, claim, alter });
}

function longCase(subject: Subject, pointer: string): Case {
  const alter = (body: unknown) => {
    const list = memberAt(body, pointer);
    const [first] = Array.isArray(list) ? list : [];
    return first === undefined ? undefined : withMember(body, pointer, Array(500).fill(first));
  };
  const claim = `takes 500 items for ${nameOf(pointer)}`;
  const unless = "no answer was seen that has an item of this list";
  return alteredCase(subject, { group: "long-answer", pointer, claim, alter, unless });
}

function unicodeCase(subject: Subject, texts: readonly string[]): Case {
  const alter = (body: unknown) => {
    const free = leavesOf(body).filter(
      ({ pointer, value }) => typeof value === "string" && texts.includes(pointer.replaceAll(/\/\d+(?=\/|$)/g, "/0")),
    );
    if (free.length === 0) return undefined;
    return free.reduce((altered, { pointer, value }) => withMember(altered, pointer, `${astral} ${value}`), body);
  };
  const claim = "answers text as the vendor has it, whatever its script";
  const unless = "no answer was seen that has a text of any words";
  return alteredCase(subject, { group: "unicode-answer", pointer: "", claim, alter, unless });
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
