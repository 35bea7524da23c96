import { afterAll, expect, it } from "vitest";
import { correct } from "./noted/adapter.ts";
import { sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

type Step = Record<string, unknown>;

const step = {
  type: "object",
  required: ["line"],
  properties: {
    line: { type: "string" },
    kind: { enum: ["call", "letter", "visit"] },
    remark: { type: ["string", "null"] },
    value: { type: ["string", "number", "boolean", "null"] },
  },
};

const withSteps = (steps: object) => {
  const { input } = schemas.updateNote;
  return { input: { ...input, properties: { ...input.properties, steps: { type: "array", items: step, ...steps } } } };
};

/** What is sent for the steps of a note, or for one step after the other. */
const ofSteps = (make: (steps: Step[]) => unknown, steps: object = {}) =>
  noted.find(
    "updateNote",
    ["list-items"],
    sending((body) => (Array.isArray(body.steps) ? { ...body, steps: make(body.steps) } : body)),
    withSteps(steps),
  );

it("finds items that are not sent", async () => {
  expect(await ofSteps((steps) => steps.slice(0, 1))).toMatchInlineSnapshot(`
    [
      "list-items /steps: adapter /steps/1 input-lost: {"line":"Standin line1","kind":"call","remark":"Standin remark1","value":1} does not reach the vendor: request.body /steps has 1 of 3 items",
    ]
  `);
  expect(await ofSteps((steps) => steps.slice(0, 2))).toMatchInlineSnapshot(`
    [
      "list-items /steps: adapter /steps/2 input-lost: {"line":"Standin line2","kind":"call","remark":"Standin remark2","value":1} does not reach the vendor: request.body /steps has 2 of 3 items",
    ]
  `);
  expect(await ofSteps((steps) => steps.map(() => steps[0]))).toHaveLength(1);
});

it("finds members that later items are sent without, or with another's value", async () => {
  const first = (steps: Step[], one: Step, otherwise: Step) => (one === steps[0] ? one : { ...one, ...otherwise });
  expect(await ofSteps((steps) => steps.map((one) => first(steps, one, { kind: undefined })))).toMatchInlineSnapshot(`
    [
      "list-items /steps: adapter /steps/1/kind input-lost: "call" does not reach the vendor: request.body /steps/1/kind",
    ]
  `);
  expect(
    await ofSteps((steps) => steps.map((one) => first(steps, one, { remark: steps[0]?.remark }))),
  ).toMatchInlineSnapshot(`
    [
      "list-items /steps: adapter /steps/1/remark input-altered: "Standin remark1" reaches the vendor as "Standin remark": request.body /steps/1/remark",
    ]
  `);
});

it("leaves it to the adapter in what order it sends them, and in how many requests", async () => {
  expect(await ofSteps((steps) => steps.toReversed())).toEqual([]);
  const { send } = correct.updateNote;
  const oneByOne: typeof send = async (place, sent) => {
    const { steps = [], ...others } = sent.body as { steps?: Step[] };
    let response = await send(place, { ...sent, body: { ...others, steps: steps.slice(0, 1) } });
    for (const one of steps.slice(1)) response = await send(place, { ...sent, body: { steps: [one] } });
    return response;
  };
  const found = await noted.find("updateNote", ["list-items"], { send: oneByOne }, withSteps({}));
  expect(found.filter((line) => line.includes("input-"))).toEqual([]);
});

it("lets an adapter refuse them, and rename or leave out a member of all", async () => {
  const refuse = (steps: Step[]) => {
    if (steps.length > 1) throw new Error("There is one step at the most.");
    return steps;
  };
  expect(await ofSteps(refuse)).toEqual([]);
  expect(await ofSteps((steps) => steps.map(({ line, remark }) => ({ line: remark, remark: line })))).toEqual([]);
  expect(await ofSteps((steps) => steps.map(({ remark: _, ...others }) => others))).toEqual([]);
});

/** An adapter whose list is called otherwise than the vendor's, and so are the members of its items. */
const ofStages = (make: (steps: Step[]) => Step[], item: object = { type: "string" }) => {
  const stages = {
    type: "array",
    items: { type: "object", required: ["words"], properties: { words: item, mark: { type: "string" } } },
  };
  const { input } = schemas.updateNote;
  return noted.find(
    "updateNote",
    ["list-items"],
    sending(({ stages: given, ...body }) =>
      Array.isArray(given)
        ? { ...body, steps: make(given.map(({ words, mark }) => ({ line: words, remark: mark }))) }
        : body,
    ),
    { input: { ...input, properties: { ...input.properties, stages } } },
  );
};

it("finds it where the adapter calls list and members otherwise", async () => {
  expect(await ofStages((steps) => steps.slice(0, 1))).toMatchInlineSnapshot(`
    [
      "list-items /stages: adapter /stages/1 input-lost: {"words":"Standin words1","mark":"Standin mark1"} does not reach the vendor: request.body /steps has 1 of 3 items",
    ]
  `);
  const later = (make: (one: Step, first: Step) => Step) => (steps: Step[]) =>
    steps.map((one, index) => (index === 0 ? one : make(one, steps[0] as Step)));
  expect(await ofStages(later((one, { remark }) => ({ ...one, remark })))).toMatchInlineSnapshot(`
    [
      "list-items /stages: adapter /stages/1/mark input-altered: "Standin mark1" reaches the vendor as "Standin mark": request.body /steps/1/remark",
    ]
  `);
  expect(await ofStages(later(({ line }) => ({ line })))).toMatchInlineSnapshot(`
    [
      "list-items /stages: adapter /stages/1/mark input-lost: "Standin mark1" does not reach the vendor: request.body /steps/1/remark",
    ]
  `);
  expect(await ofStages(later((one) => ({ ...one, remark: `${one.remark}!` })))).toEqual([]);
  expect(await ofStages((steps) => steps)).toEqual([]);
});

it("says nothing where no member is known to go anywhere", async () => {
  const loud = (steps: Step[]) => steps.map(({ line }) => ({ line: String(line).toUpperCase() }));
  const lines = { items: { type: "object", required: ["line"], properties: { line: { type: "string" } } } };
  expect(await ofSteps(loud, lines)).toEqual([]);
  expect(await ofSteps((steps) => loud(steps).slice(0, 1), lines)).toEqual([]);
});

it("says where there is no room for so many", async () => {
  const results = await noted.run("updateNote", ["list-items"], {}, withSteps({ maxItems: 2 }));
  expect(results.map(({ status, reason }) => [status, reason])).toMatchInlineSnapshot(`
    [
      [
        "skipped",
        "there is no room for 3 that can be told apart",
      ],
    ]
  `);
  const numbers = { items: { type: "object", required: ["line"], properties: { line: { type: "integer" } } } };
  const [ofNumbers] = await noted.run("updateNote", ["list-items"], {}, withSteps(numbers));
  expect(ofNumbers?.reason).toBe("there is no room for 3 that can be told apart");
  expect((await noted.list("updateNote", withSteps({}))).filter((name) => name.startsWith("list-items"))).toEqual([
    "list-items /steps: sends each of 3 items for steps",
  ]);
  const unknown = await noted.run(
    "updateNote",
    ["list-items"],
    sending(({ others: _, ...body }) => body),
    {
      input: {
        ...schemas.updateNote.input,
        properties: { ...schemas.updateNote.input.properties, others: withSteps({}).input.properties.steps },
      },
    },
  );
  expect(unknown.map(({ status, reason }) => [status, reason])).toMatchInlineSnapshot(`
    [
      [
        "skipped",
        "it is not known which list of the vendor's they go into",
      ],
    ]
  `);
});
