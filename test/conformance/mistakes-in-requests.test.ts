import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent } from "./noted/adapter.ts";
import { sending } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote, createNote } = correct;

it("finds a member of the input that does not reach the vendor", async () => {
  const mistake = sending(({ title: _, ...body }) => body);
  expect(await noted.find("updateNote", ["documented", "one-member /title"], mistake)).toMatchInlineSnapshot(`
    [
      "one-member /title: adapter /title input-lost: "Water the plants" does not reach the vendor: request.body has no /title",
    ]
  `);
});

it("finds a member that reaches the vendor as something else", async () => {
  const mistake = sending((body) => ({ ...body, title: String(body.title).replace("plants", "plant") }));
  expect(await noted.find("updateNote", ["documented"], mistake)).toMatchInlineSnapshot(`
    [
      "documented: adapter /title input-altered: "Water the plants" reaches the vendor as "Water the plant", in request.body /title",
    ]
  `);
});

it("warns of what the contract only infers, and fails no case for it", async () => {
  const examples = [{ noteId: "note-1", title: "Water the plants!" }];
  const results = await noted.run("updateNote", ["documented", "one-member /text"], {}, { examples });
  const told = results.map(({ group, status, findings }) => [
    `${group} ${status}`,
    ...findings.map(({ case: name, severity, rule, pointer, callSite }) => [
      ...[name, severity, rule, pointer],
      callSite?.file,
    ]),
  ]);
  const warning = ["warning", "pattern", "/title", "test/conformance/noted/adapter.ts"];
  expect(told).toEqual([["documented passed", ["updateNote documented", ...warning]], ["one-member passed"]]);
  expect(results.map(({ exchanges }) => exchanges.length)).toEqual([1, 0]);
  const mistake = sending((body) => ({ ...body, text: 7 }));
  const [wrong] = await noted.run("updateNote", ["documented"], mistake, { examples });
  expect(wrong?.status).toBe("failed");
  expect(wrong?.findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
    "error type",
    "error unexpected-error",
    "warning pattern",
  ]);
});

it("finds what only an example of the user's shows", async () => {
  const mistake = sending((body, { noteId }) => (noteId === "note-2" ? { title: "Another" } : body));
  const examples = [
    { noteId: "note-1", title: "A title" },
    { noteId: "note-2", title: "The second" },
    { noteId: "note-9", title: "The third" },
  ];
  expect(await noted.find("updateNote", ["documented", "example"], mistake, { examples })).toMatchInlineSnapshot(`
    [
      "example 1: adapter /title input-altered: "The second" reaches the vendor as "Another", in request.body /title",
      "example 2: adapter unexpected-error: the adapter reports an error: 404, The vendor refuses: {"error":"There is no such note."}",
    ]
  `);
});

it("finds what goes wrong with all members together only", async () => {
  const mistake = sending((body) => ("tags" in body && "text" in body ? { ...body, text: "" } : body));
  const examples = [{ noteId: "note-1", text: "A text" }];
  expect(await noted.find("updateNote", ["documented", "all-members"], mistake, { examples })).toMatchInlineSnapshot(`
    [
      "all-members: adapter /text input-altered: "A text" reaches the vendor as "", in request.body /text",
    ]
  `);
});

it("finds a default that is sent where the caller said nothing", async () => {
  const mistake = sending((body) => ({ priority: 0, ...body }));
  expect(await noted.find("updateNote", ["no-optional-member", "one-member"], mistake)).toMatchInlineSnapshot(`
    [
      "no-optional-member: request.body /priority minimum: must be at least 10, and is 0",
      "one-member /title: request.body /priority minimum: must be at least 10, and is 0",
      "one-member /text: request.body /priority minimum: must be at least 10, and is 0",
      "one-member /tags: request.body /priority minimum: must be at least 10, and is 0",
      "one-member /owner: request.body /priority minimum: must be at least 10, and is 0",
      "one-member /owner/name: request.body /priority minimum: must be at least 10, and is 0",
    ]
  `);
});

it("finds an optional member that has no way to the vendor when it stands alone", async () => {
  const mistake = sending((body) => ("title" in body || Object.keys(body).length === 0 ? body : { title: "Untitled" }));
  expect(await noted.find("updateNote", ["one-member"], mistake)).toMatchInlineSnapshot(`
    [
      "one-member /text: adapter /text input-lost: "Standin text" does not reach the vendor: request.body has no /text",
      "one-member /priority: adapter /priority input-lost: 40 does not reach the vendor: request.body has no /priority",
      "one-member /tags: adapter /tags/0 input-lost: "Standin tag" does not reach the vendor: request.body has no /tags/0",
      "one-member /tags: adapter /tags input-lost: ["Standin tag"] does not reach the vendor: request.body has no /tags",
      "one-member /owner: adapter /owner/name input-lost: "Ada Lovelace" does not reach the vendor: request.body has no /owner/name",
      "one-member /owner: adapter /owner input-lost: {"name":"Ada Lovelace"} does not reach the vendor: request.body has no /owner",
      "one-member /owner/name: adapter /owner/name input-lost: "Ada Lovelace" does not reach the vendor: request.body has no /owner/name",
    ]
  `);
});

