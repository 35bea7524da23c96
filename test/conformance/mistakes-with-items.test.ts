import { afterAll, expect, it } from "vitest";
import { correct, type VendorEvent } from "./noted/adapter.ts";
import { answering } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const found = (...mistake: Parameters<typeof answering>) =>
  noted.find("updateNote", ["items-answer"], answering(...mistake));

type Guest = NonNullable<VendorEvent["guests"]>[number];

/** What is made of the guests of an event. */
const ofGuests = (make: (guests: Guest[]) => object, output: Record<string, unknown> = { type: "object" }) =>
  noted.find(
    "getEvent",
    ["items-answer"],
    { toResult: ([event]: readonly VendorEvent[]) => ({ id: event?.id, ...make(event?.guests ?? []) }) },
    { output },
  );

it("finds items of a list that the result leaves out", async () => {
  const first = await found((result, { tags }) => ({ ...result, tags: (tags as string[]).slice(0, 1) }));
  expect(first).toMatchInlineSnapshot(`
    [
      "items-answer: adapter /tags incomplete-list: the result shows 1 of the 12 items that the vendor's answer has at /tags: "home1" is not among them",
    ]
  `);
  expect(await found((result, { tags }) => ({ ...result, tags: (tags as string[]).slice(0, 10) }))).toHaveLength(1);
  const sole = (tags: string[]) => (tags.length > 1 ? [] : tags);
  expect(await found((result, { tags }) => ({ ...result, tags: sole(tags as string[]) }))).toHaveLength(1);
  expect(await ofGuests((guests) => ({ lines: new Set(guests.slice(0, 2).map(({ line }) => line)) }))).toHaveLength(1);
});

it("finds it in the records of a list", async () => {
  const toResult = (bodies: readonly { notes: never[] }[]) =>
    correct.listNotes.toResult(bodies).map((note) => ({ ...note, tags: note.tags.slice(0, 1) }));
  expect(await noted.find("listNotes", ["items-answer"], { toResult })).toMatchInlineSnapshot(`
    [
      "items-answer: adapter /0/tags incomplete-list: the result shows 1 of the 12 items that the vendor's answer has at /notes/0/tags: "tag-11" is not among them",
    ]
  `);
  const reversed = (bodies: readonly { notes: never[] }[]) => correct.listNotes.toResult(bodies).reverse();
  expect(await noted.find("listNotes", ["items-answer"], { toResult: reversed })).toEqual([]);
});

it("finds an item that has what is another's, or lacks what the first one has", async () => {
  expect(
    await ofGuests((guests) => ({ guests: guests.map(({ id }) => ({ id, line: guests[0]?.line })) })),
  ).toMatchInlineSnapshot(`
    [
      "items-answer: adapter /guests/1/line output-differs: the result says "Speaks at noon", which the vendor says of item 0, and the vendor's answer has "Speaks at noon1" at /guests/1/line",
    ]
  `);
  expect(
    await ofGuests((guests) => ({
      guests: guests.map(({ id, line }, index) => ({ id, line: index > 0 ? null : line })),
    })),
  ).toMatchInlineSnapshot(`
    [
      "items-answer: adapter /guests/1/line output-differs: the result says null, and the vendor's answer has "Speaks at noon1" at /guests/1/line",
    ]
  `);
  expect(await ofGuests((guests) => ({ guests: guests.map(() => guests[0]) }))).toMatchInlineSnapshot(`
    [
      "items-answer: adapter /guests incomplete-list: the result shows 1 of the 12 items that the vendor's answer has at /guests: "guest-11" is not among them",
    ]
  `);
});

it("finds it in a list within an item of another", async () => {
  expect(
    await ofGuests((guests) => ({ guests: guests.map(({ id, mails = [] }) => ({ id, mails: mails.slice(0, 1) })) })),
  ).toMatchInlineSnapshot(`
    [
      "items-answer: adapter /guests/0/mails incomplete-list: the result shows 1 of the 12 items that the vendor's answer has at /guests/0/mails: "speaker12@opening.test" is not among them",
    ]
  `);
});

