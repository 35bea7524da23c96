import { afterAll, expect, it } from "vitest";
import { correct } from "./noted/adapter.ts";
import { sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { input } = schemas.updateNote;
const places = ["garden", "kitchen", "cellar"];

/** A note whose tags are some of three. */
const withTags = (items: object = { enum: places }) => ({
  input: { ...input, properties: { ...input.properties, tags: { type: "array", maxItems: 3, items } } },
});

const ofTags = (make: (tags: string[]) => unknown, unusual: object = withTags()) =>
  noted.find(
    "updateNote",
    ["list-items"],
    sending((body) => (Array.isArray(body.tags) ? { ...body, tags: make(body.tags) } : body)),
    unusual,
  );

it("finds listed items of a list that are not sent", async () => {
  expect(await ofTags((tags) => tags.slice(0, 1))).toMatchInlineSnapshot(`
    [
      "list-items /tags: adapter /tags/1 input-lost: "kitchen" does not reach the vendor: /tags has 1 of 2 items",
      "list-items /tags: adapter /tags/1 input-lost: "kitchen" does not reach the vendor: /tags has 1 of 3 items",
    ]
  `);
  expect(await ofTags((tags) => tags.slice(0, 2))).toMatchInlineSnapshot(`
    [
      "list-items /tags: adapter /tags/2 input-lost: "cellar" does not reach the vendor: /tags has 2 of 3 items",
    ]
  `);
  expect(await ofTags((tags) => tags.slice(0, 1), withTags({ type: "string", examples: places }))).toHaveLength(2);
});

it("leaves it to the adapter how it sends them, what else of its own it adds, and what it keeps", async () => {
  expect(await ofTags((tags) => tags.toReversed())).toEqual([]);
  expect(await ofTags((tags) => tags.map((tag) => tag.toUpperCase()))).toEqual([]);
  expect(await ofTags((tags) => (tags.length > 2 ? tags : [...tags, "cellar"]))).toEqual([]);
  // One may well be another to the vendor.
  expect(await ofTags((tags) => tags.map((tag) => tag.replace("cellar", "basement")))).toEqual([]);
  const lines = withTags({ enum: ["one\nline", "two\nlines"] });
  expect(await ofTags((tags) => tags, lines)).toEqual([]);
  const { send } = correct.updateNote;
  const oneByOne: typeof send = async (place, sent) => {
    const { tags = [], ...others } = sent.body as { tags?: string[] };
    let response = await send(place, { ...sent, body: { ...others, tags: tags.slice(0, 1) } });
    for (const tag of tags.slice(1)) response = await send(place, { ...sent, body: { tags: [tag] } });
    return response;
  };
  const found = await noted.find("updateNote", ["list-items"], { send: oneByOne }, withTags());
  expect(found.filter((line) => line.includes("input-"))).toEqual([]);
});

it("says where no two of them can be tried", async () => {
  const reasons = async (mistake: object, unusual: object) =>
    (await noted.run("updateNote", ["list-items"], mistake, unusual)).map(({ reason }) => reason);
  const tooLong = withTags({ enum: ["garden", "as long as no tag is"] });
  const none = sending(({ tags: _, ...body }) => body);
  expect([await reasons({}, tooLong), await reasons(none, withTags())]).toMatchInlineSnapshot(`
    [
      [
        "there are no two that adapter and vendor both allow",
      ],
      [
        "it is not known which list of the vendor's they go into",
      ],
    ]
  `);
});
