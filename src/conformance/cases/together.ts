import { isDeepStrictEqual } from "node:util";
import { type Case, createCase } from "../case.ts";
import { memberAt, withMember, withoutMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { membersOf } from "../input-schema.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { freeMembers, markOf } from "../mark.ts";
import type { Subject } from "../subject.ts";
import { sentLeaves } from "../trace.ts";
import { type Visit, visit } from "../visit.ts";

const atOnce = 20;

/** Calls of one adapter beside and after each other: none shows in another. */
export function togetherCases(subject: Subject): Case[] {
  const { documentedInput } = subject;
  const [mark] = freeMembers(subject);
  const inputs = Array.from({ length: atOnce }, (_, index) =>
    mark === undefined ? documentedInput : withMember(documentedInput, mark, markOf(String(index + 1))),
  );
  const bare = withoutOptional(subject);
  const together = createCase(subject, {
    group: "concurrency",
    claim: `keeps ${atOnce} calls at once apart`,
    inputs,
    together: true,
    expect: async (done) => [...expectServed(done), ...(mark === undefined ? [] : await expectOwn(done, mark))],
  });
  if (bare === undefined) return [together];
  const after = createCase(subject, {
    group: "sequence",
    claim: "lets nothing of one call show in the next",
    inputs: [documentedInput, bare],
    expect: (done) => expectSame(done, bare),
  });
  return [together, after];
}

function withoutOptional({ inputSchema, documentedInput, checkInput }: Subject): unknown {
  if (inputSchema === null) return undefined;
  const optional = membersOf(inputSchema).filter(({ required }) => !required);
  const bare = optional.reduce((input, { pointer }) => withoutMember(input, pointer), documentedInput);
  return optional.length === 0 || checkInput(bare).length > 0 ? undefined : bare;
}

/** As many calls report an error as the vendor has refused: a record is deleted once. */
function expectServed(done: Visit): Found[] {
  const refused = done.exchanges.filter(({ response }) => response !== null && response.status >= 400).length;
  const errors = done.outcomes.filter(({ answer }) => answer.kind === "error").length;
  return errors > 0 && errors === refused ? [] : expectResults(done);
}

/** Where the result shows the marked member, it shows that of its own call. */
async function expectOwn(done: Visit, mark: string): Promise<Found[]> {
  const { sources, result } = await done.subject.learn();
  const learnt = [...(sources?.keys() ?? [])].find((pointer) => memberAt(result, pointer) === markOf(mark));
  if (learnt === undefined) return [];
  return done.outcomes.flatMap(({ answer }, index) => {
    const own = memberAt(done.plan.inputs[index], mark);
    const seen = answer.kind === "result" ? memberAt(answer.result, learnt) : own;
    if (seen === own) return [];
    const message = `a call with ${shown(own)} has the result of another, with ${shown(seen)}`;
    return [fault(done, { rule: "shared-state", pointer: learnt, message, expected: own, actual: seen })];
  });
}

/** The second call sends what a fresh adapter sends for the same input. */
async function expectSame(done: Visit, input: unknown): Promise<Found[]> {
  const { subject } = done;
  const fresh = await visit(subject, { inputs: [input] });
  const sentBy = ({ exchanges }: Visit) => {
    // Of the second call the last, of a fresh adapter's only one the same.
    const last = exchanges.findLast(({ operation }) => operation === subject.operation.id);
    return last === undefined ? [] : sentLeaves(subject.contract, last);
  };
  const [after, alone] = [sentBy(done), sentBy(fresh)];
  if (isDeepStrictEqual(after, alone)) return [];
  const odd = after.find((leaf) => !alone.some((other) => isDeepStrictEqual(leaf, other))) ?? alone[0];
  const message = `what the adapter sends depends on the call before: ${odd?.part} ${odd?.pointer} is ${shown(odd?.value)}`;
  return [fault(done, { rule: "shared-state", message, expected: alone, actual: after })];
}
