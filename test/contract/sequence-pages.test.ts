import { expect, it } from "vitest";
import type { SequencedExchange } from "../../src/contract/sequence/step.ts";
import { vendor } from "./sequence-contract.ts";
import { findingsIn, live, type Sent } from "./sequence-fixture.ts";

const list = (query: string, answer: unknown = {}): Sent => ({ to: `GET /things?${query}`, answer });
const page = (query: string, answer: unknown = {}): Sent => ({ to: `GET /pages?${query}`, answer });
const chapter = (query: string, answer: unknown = {}): Sent => ({ to: `GET /chapters?${query}`, answer });

/** What is said, without where it stands. */
function told(sent: Sent[], oneCall = true): string[] {
  return messagesOf(live(vendor, sent), oneCall);
}

function messagesOf(exchanges: SequencedExchange[], oneCall = true): string[] {
  return findingsIn(vendor, exchanges, { oneCall }).map((line) => line.replace(/^\w+ pagination: | \([^ ]*\)$/g, ""));
}

/** The same with the text of the first answer in its place. */
function answering(body: string, sent: Sent[]): SequencedExchange[] {
  const [first, ...others] = live(vendor, sent) as [SequencedExchange, ...SequencedExchange[]];
  return [{ ...first, response: { status: 200, headers: {}, body } }, ...others];
}

/** An object in objects: with a depth of 1, `{"in":{"a":1}}`. */
function nested(value: object, depth: number): object {
  return depth === 0 ? value : { in: nested(value, depth - 1) };
}

it.each<[given: string, sent: string]>([
  ["a+b=", "a%252Bb%253D"],
  ["a%2Bb", "a%2Bb"],
  ["a+b", "a+b"],
  ["ab", "%20ab%20"],
  ["ab", "ab=="],
  ["a=b", "a=b=="],
])("knows a cursor %j again that was sent as %s", (given, sent) => {
  const found = told([list("", { next: given }), list(`cursor=${sent}`)]);
  expect(found).toEqual([
    `the cursor cursor is ${JSON.stringify(decodeURIComponent(sent.replaceAll("+", " ")))}: e1 gave ${JSON.stringify(given)}, and it was not sent as it is`,
  ]);
});

const unknown = 'the cursor cursor is "c", which no answer gave';
const changed = 'shape is "b" on this page, and was "a" when e1 gave its cursor';
const first = (answer: unknown) => list("shape=a", answer);
const second = list("shape=b&cursor=c");

it.each<[what: string, sent: Sent[], found: string[]]>([
  ["a cursor as it was given", [list("", { next: "c" }), list("cursor=c")], []],
  ["an empty cursor", [list("cursor=")], []],
  ["a cursor with a broken escape", [list("cursor=%25zz%20")], ['the cursor cursor is "%zz ", which no answer gave']],
  ["what is called a cursor where the contract has a header of that name", [list("next=null")], []],
  [
    "the second of two cursors",
    [list("", { next: "c" }), list("cursor=c&prev_cursor=null")],
    ['the cursor prev_cursor is "null": it was made of nothing, and no answer gave it'],
  ],
  ["a text that is called otherwise", [list("", { name: "c" }), list("cursor=c")], [unknown]],
  ["a cursor in a record", [list("", { items: [{ cursor: "c" }] }), list("cursor=c")], [unknown]],
  ["a cursor in a link", [first({ more: "https://api.acme.test/v1/things?cursor=c&limit=2" }), second], [changed]],
  ["a cursor that stands deep", [first(nested({ next: "c" }, 4)), second], [changed]],
  ["what stands too deep for a cursor", [first(nested({ next: "c" }, 5)), second], [unknown]],
  ["a cursor of an answer that refuses", [{ ...first({ next: "c" }), status: 400 }, second], [unknown]],
  [
    "a filter that is sent twice at first",
    [list("shape=a&shape=b", { next: "c" }), second],
    ['shape is "b" on this page, and was "a, b" when e1 gave its cursor'],
  ],
  [
    "a page size that changes",
    [list("limit=2", { next: "c" }), list("limit=5&cursor=c")],
    ['limit is "5" on this page, and was "2" when e1 gave its cursor'],
  ],
  ["a page size from the second page on", [list("", { next: "c" }), list("limit=5&cursor=c")], []],
])("judges in one call %s", (_, sent, found) => {
  expect(told(sent)).toEqual(found);
});

