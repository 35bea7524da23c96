import { afterAll, expect, it } from "vitest";
import { sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

it("has nothing to try where an input schema leaves no choice, and says so", async () => {
  const [result] = await noted.run("getNote", ["generated"]);
  expect(result).toMatchObject({ status: "skipped", reason: "the input schema leaves nothing to choose" });
});

it("does not pass where the suite itself cannot go on", async () => {
  const validate = async (value: unknown) => ({ value });
  const output = { "~standard": { version: 1, vendor: "noted", validate } } as const;
  await expect(noted.run("updateNote", ["generated"], {}, { output })).rejects.toThrow(
    "the output schema checks in its own time",
  );
});

/** The bodies that were sent for the input that is told, with what is told of it. */
async function smallest(mistake: ReturnType<typeof sending>, unusual: Parameters<typeof noted.run>[3] = {}) {
  const [result] = await noted.run("updateNote", ["generated"], mistake, unusual);
  return {
    found: result?.findings
      .filter(({ severity }) => severity === "error")
      .map(({ pointer, message }) => `${pointer}: ${message}`),
    sent: result?.status === "failed" ? result.exchanges.map(({ request }) => request.body) : [],
  };
}

it("tells of an input with several members the one that matters, and no other", async () => {
  const examples = [{ noteId: "note-1", title: "A title", text: "A text", priority: 40, tags: ["home"] }];
  const mistake = sending(({ text, ...body }) => ({
    ...body,
    ...(text === undefined ? {} : { text: typeof text === "string" ? text.replaceAll(/[^\w/ ]/gu, "") : text }),
  }));
  expect(await smallest(mistake, { examples })).toMatchInlineSnapshot(`
    {
      "found": [
        "/text: "{" reaches the vendor as "", in request.body /text",
      ],
      "sent": [
        "{"text":""}",
      ],
    }
  `);
});

/** What each kind of value has to be tried with. */
const step = {
  type: "object",
  required: ["line"],
  properties: {
    line: { type: "string" },
    kind: { type: "string", enum: ["call", "letter", "visit"] },
    remark: { type: ["string", "null"] },
    value: { type: ["string", "number", "boolean", "null"] },
  },
};
const input = {
  type: "object",
  required: ["noteId"],
  properties: {
    ...schemas.updateNote.input.properties,
    effort: { type: "integer" },
    weight: { type: "number" },
    due: { type: "string", format: "date-time" },
    contact: { type: "string", format: "email" },
    votes: { type: "array", items: { type: "integer" } },
    steps: { type: "array", items: step },
  },
};
const examples = [
  {
    ...{ noteId: "note-1", title: "A title", priority: 41, effort: 33, weight: 12.5, votes: [11] },
    ...{ due: "2026-05-06T07:08:09Z", contact: "grace@example.com", tags: ["home"] },
    steps: [{ line: "Ask for water", kind: "call", remark: "In the evening", value: "a can" }],
  },
];

type Step = Record<string, unknown>;

it("finds nothing wrong with an adapter that sends all that it is given", async () => {
  for (const seed of [1, 2, 3])
    expect(await smallest({}, { input, examples, seed })).toEqual({ found: [], sent: expect.anything() });
});

const inSteps = (alter: (step: Step) => Step) =>
  sending(({ steps, ...body }) => (steps ? { ...body, steps: (steps as Step[]).map(alter) } : body));
const altering = (name: string, alter: (value: never) => unknown) =>
  sending((body) => (body[name] === undefined ? body : { ...body, [name]: alter(body[name] as never) }));

it.each([
  ["halves even numbers", altering("effort", (value: number) => (value % 2 === 0 ? value / 2 : value))],
  ["makes a negative number positive", altering("weight", Math.abs)],
  ["cuts fractions that are not halves", altering("weight", (value: number) => Math.trunc(value * 2) / 2)],
  ["takes a time for one of its own zone", altering("due", (value: string) => value.replace(/[+-]\d\d:\d\d$/, "Z"))],
  ["drops what follows a plus in an address", altering("contact", (value: string) => value.replace(/\+.*@/, "@"))],
  ["sends the first tag alone", altering("tags", (value: string[]) => value.slice(0, 1))],
  ["drops votes below 1", altering("votes", (value: number[]) => value.filter((vote) => vote > 0))],
  ["knows two kinds of steps", inSteps((one) => ({ ...one, kind: one.kind === "visit" ? "letter" : one.kind }))],
  ["drops a null within a step", inSteps(({ remark, ...one }) => (remark === null ? one : { ...one, remark }))],
  [
    "makes all values of steps texts",
    inSteps((one) => ({ ...one, ...("value" in one ? { value: `${one.value}` } : {}) })),
  ],
])("finds an adapter that %s, and tells of that alone", async (_, mistake) => {
  expect(await smallest(mistake, { input, examples })).toMatchSnapshot();
});
