import { afterAll, expect, it } from "vitest";
import { correct } from "./noted/adapter.ts";
import { sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote } = correct;
const { input } = schemas.updateNote;

it("finds a null that is dropped, and an empty text", async () => {
  const mistake = sending(({ text, ...body }) => (text ? { ...body, text } : body));
  expect(await noted.find("updateNote", ["null-member", "empty-text"], mistake)).toMatchInlineSnapshot(`
    [
      "null-member /text: adapter /text input-lost: null does not reach the vendor: request.body has no /text",
      "empty-text /text: adapter /text input-lost: "" does not reach the vendor: request.body has no /text",
    ]
  `);
});

it("finds a list that is cut, empty or long", async () => {
  const mistake = sending(({ tags, ...body }) =>
    (tags as string[])?.length ? { ...body, tags: (tags as string[]).slice(0, 2) } : body,
  );
  expect(await noted.find("updateNote", ["list-length"], mistake)).toMatchInlineSnapshot(`
    [
      "list-length /tags 3: adapter /tags/2 input-lost: "2Standin tag" does not reach the vendor: request.body /tags has 2 of 3 items",
    ]
  `);
  const tags = { type: "array", items: { type: "string" } };
  const unbounded = { ...input, properties: { ...input.properties, tags } };
  expect(await noted.find("updateNote", ["long-list"], mistake, { input: unbounded })).toMatchInlineSnapshot(`
    [
      "long-list /tags: adapter /tags/2 input-lost: "2Standin tag" does not reach the vendor: request.body /tags has 2 of 100 items",
    ]
  `);
});

