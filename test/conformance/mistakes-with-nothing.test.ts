import { afterAll, expect, it } from "vitest";
import { correct } from "./noted/adapter.ts";
import { sending, sendingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { createNote } = correct;
const { input } = schemas.updateNote;
const withMembers = (members: object) => ({ ...input, properties: { ...input.properties, ...members } });

it("finds what is sent for members that the caller leaves out, and takes away what the vendor has", async () => {
  const mistake = sending((body) => ({ text: null, tags: [], ...body }));
  expect(await noted.find("updateNote", ["no-optional-member", "one-member /text"], mistake)).toMatchInlineSnapshot(`
    [
      "no-optional-member: adapter /text input-added: the input leaves it out, and the adapter sends null as /text: without that the vendor has "What is to be done about 1" at /text",
      "no-optional-member: adapter /tags input-added: the input leaves it out, and the adapter sends [] as /tags: without that the vendor has "tag-1" at /tags/0",
      "one-member /text: adapter /tags input-added: the input leaves it out, and the adapter sends [] as /tags: without that the vendor has "tag-1" at /tags/0",
    ]
  `);
});

it("finds an object that is emptied as a whole, once", async () => {
  const mistake = sending((body) => ({ owner: null, ...body }));
  expect(await noted.find("updateNote", ["one-member /text"], mistake)).toMatchInlineSnapshot(`
    [
      "one-member /text: adapter /owner input-added: the input leaves it out, and the adapter sends null as /owner: without that the vendor has "owner-1" at /owner/id",
    ]
  `);
});

it("says nothing of what is sent beside where the vendor would have had it so", async () => {
  const toRequest = (given: object) => createNote.toRequest({ text: null, tags: [], ...given });
  expect(await noted.find("createNote", ["no-optional-member", "one-member"], { toRequest })).toEqual([]);
  const already = sending((body) => ({ owner: {}, urgent: true, ...body }));
  expect(await noted.find("updateNote", ["no-optional-member", "one-member"], already)).toEqual([]);
});

it("finds a text in a path or a query that is made of nothing", async () => {
  const { listNotes } = correct;
  const listing = (query: object) => ({
    toRequest: (given: { limit?: number }) => {
      const sent = listNotes.toRequest(given);
      return { ...sent, query: { ...sent.query, ...query } };
    },
  });
  const groups = ["no-optional-member"];
  expect(await noted.find("listNotes", groups, listing({ folder: "undefined" }))).toMatchInlineSnapshot(`
    [
      "no-optional-member: adapter input-added: "undefined" is sent in request.query /folder, and no input has it",
    ]
  `);
  expect(await noted.find("listNotes", groups, listing({}))).toEqual([]);
  // Of a cursor another rule tells, once.
  const rules = (await noted.run("listNotes", groups, listing({ cursor: "null" }))).flatMap((one) => one.findings);
  expect(rules.map(({ part, rule }) => `${part} ${rule}`)).toEqual(["sequence pagination"]);
});

it("finds an empty list that is dropped, and a list that is emptied", async () => {
  const dropping = sending(({ tags, ...body }) => ((tags as string[])?.length ? { ...body, tags } : body));
  expect(await noted.find("updateNote", ["empty-list"], dropping)).toMatchInlineSnapshot(`
    [
      "empty-list /tags: adapter /tags input-lost: [] does not reach the vendor: request.body has no /tags",
    ]
  `);
  const filtering = sending(({ tags, ...body }) => ({ ...body, ...(tags === undefined ? {} : { tags: [] }) }));
  expect(await noted.find("updateNote", ["one-member /tags"], filtering)).toMatchInlineSnapshot(`
    [
      "one-member /tags: adapter /tags input-lost: ["Standin tag"] does not reach the vendor: request.body has [] at /tags",
    ]
  `);
});

it("says nothing of an empty list that is dropped where there is none yet", async () => {
  const toRequest = ({ tags, ...given }: { tags?: string[] }) =>
    createNote.toRequest({ ...given, ...(tags?.length ? { tags } : {}) });
  expect(await noted.find("createNote", ["empty-list"], { toRequest })).toEqual([]);
});

it("finds zero and false that are taken for nothing, and numbers that are cut to 32 bits", async () => {
  const mistake = sending((body) => ({
    ...Object.fromEntries(Object.entries(body).filter(([, value]) => value !== 0 && value !== false)),
    ...(body.effort ? { effort: Number(body.effort) | 0 } : {}),
  }));
  const loose = withMembers({ urgent: { type: "boolean" }, effort: { type: "integer" } });
  expect(await noted.find("updateNote", ["number-limit", "false"], mistake, { input: loose })).toMatchInlineSnapshot(`
    [
      "false /urgent: adapter /urgent input-lost: false does not reach the vendor: request.body has no /urgent",
      "number-limit /effort 0: adapter /effort input-lost: 0 does not reach the vendor: request.body has no /effort",
      "number-limit /effort 4294967297: adapter /effort input-altered: 4294967297 reaches the vendor as 1, in request.body /effort",
    ]
  `);
  expect(await noted.find("updateNote", ["number-limit", "false"], {}, { input: loose })).toEqual([]);
});

it("finds quotes, markup and line breaks that are escaped or lost", async () => {
  const escaping = sending((body) => ({ ...body, title: String(body.title).replaceAll("<", "&lt;") }));
  expect(await noted.find("updateNote", ["markup /title"], escaping)).toMatchInlineSnapshot(`
    [
      "markup /title: adapter /title input-altered: "O'Brien & <Söhne> \\"5%25+1\\"\\nx" reaches the vendor as "O'Brien & &lt;Söhne> \\"5%25+1\\"\\nx", in request.body /title",
    ]
  `);
  const joining = sending((body) => ({ ...body, title: String(body.title).replaceAll("\n", " ") }));
  expect(await noted.find("updateNote", ["markup /title"], joining)).toMatchInlineSnapshot(`
    [
      "markup /title: adapter /title input-altered: "O'Brien & <Söhne> \\"5%25+1\\"\\nx" reaches the vendor as "O'Brien & <Söhne> \\"5%25+1\\" x", in request.body /title",
    ]
  `);
  // A schema that allows no line break is tried without one.
  const title = { type: "string", pattern: "^.*$" };
  expect(await noted.find("updateNote", ["markup /title"], joining, { input: withMembers({ title }) })).toEqual([]);
});

it("finds a moment whose offset is lost, and takes it in any notation", async () => {
  const loose = withMembers({ due: { type: "string", format: "date-time" } });
  const find = (alter: (due: string) => string) => {
    const mistake = sending((body) => (body.due === undefined ? body : { ...body, due: alter(String(body.due)) }));
    return noted.find("updateNote", ["date-time"], mistake, { input: loose });
  };
  expect(await find((due) => `${due.slice(0, 19)}Z`)).toMatchInlineSnapshot(`
    [
      "date-time /due: adapter /due input-altered: "2026-02-03T04:05:06+02:00" reaches the vendor as "2026-02-03T04:05:06Z", in request.body /due",
    ]
  `);
  expect(await find((due) => new Date(due).toISOString().replace(".000", ""))).toEqual([]);
});

it("finds a write that is sent twice for one call, and none that is sent again for a reason", async () => {
  const twice = sendingSo(async (again) => {
    await again();
    return again();
  });
  expect(await noted.find("updateNote", ["documented"], twice)).toMatchInlineSnapshot(`
    [
      "documented: adapter repeated-write: PATCH https://api.noted.test/v1/notes/note-1 is sent again with the same body, though N was answered with 200",
    ]
  `);
  const patient = sendingSo(async (again) => {
    const first = await again();
    return first.status < 429 ? first : again();
  });
  expect(await noted.find("updateNote", ["documented", "retry 500"], patient)).toEqual([]);
});

it("finds a write that is sent again because the answer that says it was done is no JSON", async () => {
  const isJson = (text: string) => {
    try {
      return JSON.parse(text) !== undefined;
    } catch {
      return false;
    }
  };
  const impatient = sendingSo(async (again) => {
    const first = await again();
    return isJson(await first.clone().text()) ? first : again();
  });
  const cases = ["wire malformed-json", "wire html"];
  expect(await noted.find("createNote", cases, impatient)).toMatchInlineSnapshot(`
    [
      "wire malformed-json: adapter repeated-write: POST https://api.noted.test/v1/notes is sent again with the same body, though N was answered with 200",
      "wire html: adapter repeated-write: POST https://api.noted.test/v1/notes is sent again with the same body, though N was answered with 200",
    ]
  `);
  expect(await noted.find("updateNote", [...cases, "wire gateway"], impatient)).toEqual([]);
});

it("tries limits with values that are otherwise as the contract wants them", async () => {
  const contact = { type: "string", maxLength: 80 };
  const examples = [{ noteId: "note-1", contact: "ada@example.com" }];
  const unusual = { input: withMembers({ contact }), examples };
  expect(await noted.find("updateNote", ["contract-limits"], {}, unusual)).toEqual([]);
  const { maxLength: _, ...unlimited } = contact;
  const found = await noted.find(
    "updateNote",
    ["contract-limits"],
    {},
    { ...unusual, input: withMembers({ contact: unlimited }) },
  );
  expect(found).toMatchInlineSnapshot(`
    [
      "contract-limits: request.body /contact maxLength: must have at most 60 characters, and has 61",
    ]
  `);
});