it("leaves it to the adapter in what order the items stand, and how often one that comes again", async () => {
  const all = (make: (tags: string[]) => unknown) =>
    found((result, { tags }) => ({ ...result, tags: make(tags as never) }));
  expect(await all((tags) => tags.toReversed())).toEqual([]);
  expect(await ofGuests((guests) => ({ lines: new Set(guests.map(({ line }) => line)) }))).toEqual([]);
  expect(await ofGuests((guests) => ({ guests: guests.toReversed() }))).toEqual([]);
});

it("leaves it to the adapter what it makes of a list that is no list in its result", async () => {
  expect(await ofGuests(([first]) => ({ guest: first }))).toEqual([]);
  expect(await ofGuests((guests) => ({ guests: guests.map(({ line }) => line).join(", ") }))).toEqual([]);
  expect(
    await ofGuests((guests) => ({ guests: Object.fromEntries(guests.map((one) => [`${one.id}`, one.line])) })),
  ).toEqual([]);
  // A list of the adapter's own, of what is the first of several.
  expect(await ofGuests(([first]) => ({ parties: [{ line: first?.line, mail: first?.mails?.[0] }] }))).toEqual([]);
});

it("leaves it to the adapter which kinds of items it answers, and in how many lists", async () => {
  const ofKind = (guests: readonly Guest[]) => guests.filter(({ kind }) => kind === "speaker");
  expect(await ofGuests((guests) => ({ speakers: ofKind(guests) }))).toEqual([]);
  expect(
    await ofGuests((guests) => ({ ids: guests.map(({ id }) => id), lines: guests.map(({ line }) => line) })),
  ).toEqual([]);
});

it("leaves it to the adapter how it writes what others say, and what it adds to each", async () => {
  const written = (guests: Guest[]) =>
    guests.map(({ id, line }, index) => ({ id, line: index > 0 ? `${line}!` : line }));
  expect(await ofGuests((guests) => ({ guests: written(guests) }))).toEqual([]);
  const added = { type: "object", required: ["id", "line", "since"], properties: { since: { const: "today" } } };
  const output = { type: "object", properties: { guests: { type: "array", items: added } } };
  const adding = (guests: Guest[]) => guests.map(({ id, line }) => ({ id, line, since: "today" }));
  expect(await ofGuests((guests) => ({ guests: adding(guests) }), output)).toEqual([]);
  expect(await ofGuests((guests) => ({ guests: adding(guests).slice(0, 2) }), output)).toHaveLength(1);
});

it("puts the items of an inner list into the first item of the outer one", async () => {
  const both = (guests: Guest[]) => guests.map(({ id, mails }) => ({ mails, id }));
  expect(await ofGuests((guests) => ({ guests: both(guests) }))).toEqual([]);
  expect(await ofGuests((guests) => ({ mails: guests.flatMap(({ mails }) => mails), guests: both(guests) }))).toEqual(
    [],
  );
});

it("gives no more items than the adapter's own output schema has room for", async () => {
  const output = { type: "object", properties: { guests: { type: "array", maxItems: 3 } } };
  expect(await ofGuests((guests) => ({ guests: guests.slice(0, 3) }), output)).toEqual([]);
  expect(await ofGuests((guests) => ({ guests: guests.slice(0, 2) }), output)).toMatchInlineSnapshot(`
    [
      "items-answer: adapter /guests incomplete-list: the result shows 2 of the 3 items that the vendor's answer has at /guests: "guest-12" is not among them",
    ]
  `);
  const one = { type: "object", properties: { guests: { type: "array", maxItems: 1 } } };
  expect(await ofGuests((guests) => ({ guests: guests.slice(0, 1) }), one)).toEqual([]);
});

it("lets an adapter refuse items that it cannot find", async () => {
  const mistake = answering((result, { tags }) => {
    if ((tags as string[]).length > 1) throw new Error("There is no such tag.");
    return result;
  });
  expect(await noted.find("updateNote", ["items-answer"], mistake)).toEqual([]);
});

it("says why there is no list to try", async () => {
  const results = await noted.run("getEvent", ["items-answer"], {}, { output: schemas.getEvent.output });
  expect(results.map(({ status, reason }) => [status, reason])).toMatchInlineSnapshot(`
    [
      [
        "skipped",
        "the result shows no item of a list of the answer that could have others beside it",
      ],
    ]
  `);
});
