import { afterAll, expect, it } from "vitest";
import { correct, type TaskPage } from "./noted/adapter.ts";
import { answering } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote, listNotes, listTasks } = correct;
type Members = Record<string, unknown>;

/** An adapter that makes its result of what it was given as well. */
function echoing(make: (input: Members, result: Members, note: Members) => unknown) {
  let last: Members = {};
  return {
    toRequest(input: Members) {
      last = input;
      return updateNote.toRequest(input as never);
    },
    toResult: (notes: readonly never[]) => make(last, { ...updateNote.toResult(notes) }, notes[0] as never),
  };
}

const { input } = schemas.updateNote;
const properties = {
  ...input.properties,
  urgent: { type: "boolean" },
  state: { type: "string", enum: ["open", "done"] },
};
const withChoices = {
  input: { ...input, properties },
  examples: [{ noteId: "note-1", urgent: true, state: "open" }],
};
const echoes = ["result not-sent"];

it("finds a truth value and a listed value that are answered as they were sent", async () => {
  const mistake = echoing(({ urgent, state }, result, note) => ({
    ...result,
    urgent: urgent ?? note.urgent,
    state: state ?? note.state ?? null,
  }));
  expect(await noted.find("updateNote", echoes, mistake, withChoices)).toMatchInlineSnapshot(`
    [
      "result not-sent: adapter /urgent output-differs: the result says true, which the call was given; the vendor's answer has false at /urgent",
      "result not-sent: adapter /state output-differs: the result says "open", which the call was given; the vendor's answer has "done" at /state",
    ]
  `);
  const saying = echoing((_, result, note) => ({ ...result, urgent: note.urgent }));
  expect(await noted.find("updateNote", echoes, saying, withChoices)).toEqual([]);
});

it("takes a truth value of another name for no echo", async () => {
  const mistake = echoing((_, result) => ({ ...result, done: true }));
  expect(await noted.find("updateNote", echoes, mistake, withChoices)).toEqual([]);
});

it("answers nothing otherwise of lists, nor what no member of the answer is called", async () => {
  const sent = { effort: 33, contact: "grace@example.com", tags: ["a first tag", "a second one"], text: null };
  const unusual = {
    input: { ...input, properties: { ...properties, effort: { type: "integer" }, contact: { type: "string" } } },
    examples: [{ noteId: "note-1", title: "Water the plants", ...sent }],
  };
  const ofLists = echoing(({ tags }, result) => ({ ...result, tags: tags ?? result.tags }));
  expect(await noted.find("updateNote", echoes, ofLists, unusual)).toEqual([]);
  const ofText = echoing(({ title }, result) => ({ ...result, title: title ?? result.title }));
  expect(await noted.find("updateNote", echoes, ofText, unusual)).toHaveLength(1);
});

it("has nothing to answer otherwise where nothing is sent that an answer shows, and says so", async () => {
  const [result] = await noted.run("updateNote", echoes, {}, { examples: [{ noteId: "note-1" }] });
  expect([result?.status, result?.reason]).toMatchInlineSnapshot(`
    [
      "skipped",
      "the answer shows no member as it is sent that could have another value",
    ]
  `);
});

const numbers = ["number-answer"];

it("answers no number that is larger than the output schema allows, and lets an adapter refuse one", async () => {
  const { output } = schemas.getNote;
  const least = { ...output, properties: { ...output.properties, priority: { type: "integer", maximum: 1000 } } };
  expect(await noted.find("getNote", numbers, {}, { output: least })).toEqual([]);
  const refusing = answering((result, { priority }) => {
    if (Number(priority) > 1000) throw new Error("There is no such priority.");
    return result;
  });
  expect(await noted.find("getNote", numbers, refusing)).toEqual([]);
});

it("has no large number to answer where the result shows none, and says so", async () => {
  const [result] = await noted.run("listTasks", numbers);
  expect([result?.status, result?.reason]).toMatchInlineSnapshot(`
    [
      "skipped",
      "the result shows no number of the answer that could be large",
    ]
  `);
  const toResult = (pages: readonly TaskPage[]) => pages.flatMap(({ tasks }) => tasks);
  expect(await noted.find("listTasks", numbers, { toResult })).toEqual([]);
  const cutting = (pages: readonly TaskPage[]) =>
    pages.flatMap(({ tasks }) =>
      tasks.map((task) => ({ ...task, total: Number((task as Members & typeof task).total) | 0 })),
    );
  expect(await noted.find("listTasks", numbers, { ...listTasks, toResult: cutting })).toMatchInlineSnapshot(`
    [
      "number-answer: adapter /0/total output-differs: the result is 0, and the vendor's answer has 1099511627776 at /tasks/0/total",
    ]
  `);
});

it("says nothing of a record that has what no other one has", async () => {
  const toResult = (bodies: readonly never[]) =>
    listNotes.toResult(bodies).map((note, index) => (index === 0 ? note : { ...note, title: "One of the others" }));
  expect(await noted.find("listNotes", ["all-pages"], { toResult })).toEqual([]);
});

it("finds a 204 that is reported as an error where nothing is said of the result", async () => {
  const read = async (response: Response) => {
    if (response.status === 204) throw new Error("There is nothing to read.");
    return response.json();
  };
  expect(
    await noted.find("deleteNote", ["success 204"], { read }, { output: undefined as never }),
  ).toMatchInlineSnapshot(`
    [
      "success 204: adapter unexpected-error: the adapter reports an error: There is nothing to read.",
    ]
  `);
});
