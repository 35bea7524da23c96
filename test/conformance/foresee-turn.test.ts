import { expect, it } from "vitest";
import { answerFirstWith, pageBehind } from "../../src/conformance/answer-with.ts";
import { foreseeTurn } from "../../src/conformance/foresee-turn.ts";
import type { Learnt, Subject } from "../../src/conformance/subject.ts";
import { contractOf } from "../contract/contract-fixture.ts";

const text = { type: "string" };
const orNull = { type: ["string", "null"] };

/** What is foreseen of an operation with these parameters of the query and members of a page. */
function foresee(
  parameters: Record<string, object>,
  properties: object,
  { page = {}, asked, shown }: { page?: object; asked?: number; shown?: object } = {},
) {
  const named = Object.entries(parameters).map(([name, schema]) => ({
    name,
    in: name === "Offset" ? "header" : "query",
    schema,
  }));
  const responses = { 200: { description: "Done", content: { "application/json": { schema: { properties } } } } };
  const get = { operationId: "listThings", parameters: named, responses };
  const contract = contractOf({}, { paths: { "/things": { get } } });
  const documentedReply = shown && { status: 200, body: shown };
  const subject = { contract, operation: contract.operations[0], documentedReply } as unknown as Subject;
  const found = foreseeTurn(subject, page, asked);
  if (found === undefined) return "unknown";
  const { turn, announcing, size } = found;
  const said = announcing.map(({ pointer, value }) => `${pointer}: ${value}`);
  return [`${turn.name}=${turn.to} by ${turn.step}`, `${size} records`, ...said].join(", ");
}

const first = "cursor=standin-next-page by NaN, 3 records, /next: standin-next-page";

it("has a cursor, which a member of the page names", () => {
  expect(
    foresee({ cursor: text }, { rows: { type: "array", items: { properties: { next: text } } }, next: orNull }),
  ).toBe(first);
  expect(foresee({ previous_cursor: text, cursor: text }, { next: orNull })).toBe(first);
  expect(foresee({ page_token: text }, { meta: { properties: { next_cursor: text } } })).toBe(
    "page_token=standin-next-page by NaN, 3 records, /meta/next_cursor: standin-next-page",
  );
  const more = {
    next: orNull,
    has_more: { type: "boolean" },
    has_next: { type: "boolean" },
    is_more: { type: "boolean" },
  };
  expect(foresee({ cursor: text }, more, { page: { next: null, has_more: false, is_more: false } })).toBe(
    `${first}, /has_more: true`,
  );
});

it("is not known where no member names it, or names what is no mere cursor", () => {
  expect(foresee({ cursor: text }, { rows: { type: "array", items: { properties: { next: text } } } })).toBe("unknown");
  expect(foresee({ previous_cursor: text }, { next: orNull })).toBe("unknown");
  expect(foresee({ cursor: text }, { next: { type: "string", minLength: 1 } })).toBe("unknown");
  expect(foresee({ cursor: text }, { next: orNull }, { page: { next: "c-1" } })).toBe("unknown");
  for (const next of ["/things", "things?cursor=c-1", 7])
    expect(foresee({ cursor: text }, { next: orNull }, { shown: { next } })).toBe("unknown");
  expect(foresee({ cursor: text }, { next: { type: ["string", "null"] } }, { shown: { next: "c-2" } })).toBe(first);
});

it("is counted, where it is known how many records a full page has", () => {
  const limit = (value: unknown) => ({ page: { type: "integer" }, limit: { default: value } });
  expect(foresee(limit(20), {})).toBe("page= by 1, 20 records");
  expect(foresee(limit(20), {}, { asked: 5 })).toBe("page= by 1, 5 records");
  expect(foresee({ cursor: text, ...limit(20) }, { next: orNull })).toBe(first.replace("3", "20"));
  for (const none of [0, -1, 1.5, undefined]) expect(foresee(limit(none), {})).toBe("unknown");
  expect([
    foresee({ page: {} }, {}),
    foresee({ page: {}, limit: {} }, {}),
    foresee({ limit: { default: 20 } }, {}),
  ]).toEqual([...["unknown", "unknown", "unknown"]]);
  expect(foresee({ Offset: {}, limit: { default: 20 } }, {})).toBe("unknown");
});

it("answers the first page as it is told, and then the next one or the stand-in's own", () => {
  const subject = { operation: { id: "listThings" }, isPaged: false } as unknown as Subject;
  const told = { kind: "reply", operation: "listThings", reply: { status: 500 } };
  const next = { status: 200, body: [] };
  expect(answerFirstWith(subject, { status: 500 })).toEqual([told]);
  expect(answerFirstWith(subject, { status: 500 }, next)).toEqual([told]);
  const paged = { ...subject, isPaged: true };
  expect(answerFirstWith(paged, { status: 500 })).toEqual([{ ...told, times: 1 }]);
  expect(answerFirstWith(paged, { status: 500 }, next)).toEqual([
    { ...told, times: 1 },
    { ...told, reply: next },
  ]);
});

it("knows the page behind the last where it is known where a page has its records", () => {
  const places = { answered: { list: "/rows", id: "/id" }, result: { list: "", id: "/id" } };
  const end = { status: 200, body: { rows: [{ id: 1 }], total: 7, next: null } };
  expect(pageBehind(3, { end, places } as Learnt)).toEqual({ status: 200, body: { rows: [], total: 3, next: null } });
  expect([pageBehind(3, { end } as Learnt), pageBehind(3, { places } as Learnt)]).toEqual([undefined, undefined]);
});
