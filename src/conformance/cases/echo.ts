import { lastTokenOf } from "../../contract/json-pointer.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { leavesOf, memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { toNameKey } from "../known-values.ts";
import { responseMembers } from "../response-members.ts";
import type { Learnt, Subject } from "../subject.ts";
import { allowedAnswer } from "../tell-apart.ts";
import { isTelling } from "../trace.ts";
import { vary } from "../vary.ts";
import type { Visit } from "../visit.ts";

/** Something that was sent, and that an answer shows with another value. */
interface Differing {
  /** JSON Pointer in the input. */
  given: string;
  sent: unknown;
  /** JSON Pointer in the answer. */
  place: string;
  said: unknown;
}

/** The vendor answers with other values than it was sent, as one that trims, rounds or was changed meanwhile does. */
export function echoCase(subject: Subject): Case {
  const [group, detail, claim] = [
    "result",
    "not-sent",
    "answers what the vendor says, where that is not what was sent",
  ];
  return {
    group,
    detail,
    claim,
    async run() {
      const learnt = await subject.learn();
      const { reply } = learnt;
      const differing = differingIn(subject, learnt);
      if (reply === undefined || differing.length === 0)
        return inapplicable("the answer shows no member as it is sent that could have another value");
      const body = differing.reduce((altered, { place, said }) => withMember(altered, place, said), reply.body);
      return createCase(subject, {
        group,
        claim,
        inputs: [subject.documentedInput],
        faults: [{ kind: "reply", operation: subject.operation.id, reply: { status: reply.status, body } }],
        expect: (visit) => expectNoEcho(visit, body, differing),
      }).run();
    },
  };
}

/** Members of the answer that are named as what is sent, each with a value that the contract allows and that was not sent. */
function differingIn(subject: Subject, { routes, reply }: Learnt): Differing[] {
  if (reply?.body === undefined) return [];
  const { contract, operation, documentedInput } = subject;
  const allows = allowedAnswer(subject, reply.status);
  const members = responseMembers(contract, operation);
  const leaves = leavesOf(reply.body);
  let altered: unknown = reply.body;
  if (!allows(altered)) return [];
  return [...routes].flatMap(([given, { part, pointer }]) => {
    const name = lastTokenOf(pointer);
    const sent = memberAt(documentedInput, given);
    // A record is told by the id that was asked for.
    if (part !== "request.body" || /^\d+$|id$/i.test(name) || (sent ?? null) === null) return [];
    const [leaf, ...others] = leaves.filter((one) => toNameKey(lastTokenOf(one.pointer)) === toNameKey(name));
    if (leaf === undefined || others.length > 0 || typeof leaf.value !== typeof sent) return [];
    const place = leaf.pointer;
    const listed = members.find((one) => one.pointer === place)?.listed ?? [];
    const said = othersThan(sent, listed).find((value) => allows(withMember(altered, place, value)));
    if (said === undefined) return [];
    altered = withMember(altered, place, said);
    return [{ given, sent, place, said }];
  });
}

function othersThan(sent: unknown, listed: readonly unknown[]): unknown[] {
  if (listed.length > 0) return listed.filter((value) => value !== sent);
  if (typeof sent === "boolean") return [!sent];
  if (typeof sent === "number") return [sent + 7, sent - 7];
  return typeof sent === "string" && sent !== "" ? [vary(sent, 7)] : [];
}

/** Nothing in the result is what was sent, where the vendor says something else that the result does not have. */
function expectNoEcho(visit: Visit, body: unknown, differing: readonly Differing[]): Found[] {
  const answer = visit.outcomes[0]?.answer;
  // Who looks whether all was kept as it was sent is right to say that it was not.
  if (answer?.kind !== "result") return [];
  const results = leavesOf(answer.result);
  const answered = new Set(leavesOf(body).map(({ value }) => value));
  return differing.flatMap(({ given, sent, place, said }) => {
    const names = [given, place].map((pointer) => toNameKey(lastTokenOf(pointer)));
    const isNamed = (pointer: string) => names.includes(toNameKey(lastTokenOf(pointer)));
    // Short texts and small numbers stand anywhere by chance.
    const echo = results.find(({ pointer, value }) => value === sent && (isTelling(sent) || isNamed(pointer)));
    const isSaid = answered.has(sent) || (isTelling(said) && results.some(({ value }) => value === said));
    if (echo === undefined || isSaid) return [];
    const message = `the result says ${shown(sent)}, which the call was given; the vendor's answer has ${shown(said)} at ${place}`;
    return [fault(visit, { rule: "output-differs", pointer: echo.pointer, message, expected: said, actual: sent })];
  });
}