it("finds an adapter that refuses inputs which its own schema allows", async () => {
  const toRequest = (given: { noteId: string; text?: string }) => {
    if (given.text === undefined) throw new Error("There is no text.");
    return updateNote.toRequest(given);
  };
  // It may refuse: what is documented it must do.
  const examples = [{ noteId: "note-1" }];
  expect(
    await noted.find("updateNote", ["documented", "no-optional-member"], { toRequest }, { examples }),
  ).toMatchInlineSnapshot(`
    [
      "documented: adapter no-request: nothing reached the vendor, and the adapter says: There is no text.",
    ]
  `);
});

it("finds an adapter that says it is done, and has sent nothing", async () => {
  const send = async () => Response.json({ id: "note-1", title: "A title" });
  expect(await noted.find("updateNote", ["documented", "null-member"], { send })).toMatchInlineSnapshot(`
    [
      "documented: adapter no-request: the adapter reports success, and nothing reached the vendor",
      "null-member /text: adapter no-request: the adapter reports success, and nothing reached the vendor",
    ]
  `);
});

it("asks whether an await is missing where a call that sends nothing returns undefined", async () => {
  const unsent = { send: async () => Response.json({}), toResult: () => undefined };
  expect(await noted.find("updateNote", ["documented"], unsent)).toEqual([
    "documented: adapter no-request: the adapter reports success, and nothing reached the vendor: its call returned undefined. Is a return or an await missing?",
  ]);
});

it("finds an adapter that changes the input of its caller", async () => {
  const toRequest = (given: { noteId: string; tags?: string[] }) => {
    given.tags?.push("seen");
    return updateNote.toRequest({ ...given });
  };
  expect(await noted.find("updateNote", ["no-optional-member", "documented"], { toRequest })).toMatchInlineSnapshot(`
    [
      "documented: adapter shared-state: the adapter changes the input that it is given",
    ]
  `);
});

it("finds what one call leaves for the next", async () => {
  const kept = new WeakMap<AdapterPlace, object>();
  const send = (place: AdapterPlace, sent: Sent) => {
    const body = { ...kept.get(place), ...(sent.body as object) };
    kept.set(place, body);
    return updateNote.send(place, { ...sent, body });
  };
  expect(await noted.find("updateNote", ["sequence"], { send })).toMatchInlineSnapshot(`
    [
      "sequence: adapter shared-state: what the adapter sends depends on the call before: request.body /title is "Standin mark 1"",
    ]
  `);
});

it("finds calls that show in others at the same time", async () => {
  let kept = {};
  const mistake = {
    toRequest(given: { noteId: string }) {
      kept = given;
      return updateNote.toRequest(given);
    },
    toResult: (notes: readonly never[]) => ({ ...updateNote.toResult(notes), ...kept }),
  };
  const found = await noted.find("updateNote", ["concurrency"], mistake);
  expect([found.length, found[0]]).toMatchInlineSnapshot(`
    [
      1,
      "concurrency: adapter shared-state: 18 of 20 calls have the result of another, such as that with "Standin mark 1": the vendor's answer to it says "note-11"",
    ]
  `);
});

it("finds an operation that the contract does not have, and content of another type", async () => {
  const toRequest = (body: unknown) => ({ ...createNote.toRequest(body), method: "PUT" });
  expect(await noted.find("createNote", ["documented"], { toRequest })).toMatchInlineSnapshot(`
    [
      "documented: request.path method: PUT is not documented for this path; documented is GET, POST, HEAD; the nearest operation is createNote (POST /v1/notes)",
      "documented: adapter unexpected-error: the adapter reports an error: 405, The vendor refuses: {"type":"urn:standin:problem:method","title":"No such method on this path in the contract","status":405,"detail":"[noted] The contract has no PUT /v1/notes. Allowed there: GET, POST, HEAD. The nearest operation is createNote: POST /v1/notes.","nearest":{"operation":"createNote","method":"POST","path":"/v1/notes"},"allowed":["GET","POST","HEAD"]}",
    ]
  `);
});