it("takes a cursor of nowhere for one of an earlier call, unless there is but one", () => {
  expect(told([list("cursor=%20c%20")], false)).toEqual([]);
  expect(told([list("cursor=%20c%20")])).toHaveLength(1);
});

it("takes no cursor out of what is not JSON", () => {
  expect(messagesOf(answering("<next>c</next>", [list(""), list("cursor=c")]))).toEqual([unknown]);
  expect(messagesOf(answering("null", [list(""), list("cursor=c")]))).toEqual([unknown]);
});

it("holds a cursor against the answers that gave it, unless there are too many to tell them apart", () => {
  const given = (times: number) => [...Array.from({ length: times }, () => first({ next: "c" })), second];
  expect(told(given(7))).toEqual([changed.replace("e1", "e7")]);
  expect(told(given(8))).toEqual([]);
  expect(told(given(12))).toEqual([]);
});

it("remembers 500 cursors, and then blames none that it may have forgotten", () => {
  const given = (count: number) =>
    list("shape=a", Object.fromEntries(Array.from({ length: count }, (_, index) => [`next${index}`, `c${index}`])));
  expect(told([given(500), list("cursor=c")])).toEqual([unknown]);
  expect(told([given(500), list("shape=b&cursor=c0")])).toEqual([changed]);
  expect(told([given(501), list("cursor=c")])).toEqual([]);
  expect(told([given(501), list("shape=b&cursor=c0")])).toEqual([]);
  expect(told([given(501), list("shape=b&cursor=c1")])).toEqual([changed]);
});

it("blames a cursor of nowhere although an answer without cursors is not at hand whole", () => {
  const [other, ...rest] = live(vendor, [{ to: "GET /things/1" }, list("cursor=c")]) as [SequencedExchange];
  expect(messagesOf([{ ...other, unrecorded: ["response.body"] }, ...rest])).toEqual([unknown]);
});

const leftOut = "page is 3, after 1 in e1 comes 2: something was left out";
const behind = "a page was asked for after e1, which said that it was the last";

it.each<[what: string, sent: Sent[], found: string[]]>([
  ["a page that was refused is none", [page("page=1"), { ...page("page=2"), status: 500 }, page("page=3")], [leftOut]],
  ["what is no number is no page", [page("page=1"), page("page=abc"), page("page=3")], [leftOut]],
  ["nor is its size", [page("page=1&limit=2"), page("page=abc&limit=5")], []],
  ["filters are the same in any order", [page("color=a&shape=b"), page("page=3&shape=b&color=a")], [leftOut]],
  ["pages of one size", [page("limit=2"), page("page=2&limit=2")], []],
  ["pages where there is no size", [chapter(""), chapter("page=2"), chapter("page=3&limit=5")], []],
  ["a page that is left out where there is no size", [chapter("page=1"), chapter("page=3")], [leftOut]],
  ["back from the last page", [page("page=2", { hasMore: false }), page("page=1&limit=5")], []],
  ["the last page again", [page("page=2", { hasMore: false }), page("page=2&limit=5")], []],
])("reads pages by their numbers: %s", (_, sent, found) => {
  expect(told(sent)).toEqual(found);
});

it.each<[isLast: boolean, answer: unknown]>([
  [true, { hasMore: false }],
  [true, { has_more: false }],
  [true, { has_next_page: false }],
  [true, { hasNextPages: false }],
  [true, { next: null }],
  [true, { nextPage: null }],
  [true, { next_page: null }],
  [true, { total: null, page: "1", has_more: false }],
  [true, nested({ has_more: false }, 3)],
  [false, nested({ has_more: false }, 4)],
  [false, [{ has_more: false }]],
  [false, { items: [{ has_more: false }] }],
  [false, { has_more: true, next: "c" }],
  [false, { has_more: null, next: false }],
  [false, { not_has_more: false }],
  [false, { next_page_url: null, the_next: null, color: null }],
  [false, null],
])("takes a page for the last: %s, where its answer is %j", (isLast, answer) => {
  const sent = answering(JSON.stringify(answer), [page(""), page("page=2")]);
  expect(messagesOf(sent)).toEqual(isLast ? [behind] : []);
});

it("takes no page for the last whose answer cannot be read", () => {
  expect(messagesOf(answering("", [page(""), page("page=2")]))).toEqual([]);
});
