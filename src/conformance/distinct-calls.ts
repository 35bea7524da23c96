import { lastTokenOf } from "../contract/json-pointer.ts";
import { answerWith } from "./answer-with.ts";
import { memberAt, withMember } from "./edit.ts";
import { freeMembers, markOf } from "./mark.ts";
import { saysForm } from "./name-forms.ts";
import { type ListPlaces, listAt, withCount } from "./paged-list.ts";
import { requestPlaces } from "./request-places.ts";
import type { Learnt, Subject } from "./subject.ts";
import { type Answered, allowedAnswer } from "./tell-apart.ts";
import type { FaultToArm } from "./tenant-client.ts";
import type { Route } from "./trace.ts";
import { vary } from "./vary.ts";

/** Calls that can be told apart: each carries what no other does, and the vendor answers each otherwise. */
export interface DistinctCalls {
  inputs: readonly unknown[];
  /** Members that no two calls have the same in, with where a request has them. */
  tells: readonly (readonly [pointer: string, place: Route])[];
  /** An answer for each call, by turns. */
  faults: readonly FaultToArm[];
  /** Places of an answer that no two have the same in, and that a result shows: JSON Pointers. */
  told: readonly string[];
}

/** Makes inputs into such calls. `perRecord` of them are about one record, if something else tells them apart. */
export function distinctCalls(
  subject: Subject,
  learnt: Learnt,
  { inputs, perRecord }: { inputs: readonly unknown[]; perRecord: number },
): DistinctCalls {
  const id = idMember(subject, learnt);
  const marked = inputs.map((input, index) => withMarks(subject, learnt, input, index + 1));
  const marks = commonOf(marked.map(({ members }) => members));
  const ofRecord = marks.length === 0 ? 1 : perRecord;
  const own = marked.map(({ input }, index) => withId(subject, input, id, Math.ceil((index + 1) / ofRecord)));
  const ids = new Set(own.map((input) => id && memberAt(input, id)));
  const telling = id !== undefined && (marks.length > 0 || ids.size === own.length) ? [...marks, id] : marks;
  const tells = telling.map((pointer) => [pointer, learnt.routes.get(pointer) as Route] as const);
  return { inputs: own, tells, ...answersTo(subject, learnt, { inputs: own, id }) };
}

/** The same calls, as the stand-in answers them: about the one record that it has. */
export function withoutAnswers(subject: Subject, learnt: Learnt, inputs: readonly unknown[]): DistinctCalls {
  const marked = inputs.map((input, index) => withMarks(subject, learnt, input, index + 1));
  const marks = commonOf(marked.map(({ members }) => members));
  const tells = marks.map((pointer) => [pointer, learnt.routes.get(pointer) as Route] as const);
  return { inputs: marked.map(({ input }) => input), tells, faults: [], told: [] };
}

/** The member that says what record a call is about: the last of the path, where another value will do as well. */
export function idMember({ operation, documentedInput }: Subject, { routes, reply }: Learnt): string | undefined {
  const name = [...operation.path.matchAll(/\{([^}]+)\}/g)].at(-1)?.[1];
  if (name === undefined || reply === undefined) return undefined;
  const found = [...routes].find(([, route]) => route.part === "request.path" && route.pointer === `/${name}`);
  const value = found && memberAt(documentedInput, found[0]);
  return typeof value === "string" || typeof value === "number" ? found?.[0] : undefined;
}

function withId(subject: Subject, input: unknown, id: string | undefined, number: number): unknown {
  if (id === undefined) return input;
  const { contract, operation } = subject;
  const value = vary(memberAt(subject.documentedInput, id) as string, number);
  const place = requestPlaces(contract, operation).findLast(({ part }) => part === "request.path");
  const isAllowed = place?.schemas.every((schema) => contract.checker.compilers.request.accepts(schema, value));
  const own = withMember(input, id, value);
  return isAllowed === true && subject.checkInput(own).length === 0 ? own : input;
}

/** An input with a mark in each member whose text may be any, and whose way is known: in a path an id stands, whatever its name. */
function withMarks(subject: Subject, { routes, unmarked }: Learnt, input: unknown, number: number) {
  const members = freeMembers(subject, input).filter((pointer) => {
    const route = routes.get(pointer);
    return route !== undefined && route.part !== "request.path" && !unmarked.includes(pointer);
  });
  const mark = (pointers: readonly string[]) =>
    pointers.reduce((marked, pointer) => withMember(marked, pointer, markOf(String(number))), input);
  return { input: mark(members), members };
}

function commonOf(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((one) => others.every((list) => list.includes(one)));
}

type Answers = Pick<DistinctCalls, "faults" | "told">;

/** What is known of the calls that are answered. */
interface Called {
  inputs: readonly unknown[];
  id: string | undefined;
}

function answersTo(subject: Subject, learnt: Learnt, { inputs, id }: Called): Answers {
  const { isPaged, documentedInput } = subject;
  const base = isPaged ? lastPage(learnt) : learnt.reply;
  if (base === undefined) return { faults: [], told: [] };
  const told = variable(subject, learnt, base);
  const documented = id === undefined ? undefined : memberAt(documentedInput, id);
  const bodies = inputs.map((input, index) => {
    const asked = id === undefined ? undefined : memberAt(input, id);
    return told.reduce((body, source, place) => {
      const value = memberAt(base.body, source) as string;
      // Who looks whether it is the record that was asked for is right to.
      return withMember(body, source, value === documented ? asked : vary(value, place * most + index + 1));
    }, base.body);
  });
  const toFault = (body: unknown) =>
    answerWith(subject, { status: base.status, ...(body === undefined ? {} : { body }) });
  const empty = isPaged ? [toFault(withMember(base.body, (learnt.places as ListPlaces).answered.list, []))] : [];
  return { faults: [...bodies.map((body) => ({ ...toFault(body), times: 1 })), ...empty], told };
}

/** More calls than there are: two places of an answer are no more alike than those of two answers. */
const most = 100;

/** The page behind which nothing is, with some records. */
function lastPage({ reply, end, places }: Learnt): Answered | undefined {
  if (reply === undefined || end === undefined || places === undefined) return undefined;
  const { list } = places.answered;
  const records = listAt(reply.body, list);
  // Who reads until he has as many as there are must not be told of more.
  return { status: end.status, body: withMember(withCount(end.body, records.length), list, records) };
}

/** The places that a result shows, and that can have any other text or id: JSON Pointers into the answer. */
function variable(subject: Subject, { sources, result }: Learnt, { status, body }: Answered): string[] {
  const allows = allowedAnswer(subject, status);
  if (!allows(body)) return [];
  return [...(sources ?? [])].flatMap(([place, source]) => {
    const value = memberAt(body, source);
    const name = lastTokenOf(source);
    if (typeof value !== "string" || (saysForm(name) && !/id$/i.test(name))) return [];
    const other = vary(value, 1);
    const isAllowed = allows(withMember(body, source, other));
    const isTaken = (subject.checkOutput?.(withMember(result, place, other)).length ?? 0) === 0;
    return isAllowed && isTaken ? [source] : [];
  });
}
