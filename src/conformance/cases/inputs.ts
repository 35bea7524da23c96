import { isDeepStrictEqual } from "node:util";
import type { Case } from "../case.ts";
import { createCase } from "../case.ts";
import { memberAt, withMember, withoutMember } from "../edit.ts";
import { allows, type Member, membersOf } from "../input-schema.ts";
import { expectResults } from "../judge.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";
import { expectAccepted, expectArrival } from "./arrival.ts";
import { lengthen } from "./lengthen.ts";
import { expectNamesake } from "./namesake.ts";

/** The inputs that the adapter's schema allows: each must come through, or be refused by the adapter itself. */
export function inputCases(subject: Subject): Case[] {
  const { documentedInput, examples } = subject;
  const cases = [
    createCase(subject, {
      group: "documented",
      claim: "does what is documented",
      inputs: [documentedInput],
      expect: async (visit) => [...expectResults(visit), ...(await expectArrival(visit))],
    }),
    ...examples.map((example, index) =>
      createCase(subject, {
        group: "example",
        detail: String(index + 1),
        claim: `does what example ${index + 1} says`,
        inputs: [example],
        expect: async (visit) => [...expectResults(visit), ...(await expectArrival(visit))],
      }),
    ),
  ];
  if (subject.inputSchema === null) return cases;
  for (const varied of variations(subject, membersOf(subject.inputSchema))) {
    const { input } = varied;
    if (subject.checkInput(input).length > 0) continue;
    const { sole } = varied;
    const expect = async (visit: Visit) => [
      ...(await expectAccepted(visit)),
      ...(sole === undefined ? [] : expectNamesake(visit, sole)),
    ];
    cases.push(createCase(subject, { ...varied, inputs: [input], expect }));
  }
  return cases;
}

interface Variation {
  group: string;
  detail?: string;
  claim: string;
  input: unknown;
  /** The optional member that stands in it without others. */
  sole?: string;
}

function* variations({ documentedInput, fullInput: all }: Subject, members: readonly Member[]): Iterable<Variation> {
  if (!isDeepStrictEqual(all, documentedInput))
    yield { group: "all-members", claim: "sends all members together", input: all };
  const optional = members.filter(({ required }) => !required);
  const none = optional.reduce((input, { pointer }) => withoutMember(input, pointer), all);
  if (optional.length > 0) {
    yield { group: "no-optional-member", claim: "sends none of the optional members", input: none };
    for (const { pointer } of optional) {
      const value = memberAt(all, pointer);
      if (value === undefined) continue;
      const input = withMember(none, pointer, value);
      yield { group: "one-member", detail: pointer, claim: `sends ${nameOf(pointer)} alone`, input, sole: pointer };
    }
  }
  for (const member of members) yield* variationsOf(documentedInput, member, memberAt(all, member.pointer));
}

const astral = "𝒜da 🙂👩‍💻";
const combining = "Zoe\u0308 n\u0303";
const rightToLeft = "שלום عربي";

/** Values of one member that an adapter may not expect. */
function* variationsOf(
  input: unknown,
  { pointer, name, schema, nullable }: Member,
  list: unknown,
): Iterable<Variation> {
  const put = (group: string, detail: string, claim: string, value: unknown): Variation => ({
    group,
    detail: detail === "" ? pointer : `${pointer} ${detail}`,
    claim: claim.replace("%", nameOf(pointer)),
    input: withMember(input, pointer, value),
  });
  if (nullable) yield put("null-member", "", "sends null for %", null);
  if (allows(schema, "array")) {
    yield put("empty-list", "", "sends an empty list for %", []);
    const { minItems, maxItems } = schema;
    if (Array.isArray(list) && list.length > 0) {
      if (typeof maxItems !== "number") yield put("long-list", "", "sends 100 items for %", lengthen(list, 100));
      for (const count of within(minItems, maxItems, 1000))
        yield put("list-length", String(count), `sends ${count} items for %`, lengthen(list, count));
    }
  }
  if (allows(schema, "number") || allows(schema, "integer")) {
    for (const number of within(schema.minimum, schema.maximum))
      yield put("number-limit", String(number), `sends ${number} for %`, number);
  }
  const isFree = ["format", "enum", "const"].every((keyword) => schema[keyword] === undefined);
  if (!allows(schema, "string") || !isFree) return;
  if (/(^|_|[a-z])id$/i.test(name)) {
    // Nobody has such a record: what is judged is the way that the id goes.
    yield put("encoded-id", "", "percent-encodes %", 'a/b?c#d%20"é');
    return;
  }
  const { minLength, maxLength } = schema;
  yield put("empty-text", "", "sends an empty text for %", "");
  for (const length of within(minLength, maxLength, 100_000).filter((one) => one > 1))
    yield put("text-length", String(length), `sends ${length} characters for %`, "x".repeat(length));
  if (typeof maxLength !== "number" || maxLength > 100_000)
    yield put("long-text", "", "sends 2000 characters for %", "long ".repeat(400));
  for (const [detail, text] of Object.entries({ astral, combining, "right-to-left": rightToLeft }))
    yield put("unicode", detail, `sends ${detail} text for % as it is`, text);
  yield put("control-character", "", "sends or refuses NUL in %", "Ada\u0000Lovelace");
}

/** The least that a schema allows, and the most with what is just below it, as far as that is no more than can be sent. */
function within(least: unknown, most: unknown, longest = Number.POSITIVE_INFINITY): number[] {
  const allowed = typeof most === "number" && most <= longest ? [most - 1, most] : [];
  const all = new Set(typeof least === "number" ? [least, ...allowed] : allowed);
  return [...all].filter((one) => longest === Number.POSITIVE_INFINITY || one > 0);
}

function nameOf(pointer: string): string {
  return pointer.slice(1).replaceAll("/", ".");
}
