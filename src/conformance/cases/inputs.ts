import { isDeepStrictEqual } from "node:util";
import { toDotted } from "../../contract/json-pointer.ts";
import { isPageSize } from "../../contract/paging-names.ts";
import { answerWith, pageBehind } from "../answer-with.ts";
import { type Case, type CasePlan, createCase } from "../case.ts";
import { memberAt, withMember, withoutMember } from "../edit.ts";
import { allows, isFreeText, type Member, membersOf, type Schema, toSchema } from "../input-schema.ts";
import { expectResults } from "../judge.ts";
import { mayStandAt, placeAt, placeNamed, type RequestPlace } from "../request-places.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";
import { expectAbsence } from "./absence.ts";
import { expectAccepted, expectArrival } from "./arrival.ts";
import { lengthen } from "./lengthen.ts";
import { listItemsCases } from "./list-items.ts";
import { listedItemsCases } from "./listed-items.ts";
import { mapInputCases } from "./map-input.ts";
import { expectNamesake } from "./namesake.ts";
import { typedInputCases } from "./typed-input.ts";

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
  const members = membersOf(subject.inputSchema);
  for (const varied of variations(subject, members)) {
    const { input } = varied;
    if (subject.checkInput(input).length > 0) continue;
    const { sole, isBare } = varied;
    const expect = async (visit: Visit) => [
      ...(await expectAccepted(visit)),
      ...(sole === undefined ? [] : expectNamesake(visit, sole, await subject.learn())),
      ...(isBare ? await expectAbsence(visit) : []),
    ];
    const plan = { ...varied, inputs: [input], expect };
    cases.push(varied.pageSize === undefined ? createCase(subject, plan) : shortened(subject, plan, varied.pageSize));
  }
  return [
    ...cases,
    ...listItemsCases(subject, members),
    ...mapInputCases(subject, members),
    ...typedInputCases(subject),
    ...listedItemsCases(subject, members),
  ];
}

interface Variation {
  group: string;
  detail?: string;
  claim: string;
  input: unknown;
  /** The member that it is about, and that no other member says anything of. */
  sole?: string;
  /** It has none of the other optional members. */
  isBare?: boolean;
  /** So few records to a page that a list has dozens of them. */
  pageSize?: number;
}

/** A case in which a list ends after some pages: that all of many are read is another's affair. */
function shortened(subject: Subject, plan: CasePlan, pageSize: number): Case {
  const { group, detail = "", claim } = plan;
  return {
    ...{ group, detail, claim },
    async run() {
      const end = pageBehind(mostPages * pageSize, await subject.learn());
      const faults = end === undefined ? [] : [{ ...answerWith(subject, end), after: mostPages }];
      return createCase(subject, { ...plan, faults, leastHit: 0 }).run();
    },
  };
}

const mostPages = 3;

function* variations(subject: Subject, members: readonly Member[]): Iterable<Variation> {
  const { documentedInput, fullInput: all } = subject;
  if (!isDeepStrictEqual(all, documentedInput))
    yield { group: "all-members", claim: "sends all members together", input: all };
  const optional = members.filter(({ required }) => !required);
  const none = optional.reduce((input, { pointer }) => withoutMember(input, pointer), all);
  if (optional.length > 0) {
    yield { group: "no-optional-member", claim: "sends none of the optional members", input: none, isBare: true };
    for (const { pointer } of optional) {
      const value = memberAt(all, pointer);
      if (value === undefined) continue;
      const input = withMember(none, pointer, value);
      const claim = `sends ${toDotted(pointer)} alone`;
      yield { group: "one-member", detail: pointer, claim, input, sole: pointer, isBare: true };
    }
  }
  for (const member of members) yield* variationsOf(subject, member);
}

const astral = "𝒜da 🙂👩‍💻";
const combining = "Zoe\u0308 n\u0303";
const rightToLeft = "שלום عربي";
const markup = 'O\'Brien & <Söhne> "5%25+1"';

