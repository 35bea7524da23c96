import { lastTokenOf } from "../contract/json-pointer.ts";
import { leavesOf, memberAt, withMember } from "./edit.ts";
import type { Learnt, Subject } from "./subject.ts";
import { type Answered, allowedAnswer } from "./tell-apart.ts";
import { vary } from "./vary.ts";

type Sources = NonNullable<Learnt["sources"]>;

/** What a call has shown, given an answer. */
interface Seen {
  reply: Answered | undefined;
  result: unknown;
}

/**
 * Which places of a result come from an answer, where those of other operations say the same: an adapter may read a list, and
 * then each record by itself. They are the places that follow the answer when it says something else there.
 */
export async function settleSources(
  subject: Subject,
  { sources, reply, others }: { sources: Sources; reply: Answered; others: ReadonlySet<unknown> },
  seeWith: (reply: Answered) => Promise<Seen>,
): Promise<Sources> {
  // Who asks by an id that nobody has gets no answer: it is taken from where it is asked by.
  const doubtful = [...sources].filter(
    ([, source]) => others.has(memberAt(reply.body, source)) && !/id$/i.test(lastTokenOf(source)),
  );
  if (doubtful.length === 0) return sources;
  const taken = new Set([...others, ...leavesOf(reply.body).map(({ value }) => value)]);
  const elsewhereOf = async (asked: readonly Source[]) => {
    const { body, changed } = sayOther(subject, { reply, asked, taken });
    const seen = await seeWith({ ...reply, body });
    return seen.reply === undefined ? undefined : unmoved(asked, changed, seen.result);
  };
  let elsewhere = await elsewhereOf(doubtful);
  // What has another name may be asked by as well.
  if (elsewhere === undefined) {
    elsewhere = [];
    for (const one of doubtful) elsewhere.push(...((await elsewhereOf([one])) ?? []));
  }
  const places = new Set(elsewhere);
  return new Map([...sources].filter(([place]) => !places.has(place)));
}

/** A place of a result and that in the answer which says the same. */
type Source = readonly [place: string, source: string];

/** What an answer says at the places that are changed, by that of the result, and what it says now. */
type Changed = ReadonlyMap<string, readonly [was: unknown, now: unknown]>;

/** An answer that says at these places what nothing else says, as far as the contract allows. */
function sayOther(
  subject: Subject,
  { reply, asked, taken }: { reply: Answered; asked: readonly Source[]; taken: ReadonlySet<unknown> },
): { body: unknown; changed: Changed } {
  const allows = allowedAnswer(subject, reply.status);
  const changed = new Map<string, readonly [unknown, unknown]>();
  let { body } = reply;
  for (const [place, source] of asked) {
    const was = memberAt(reply.body, source) as string | number;
    const others = [1, 10, 100, 1000].map((step) => vary(was, asked.length * step + changed.size));
    const now = others.find((other) => !taken.has(other) && allows(withMember(body, source, other)));
    if (now === undefined) continue;
    changed.set(place, [was, now]);
    body = withMember(body, source, now);
  }
  return { body, changed };
}

/** The places of a result that say what they did, in whatever order they stand. */
function unmoved(asked: readonly Source[], changed: Changed, result: unknown): string[] {
  const said = new Set(leavesOf(result).map(({ value }) => value));
  const same = [...changed].filter(([, [was, now]]) => said.has(was) && !said.has(now)).map(([place]) => place);
  if (same.length === 0) return [];
  // A value that the contract has no other for comes from where those do that stand beside it.
  return [...same, ...asked.map(([place]) => place).filter((place) => !changed.has(place))];
}