it("finds a text that is cut or lost beyond 64 KiB, and nothing where it arrives whole", async () => {
  const text = { type: ["string", "null"], maxLength: 65_535 };
  const long = { input: { ...input, properties: { ...input.properties, text } } };
  expect(await noted.find("updateNote", ["text-length"], {}, long)).toEqual([]);
  const cut = sending(({ text, ...body }) => ({ ...body, text: (text as string).slice(0, 65_534) }));
  const [found, ...others] = await noted.find("updateNote", ["text-length"], cut, long);
  expect(found).toMatch(/^text-length \/text 65535: adapter \/text input-altered: "x+… reaches the vendor as "x+…, in/);
  const lost = sending(({ text, ...body }) => ((text as string).length > 65_534 ? body : { ...body, text }));
  const [missing, ...none] = await noted.find("updateNote", ["text-length"], lost, long);
  expect(missing).toMatch(/^text-length \/text 65535: adapter \/text input-lost: "x+… does not reach the vendor/);
  expect([...others, ...none]).toEqual([]);
});

it("finds an id that is put into the path as it is", async () => {
  const toRequest = (given: { noteId: string }) => ({ ...updateNote.toRequest(given), path: `/notes/${given.noteId}` });
  expect(await noted.find("updateNote", ["encoded-id"], { toRequest })).toMatchInlineSnapshot(`
    [
      "encoded-id /noteId: request.path operation: no operation has the path "/v1/notes/Ab/c"; the nearest is updateNote (PATCH /v1/notes/{note_id})",
    ]
  `);
});

it("finds numbers at their limits that are refused or altered", async () => {
  const mistake = sending((body) => ({ ...body, ...(body.priority === 90 ? { priority: 100 } : {}) }));
  expect(await noted.find("updateNote", ["number-limit"], mistake)).toMatchInlineSnapshot(`
    [
      "number-limit /priority 90: request.body /priority maximum: must be at most 90, and is 100",
      "number-limit /priority 90: adapter /priority input-altered: 90 reaches the vendor as 100, in request.body /priority",
    ]
  `);
});

it("finds texts that are cut", async () => {
  const mistake = sending((body) =>
    Object.fromEntries(
      Object.entries(body).map(([name, value]) => [name, typeof value === "string" ? value.slice(0, 39) : value]),
    ),
  );
  expect(await noted.find("updateNote", ["text-length", "long-text /text"], mistake)).toMatchInlineSnapshot(`
    [
      "text-length /title 40: adapter /title input-altered: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" reaches the vendor as "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", in request.body /title",
      "long-text /text: adapter /text input-altered: "long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long… reaches the vendor as "long long long long long long long long", in request.body /text",
    ]
  `);
});

it("finds texts whose characters are lost", async () => {
  const mistake = sending((body) => JSON.parse(JSON.stringify(body).replaceAll(/[^ -~]|\\u0000/g, "?")));
  expect(await noted.find("updateNote", ["unicode", "control-character"], mistake)).toMatchInlineSnapshot(`
    [
      "unicode /title astral: adapter /title input-altered: "𝒜da 🙂👩‍💻" reaches the vendor as "??da ???????", in request.body /title",
      "unicode /title combining: adapter /title input-altered: "Zoë ñ" reaches the vendor as "Zoe? n?", in request.body /title",
      "unicode /title right-to-left: adapter /title input-altered: "שלום عربي" reaches the vendor as "???? ????", in request.body /title",
      "control-character /title: adapter /title input-altered: "Ada\\u0000Lovelace" reaches the vendor as "Ada?Lovelace", in request.body /title",
      "unicode /text astral: adapter /text input-altered: "𝒜da 🙂👩‍💻" reaches the vendor as "??da ???????", in request.body /text",
      "unicode /text combining: adapter /text input-altered: "Zoë ñ" reaches the vendor as "Zoe? n?", in request.body /text",
      "unicode /text right-to-left: adapter /text input-altered: "שלום عربي" reaches the vendor as "???? ????", in request.body /text",
      "control-character /text: adapter /text input-altered: "Ada\\u0000Lovelace" reaches the vendor as "Ada?Lovelace", in request.body /text",
      "unicode /owner/name astral: adapter /owner/name input-altered: "𝒜da 🙂👩‍💻" reaches the vendor as "??da ???????", in request.body /owner/name",
      "unicode /owner/name combining: adapter /owner/name input-altered: "Zoë ñ" reaches the vendor as "Zoe? n?", in request.body /owner/name",
      "unicode /owner/name right-to-left: adapter /owner/name input-altered: "שלום عربي" reaches the vendor as "???? ????", in request.body /owner/name",
      "control-character /owner/name: adapter /owner/name input-altered: "Ada\\u0000Lovelace" reaches the vendor as "Ada?Lovelace", in request.body /owner/name",
    ]
  `);
});

it("finds a number or a truth value that is sent as a text, where adapter and vendor take both", async () => {
  const ofSteps = (value: object, made: (given: unknown) => unknown) => {
    type Step = Record<string, unknown>;
    const remake = (steps: Step[]) => steps.map((one) => ({ ...one, value: made(one.value) }));
    const mistake = sending(({ steps, ...body }) => (steps ? { ...body, steps: remake(steps as Step[]) } : body));
    const items = { type: "object", required: ["line", "value"], properties: { line: { type: "string" }, value } };
    const steps = { type: "array", items };
    const withSteps = { ...input, properties: { ...input.properties, steps } };
    return noted.find("updateNote", ["one-member /steps"], mistake, { input: withSteps });
  };
  expect(await ofSteps({ type: ["string", "integer"], examples: [7] }, String)).toMatchInlineSnapshot(`
    [
      "one-member /steps: adapter /steps/0/value input-altered: 7 reaches the vendor as "7", in request.body /steps/0/value",
    ]
  `);
  expect(await ofSteps({ type: ["boolean", "string"], examples: [true] }, String)).toMatchInlineSnapshot(`
    [
      "one-member /steps: adapter /steps/0/value input-altered: true reaches the vendor as "true", in request.body /steps/0/value",
    ]
  `);
  expect(await ofSteps({ type: ["string", "integer"], examples: [7] }, (given) => given)).toEqual([]);
  expect(await ofSteps({ type: ["string", "integer"], examples: ["seven"] }, String)).toEqual([]);
  // A member that takes no text has only one form, whatever the vendor calls it.
  expect(await ofSteps({ type: "integer", examples: [7] }, String)).toEqual([]);
  expect(await ofSteps({ type: ["boolean", "integer"], examples: [true] }, String)).toEqual([]);
  const title = { type: ["string", "integer"], examples: [7] };
  const asText = sending((body) => ({ ...body, ...("title" in body ? { title: String(body.title) } : {}) }));
  const numbered = { ...input, properties: { ...input.properties, title } };
  expect(await noted.find("updateNote", ["one-member /title"], asText, { input: numbered })).toEqual([]);
});

it("finds what breaks the contract where the adapter's own schema allows it", async () => {
  const { maxLength: _, ...title } = input.properties.title;
  const { minimum: __, maximum: ___, ...priority } = input.properties.priority;
  const tags = { type: "array", items: { type: "string" } };
  const loose = { ...input, properties: { ...input.properties, title, priority, tags } };
  expect(await noted.find("updateNote", ["contract-limits"], {}, { input: loose })).toMatchInlineSnapshot(`
    [
      "contract-limits: request.body /title maxLength: must have at most 40 characters, and has 41",
      "contract-limits: request.body /priority minimum: must be at least 10, and is 9",
      "contract-limits: request.body /priority maximum: must be at most 90, and is 91",
      "contract-limits: request.body /tags/0 maxLength: must have at most 12 characters, and has 13",
      "contract-limits: request.body /tags maxItems: must have at most 3 items, and has 4",
    ]
  `);
});

it("says nothing of limits that the adapter keeps to by itself", async () => {
  const { maxLength: _, ...title } = input.properties.title;
  const loose = { ...input, properties: { ...input.properties, title } };
  const toRequest = (given: { noteId: string; title?: string }) => {
    if (given.title !== undefined && given.title.length > 40) throw new Error("The title is too long.");
    return updateNote.toRequest(given);
  };
  expect(await noted.find("updateNote", ["contract-limits"], { toRequest }, { input: loose })).toEqual([]);
});

it("makes the generated input that shows a mistake as small as it can be", async () => {
  const mistake = sending((body) => (body.text === null && !("priority" in body) ? { ...body, title: "Gone" } : body));
  const examples = [{ noteId: "note-1", title: "A title", text: "A text", priority: 40, tags: ["home"] }];
  const results = await noted.run("updateNote", ["generated"], mistake, { runs: 50, examples });
  expect(
    results.flatMap(({ findings }) => findings.map(({ rule, message }) => `${rule}: ${message}`)),
  ).toMatchInlineSnapshot(`
    [
      "input-altered: "A title" reaches the vendor as "Gone", in request.body /title",
    ]
  `);
  expect(results.flatMap(({ exchanges }) => exchanges.map(({ request }) => request.body))).toMatchInlineSnapshot(`
    [
      "{"title":"Gone","text":null}",
    ]
  `);
});