/** Values of one member that an adapter may not expect. */
function* variationsOf(subject: Subject, { pointer, name, schema, nullable }: Member): Iterable<Variation> {
  const { documentedInput, checkInput } = subject;
  const list = memberAt(subject.fullInput, pointer);
  const put = (group: string, detail: string, claim: string, value: unknown): Variation => ({
    group,
    detail: detail === "" ? pointer : `${pointer} ${detail}`,
    claim: claim.replace("%", toDotted(pointer)),
    input: withMember(documentedInput, pointer, value),
  });
  if (nullable) yield put("null-member", "", "sends null for %", null);
  if (allows(schema, "array")) {
    yield put("empty-list", "", "sends an empty list for %", []);
    const { minItems, maxItems } = schema;
    if (Array.isArray(list) && list.length > 0) {
      if (typeof maxItems !== "number" || maxItems > longestList)
        yield put("long-list", "", "sends 100 items for %", lengthen(list, 100));
      for (const count of within(minItems, maxItems, longestList))
        yield put("list-length", String(count), `sends ${count} items for %`, lengthen(list, count));
      for (const number of openNumbers(subject, `${pointer}/0`, name, toSchema(schema.items)))
        if (typeof list[0] === "number")
          yield put("number-limit", `item ${number}`, `sends ${number} in the list %`, [number]);
    }
  }
  if (allows(schema, "boolean")) yield put("false", "", "sends false for %", false);
  if (allows(schema, "number") || allows(schema, "integer")) {
    for (const number of [...within(schema.minimum, schema.maximum), ...openNumbers(subject, pointer, name, schema)])
      yield {
        ...put("number-limit", String(number), `sends ${number} for %`, number),
        ...(subject.isPaged && isPageSize(name) && number < fewRecords ? { pageSize: number } : {}),
      };
  }
  if (schema.format === "date-time")
    yield put("date-time", "", "sends the moment of %, whatever its offset", "2026-02-03T04:05:06+02:00");
  if (!isFreeText(schema)) return;
  if (/(^|_|[a-z])id$/i.test(name)) {
    // Nobody has such a record: what is judged is the way that the id goes.
    yield put("encoded-id", "", "percent-encodes %", 'Ab/c?D#e%20"é');
    return;
  }
  const { minLength, maxLength } = schema;
  yield put("empty-text", "", "sends an empty text for %", "");
  for (const length of within(minLength, maxLength, longestText).filter((one) => one > 1))
    yield put("text-length", String(length), `sends ${length} characters for %`, "x".repeat(length));
  if (typeof maxLength !== "number" || maxLength > longestText)
    yield put("long-text", "", "sends 2000 characters for %", "long ".repeat(400));
  for (const [detail, text] of Object.entries({ astral, combining, "right-to-left": rightToLeft }))
    yield put("unicode", detail, `sends ${detail} text for % as it is`, text);
  const lines = put("markup", "", "sends quotes, markup and a line break in % as they are", `${markup}\nx`);
  const line = put("markup", "", "sends quotes and markup in % as they are", markup);
  yield checkInput(lines.input).length === 0 ? lines : line;
  yield put("control-character", "", "sends or refuses NUL in %", "Ada\u0000Lovelace");
}

/** A limit beyond these is not tried. */
const longestList = 1000;
const longestText = 100_000;
const fewRecords = 10;

/** More than 32 bits have. */
const large = 2 ** 32 + 1;

/** What a number may be where the schema sets no limit on that side: as far as the contract has room for it. */
function openNumbers(subject: Subject, pointer: string, name: string, schema: Schema): number[] {
  const place = numberPlace(subject, pointer);
  // A page of none, or of all, is nothing that a caller asks for.
  if (place === undefined || isPageSize(name)) return [];
  const isOpen = (...limits: string[]) => limits.every((limit) => schema[limit] === undefined);
  const open = [...(isOpen("minimum", "exclusiveMinimum") ? [0] : []), ...(isOpen("maximum") ? [large] : [])];
  return open.filter((number) => mayStandAt(subject.contract, place, number));
}

/** Where it goes: the item of a list where the list does. */
function numberPlace({ contract, operation }: Subject, pointer: string): RequestPlace | undefined {
  if (!pointer.endsWith("/0")) return placeNamed(contract, operation, pointer);
  const list = placeNamed(contract, operation, pointer.slice(0, -2));
  return list && placeAt(contract, operation, { part: list.part, pointer: `${list.pointer}/0` });
}

/** The least that a schema allows, and the most with what is just below it, as far as that is no more than can be sent. */
function within(least: unknown, most: unknown, longest = Number.POSITIVE_INFINITY): number[] {
  const allowed = typeof most === "number" && most <= longest ? [most - 1, most] : [];
  const all = new Set(typeof least === "number" ? [least, ...allowed] : allowed);
  return [...all].filter((one) => longest === Number.POSITIVE_INFINITY || one > 0);
}
