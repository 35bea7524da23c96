import { type Case, type CaseOutcome, inapplicable, toOutcome } from "../case.ts";
import { memberAt, withMember, withoutMember } from "../edit.ts";
import { type Member, membersOf } from "../input-schema.ts";
import { fault, judge } from "../judge.ts";
import { saysForm } from "../name-forms.ts";
import { placeNamed } from "../request-places.ts";
import { firstWrite, resend } from "../resend.ts";
import type { Subject } from "../subject.ts";
import { parsedBody, sentLeaves, traceInput } from "../trace.ts";
import { vary } from "../vary.ts";
import { type Visit, visit } from "../visit.ts";

/** A change of one member. */
interface Change {
  pointer: string;
  /** Makes it in the documented input, and in what is sent for that, where the member stands at another place. */
  make(whole: unknown, at: string): unknown;
}

/** A way of inputs to differ from the documented one. */
interface Way {
  detail: string;
  claim: string;
  /** What such an input has, such as "another value". */
  what: string;
  changeOf(subject: Subject, member: Member): Change | undefined;
}

const ways: readonly Way[] = [
  {
    detail: "values",
    claim: "takes other values than the documented ones",
    what: "another value",
    changeOf({ documentedInput }, { pointer, name, schema }) {
      const value = otherValue(memberAt(documentedInput, pointer), schema.enum);
      // Not any id, date or address will do.
      if (value === undefined || saysForm(name)) return undefined;
      return { pointer, make: (whole, at) => withMember(whole, at, value) };
    },
  },
  {
    detail: "fewer-members",
    claim: "takes fewer members than the documented input has",
    what: "an optional member less",
    changeOf({ documentedInput }, { pointer, required }) {
      if (required || memberAt(documentedInput, pointer) === undefined) return undefined;
      return { pointer, make: withoutMember };
    },
  },
  {
    detail: "more-members",
    claim: "takes more members than the documented input has",
    what: "an optional member more",
    changeOf({ documentedInput, fullInput }, { pointer }) {
      const value = memberAt(fullInput, pointer);
      if (value === undefined || memberAt(documentedInput, pointer) !== undefined) return undefined;
      return { pointer, make: (whole, at) => withMember(whole, at, value) };
    },
  },
];

/** What an adapter refuses of one member may be its own stricter rule; of several it is all that there is to try. */
const fewest = 2;
const most = 8;

/**
 * An adapter may refuse inputs before it sends anything. Who so refuses all but the documented one passes whatever else is
 * tried with inputs, and nothing has been tried.
 */
export function otherInputCases(subject: Subject): Case[] {
  const { inputSchema, operation, documentedInput } = subject;
  const members = membersOf(inputSchema ?? {});
  if (operation.requestBody === null) return [];
  return ways.flatMap((way) => {
    const changes = members
      .map((member) => way.changeOf(subject, member))
      .filter((change) => change !== undefined)
      .filter(({ pointer, make }) => subject.checkInput(make(documentedInput, pointer)).length === 0);
    if (changes.length < fewest) return [];
    const { detail, claim } = way;
    return [{ group: "other-inputs", detail, claim, run: () => runChanges(subject, way, changes.slice(0, most)) }];
  });
}

interface Refused {
  change: Change;
  visited: Visit;
  /** The adapter's words. */
  words: string;
}

/** One that is taken is enough. */
async function runChanges(subject: Subject, { what }: Way, changes: readonly Change[]): Promise<CaseOutcome> {
  const refused: Refused[] = [];
  for (const change of changes) {
    const visited = await visit(subject, { inputs: [change.make(subject.documentedInput, change.pointer)] });
    const answer = visited.outcomes[0]?.answer;
    if (visited.exchanges.length > 0 || answer?.kind !== "error")
      return toOutcome(visited, await judge(visited, () => []));
    refused.push({ change, visited, words: answer.error.message });
  }
  // Members may need one another: what is refused of each alone is then allowed of all.
  const all = changes.reduce((input, { pointer, make }) => make(input, pointer), subject.documentedInput);
  const together = await visit(subject, { inputs: [all] });
  if (together.exchanges.length > 0) return toOutcome(together, await judge(together, () => []));
  const taken = await takenByVendor(subject, refused);
  const [first] = taken;
  if (first === undefined || taken.length < fewest)
    return inapplicable(`the adapter refuses each input with ${what}, and the vendor is not seen to take any`);
  const { visited, words, change } = first;
  const message = `the adapter refuses all ${refused.length} inputs with ${what} before it sends anything, and the vendor takes ${taken.length} of them: ${words}`;
  const found = fault(visited, { rule: "no-request", pointer: change.pointer, message, actual: words });
  return toOutcome(visited, [found]);
}

/** Those that the vendor does, asked for by the documented request with the change in it: what it refuses an adapter may as well. */
async function takenByVendor(subject: Subject, refused: readonly Refused[]): Promise<Refused[]> {
  const { contract, operation, documentedInput } = subject;
  const documented = await visit(subject, { inputs: [documentedInput] });
  const exchange = firstWrite(documented);
  if (exchange === undefined) return [];
  const routes = traceInput(documentedInput, sentLeaves(contract, exchange));
  const body = parsedBody(exchange.request.body);
  const taken: Refused[] = [];
  for (const one of refused) {
    const { pointer, make } = one.change;
    const place = routes.get(pointer) ?? placeNamed(contract, operation, pointer);
    if (place?.part !== "request.body") continue;
    if ((await resend(subject, exchange, make(body, place.pointer))) !== undefined) taken.push(one);
  }
  return taken;
}

/** One that is as good as the documented one; undefined where that cannot be said. */
function otherValue(value: unknown, listed: unknown): unknown {
  if (Array.isArray(listed)) return listed.find((one) => one !== value && one !== null);
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  return typeof value === "string" ? vary(value, 1) : undefined;
}
