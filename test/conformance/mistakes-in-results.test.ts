import { afterAll, expect, it } from "vitest";
import { correct, type VendorEvent } from "./noted/adapter.ts";
import { answering, readingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { output } = schemas.updateNote;
const found = (groups: readonly string[], ...mistake: Parameters<typeof answering>) =>
  noted.find("updateNote", groups, answering(...mistake));

it("finds a result that is not what the vendor says", async () => {
  expect(await found(["result"], (result, note) => ({ ...result, title: note.text }))).toMatchInlineSnapshot(`
    [
      "result: adapter /title output-differs: the result says "Not the cactus", which the vendor has at /text; at /title it has "Water the plants"",
    ]
  `);
});

it("finds what is taken from another member, where the documents show the same in both", async () => {
  const mistake = answering((result, note) => ({ ...result, title: note.text }));
  expect(await noted.find("getNote", ["result"], mistake)).toMatchInlineSnapshot(`
    [
      "result: adapter /title output-differs: the result says "Water the plants3", which the vendor has at /text; at /title it has "Water the plants"",
    ]
  `);
});

it("compares names without case and punctuation, as the result may be written in another way", async () => {
  const as = (make: (note: Record<string, unknown>) => object) => {
    const mistake = answering((_, note) => ({ ID: note.id, ...make({ ...note }) }));
    return noted.find("getNote", ["result"], mistake, { output: { type: "object" } });
  };
  expect(await as((note) => ({ Title: note.title, TEXT: note.text }))).toEqual([]);
  expect(await as((note) => ({ Title: note.text, TEXT: note.text }))).toMatchInlineSnapshot(`
    [
      "result: adapter /Title output-differs: the result says "Water the plants3", which the vendor has at /text; at /title it has "Water the plants"",
    ]
  `);
  expect(await as((note) => ({ Title: note.title, TEXT: null }))).toMatchInlineSnapshot(`
    [
      "result: adapter /TEXT output-differs: the result has null, and the vendor's answer has "What is to be done about 1" at /text",
    ]
  `);
});

it("lets an adapter know more of a value than the contract says", async () => {
  const known = ["Water the plants", "What is to be done about 1"];
  const mistake = answering((result) => {
    if (!known.includes(String(result.text))) throw new Error("There is no such text.");
    return result;
  });
  expect(await noted.find("getNote", ["result", "unknown-members"], mistake)).toEqual([]);
});

it("finds a result that says nothing where the vendor says something", async () => {
  expect(await found(["result"], (result) => ({ ...result, text: null }))).toMatchInlineSnapshot(`
    [
      "result: adapter /text output-differs: the result has null, and the vendor's answer has "Standin text" at /text",
    ]
  `);
  // Nothing tells that what is null elsewhere is the same thing.
  expect(await found(["result"], (result) => ({ ...result, labels: [{ label: null }] }))).toEqual([]);
});

it("finds a result that breaks the adapter's own output schema", async () => {
  expect(
    await found(["documented"], (result) => ({ ...result, priority: String(result.priority) })),
  ).toMatchInlineSnapshot(`
    [
      "documented: adapter /priority output: the result must be integer,null, as the adapter's output schema has it",
    ]
  `);
  const { title: _, ...properties } = output.properties;
  expect(
    await noted.find(
      "updateNote",
      ["documented"],
      {},
      { output: { ...output, properties, not: { required: ["title"] } } },
    ),
  ).toMatchInlineSnapshot(`
    [
      "documented: adapter output: the result must NOT be valid, as the adapter's output schema has it",
    ]
  `);
});

it("finds an adapter that cannot do without what the contract does not promise", async () => {
  const mistake = answering((result, note) => ({ ...result, ownerName: (note.owner as { name: string }).name.trim() }));
  expect(await noted.find("updateNote", ["absent-member", "null-answer"], mistake)).toMatchInlineSnapshot(`
    [
      "absent-member /owner: adapter unexpected-error: the adapter reports an error: Cannot read properties of undefined (reading 'name')",
      "null-answer /owner: adapter unexpected-error: the adapter reports an error: Cannot read properties of null (reading 'name')",
      "absent-member /owner/name: adapter unexpected-error: the adapter reports an error: Cannot read properties of undefined (reading 'trim')",
    ]
  `);
});

it("says nothing of an adapter whose own output schema demands what is absent", async () => {
  const demanding = { ...output, properties: { ...output.properties, ownerName: { type: "string" } } };
  const mistake = answering((result, note) => ({ ...result, ownerName: (note.owner as { name: string }).name.trim() }));
  const groups = ["absent-member /owner", "absent-member /owner/name", "null-answer /owner"];
  expect(await noted.find("updateNote", groups, mistake, { output: demanding })).toEqual([]);
});

it("finds an answer whose null shows in another place", async () => {
  expect(
    await found(["null-answer"], (result) => (result.text === null ? { ...result, title: "" } : result)),
  ).toMatchInlineSnapshot(`
    [
      "null-answer /text: adapter /title output-differs: the result is "", and the vendor's answer has "Water the plants" at /title",
    ]
  `);
});

it("finds an empty text that is taken for nothing", async () => {
  const mistake = answering((result) => {
    if (result.title === "") throw new Error("There is no title.");
    return result;
  });
  expect(await noted.find("updateNote", ["empty-text-answer"], mistake)).toMatchInlineSnapshot(`
    [
      "empty-text-answer /title: adapter unexpected-error: the adapter reports an error: There is no title.",
    ]
  `);
});

it("finds a documented value that an adapter does not know", async () => {
  const mistake = answering((result) => {
    if (result.state === "done") throw new Error("There is no such state.");
    return result;
  });
  expect(await noted.find("updateNote", ["listed-answer"], mistake)).toMatchInlineSnapshot(`
    [
      "listed-answer /state: adapter unexpected-error: the adapter reports an error: There is no such state.",
    ]
  `);
  expect(
    await found(["listed-answer"], (result) => ({ ...result, state: result.state === "done" ? null : result.state })),
  ).toMatchInlineSnapshot(`
    [
      "listed-answer /state: adapter /state output-differs: the result is null, and the vendor's answer has "done" at /state",
    ]
  `);
});

it("lets an adapter fail for a value that says itself that something went wrong", async () => {
  const mistake = answering((result) => {
    if (result.state === "rejected") throw new Error("The note was rejected.");
    return result;
  });
  expect(await noted.find("updateNote", ["listed-answer"], mistake)).toEqual([]);
});

it("finds a documented type that an adapter cannot take", async () => {
  expect(await found(["typed-answer"], (result, note) => ({ ...result, label: note.label }))).toMatchInlineSnapshot(`
    [
      "typed-answer /label: adapter /label output: the result must be string,null, as the adapter's output schema has it",
    ]
  `);
});

it("finds lists that are taken for longer or shorter than they are", async () => {
  expect(
    await found(["empty-answer /tags"], (result, { tags }) => ({
      ...result,
      tags: (tags as string[])
        .map((tag) => tag.trim())
        .concat(["more"])
        .slice(0, 1),
      title: (tags as string[])[0]?.trim(),
    })),
  ).toMatchInlineSnapshot(`
    [
      "empty-answer /tags: adapter output: the result must have required property 'title', as the adapter's output schema has it",
    ]
  `);
  expect(
    await found(["long-answer /tags"], (result, { tags }) => ({
      ...result,
      title: (tags as string[]).length > 99 ? "" : result.title,
    })),
  ).toMatchInlineSnapshot(`
    [
      "long-answer /tags: adapter /title output-differs: the result is "", and the vendor's answer has "Water the plants" at /title",
    ]
  `);
});

it("finds an adapter that refuses members which the contract does not name", async () => {
  const mistake = answering((result, note) => {
    if ("standin_unknown" in note) throw new Error("There is an unknown member.");
    return result;
  });
  expect(await noted.find("updateNote", ["unknown-members"], mistake)).toMatchInlineSnapshot(`
    [
      "unknown-members: adapter unexpected-error: the adapter reports an error: There is an unknown member.",
    ]
  `);
  expect(
    await found(["unknown-members"], (result, { owner }) => ({
      ...result,
      ownerName: Object.values(owner as object).at(-1),
    })),
  ).toMatchInlineSnapshot(`
    [
      "unknown-members: adapter /ownerName output: the result must be string,null, as the adapter's output schema has it",
      "unknown-members: adapter /ownerName output-differs: the result is {"nested":["𝒜da 🙂 Zoë שלום"]}, and the vendor's answer has "Ada Lovelace" at /owner/name",
    ]
  `);
});

it("finds text that is not answered as the vendor has it", async () => {
  expect(
    await found(["unicode-answer"], (result) => ({ ...result, title: String(result.title).normalize("NFC") })),
  ).toMatchInlineSnapshot(`
    [
      "unicode-answer: adapter /title output-differs: the result is "𝒜da 🙂 Zoë שלום Water the plants", and the vendor's answer has "𝒜da 🙂 Zoë שלום Water the plants" at /title",
    ]
  `);
});

it("finds JSON that is taken for nothing when it comes as plain text", async () => {
  const mistake = readingSo((response) =>
    response.headers.get("content-type")?.includes("json") ? response.json() : {},
  );
  expect(await noted.find("updateNote", ["wire content-type"], mistake)).toMatchInlineSnapshot(`
    [
      "wire content-type: adapter output: the result must have required property 'noteId', as the adapter's output schema has it",
      "wire content-type: adapter output: the result must have required property 'title', as the adapter's output schema has it",
      "wire content-type: adapter /noteId output-differs: the result is nothing, and the vendor's answer has "note-1" at /id",
      "wire content-type: adapter /title output-differs: the result is nothing, and the vendor's answer has "Water the plants" at /title",
      "wire content-type: adapter /text output-differs: the result is null, and the vendor's answer has "Not the cactus" at /text",
      "wire content-type: adapter /state output-differs: the result is null, and the vendor's answer has "open" at /state",
      "wire content-type: adapter /priority output-differs: the result is null, and the vendor's answer has 40 at /priority",
      "wire content-type: adapter /label output-differs: the result is null, and the vendor's answer has "garden" at /label",
      "wire content-type: adapter /tags/0 output-differs: the result is nothing, and the vendor's answer has "home" at /tags/0",
      "wire content-type: adapter /ownerName output-differs: the result is null, and the vendor's answer has "Ada Lovelace" at /owner/name",
    ]
  `);
  const refusing = readingSo((response) => {
    if (response.headers.get("content-type")?.includes("json")) return response.json();
    throw new Error("The answer is no JSON.");
  });
  expect(await noted.find("updateNote", ["wire content-type"], refusing)).toEqual([]);
});

it("finds JSON that is refused because its content type has a parameter", async () => {
  const mistake = readingSo((response) => {
    if (response.headers.get("content-type") === "application/json") return response.json();
    throw new Error("The answer is no JSON.");
  });
  expect(await noted.find("getNote", ["wire charset"], mistake)).toMatchInlineSnapshot(`
    [
      "wire charset: adapter unexpected-error: the adapter reports an error: The answer is no JSON.",
    ]
  `);
  expect(await noted.find("listNotes", ["wire charset"], {})).toEqual([]);
});

it("finds a record that is made up of a success without a body", async () => {
  const toResult = ([event]: readonly (VendorEvent | null)[]) => ({
    eventId: event?.id ?? null,
    name: event?.name ?? "",
  });
  expect(await noted.find("getEvent", ["wire empty-body"], { toResult })).toMatchInlineSnapshot(`
    [
      "wire empty-body: adapter failure-as-success: the adapter reports success, although the answer has no body: it answers {"eventId":null,"name":""}",
    ]
  `);
  expect(await noted.find("getEvent", ["wire empty-body"], {})).toEqual([]);
});

it("asks for no record where a body is missing and the result has none, or says what the call was given", async () => {
  const groups = ["wire empty-body"];
  const of = (toResult: (event: VendorEvent | null) => unknown) =>
    noted.run("getEvent", groups, { toResult: ([event]: readonly (VendorEvent | null)[]) => toResult(event ?? null) });
  const [given] = await of((event) => ({ eventId: "event-1", name: event?.name ?? null }));
  expect([given?.status, given?.findings]).toEqual(["passed", []]);
  const [nameless] = await of((event) => ({ name: event?.name ?? null }));
  expect([nameless?.status, nameless?.reason]).toMatchInlineSnapshot(`
    [
      "skipped",
      "the result is not known to take a record from the answer",
    ]
  `);
  const [ofList] = await of((event) => ({ guests: [{ id: event?.guests?.[0]?.id ?? null }] }));
  expect(ofList?.reason).toBe(nameless?.reason);
  const types: (string | null)[] = [];
  const read = async (response: Response) => {
    const text = await response.text();
    if (text === "") types.push(response.headers.get("content-type"));
    return text === "" ? null : JSON.parse(text);
  };
  await noted.run("getEvent", groups, { read });
  expect(types).toEqual(["application/json"]);
});

it("finds characters that are lost where their bytes come in two pieces", async () => {
  const read = async (response: Response) => {
    let text = "";
    for await (const piece of response.clone().body ?? []) text += new TextDecoder().decode(piece);
    return response.ok ? JSON.parse(text) : correct.getEvent.read(response);
  };
  expect(await noted.find("getEvent", ["wire split-characters"], { read })).toEqual([
    expect.stringMatching(
      /^wire split-characters: adapter \/\w+ output-differs: the result has U\+FFFD where the bytes of/,
    ),
  ]);
  expect(await noted.find("getEvent", ["wire split-characters"], {})).toEqual([]);
  const refusing = readingSo(async (response) => {
    const text = await response.text();
    if (text.length > 10_000) throw new Error("The answer is too long.");
    return JSON.parse(text);
  });
  expect(await noted.find("getEvent", ["wire split-characters"], refusing)).toEqual([]);
});

it("sends a charset beside the type that the contract has, and plain text in its place", async () => {
  const types: (string | null)[] = [];
  const read = async (response: Response) => {
    types.push(response.headers.get("content-type"));
    return correct.getEvent.read(response);
  };
  for (const group of ["wire charset", "wire content-type"])
    expect(await noted.find("getEvent", [group], { read })).toEqual([]);
  expect([...new Set(types)]).toMatchInlineSnapshot(`
    [
      "application/json",
      "application/json; charset=utf-8",
      "text/plain",
    ]
  `);
});

it("finds torn characters in whatever text the result has, and lets an answer have U+FFFD of its own", async () => {
  const groups = ["wire split-characters"];
  const tear = (text: string) => text.replace("あ🙂", "\uFFFD🙂");
  const of = (toResult: (event: VendorEvent) => unknown) =>
    noted.find("getEvent", groups, { toResult: ([event]: readonly VendorEvent[]) => event && toResult(event) });
  expect(await of(({ host, price }) => ({ price, host: tear(host.name) }))).toMatchInlineSnapshot(`
    [
      "wire split-characters: adapter /host output-differs: the result has U+FFFD where the bytes of a character came in two pieces: "🙂�🙂あ🙂"",
    ]
  `);
  expect(await of(({ guests }) => ({ line: tear(guests?.[0]?.line ?? "") }))).toHaveLength(1);
  expect(await of(({ remark }) => ({ mark: "\uFFFD", remark }))).toEqual([]);
  const [result] = await noted.run("getEvent", groups, { toResult: () => ({ done: true }) });
  expect([result?.status, result?.reason]).toMatchInlineSnapshot(`
    [
      "skipped",
      "the result is not known to take a text of any length from the answer",
    ]
  `);
});

it("finds a documented success that is taken for none", async () => {
  const mistake = readingSo((response) => {
    if (response.status !== 204) throw new Error("The note is not gone.");
  });
  expect(await noted.find("deleteNote", ["success"], mistake)).toMatchInlineSnapshot(`
    [
      "success 200: adapter unexpected-error: the adapter reports an error: The note is not gone.",
    ]
  `);
});

it("lets an adapter fail that has to answer what an answer without a body does not say", async () => {
  const read = readingSo((response) => {
    if (response.status === 204) throw new Error("There is no note in the answer.");
  });
  const toResult = () => ({ deleted: true });
  expect(
    await noted.find("deleteNote", ["success 204"], { ...read, toResult }, { output: { type: "object" } }),
  ).toEqual([]);
  expect(
    await noted.find("deleteNote", ["success 204"], { ...read, toResult }, { output: { type: ["object", "null"] } }),
  ).toHaveLength(1);
});

it("lets a result have members that are named as those of another object of the answer", async () => {
  const mistake = answering((result, { owner }) => ({
    ...result,
    name: null,
    owner: { title: (owner as { name: string }).name },
  }));
  expect(await noted.find("updateNote", ["result"], mistake, { output: { type: "object" } })).toEqual([]);
});
