import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { correct, type Sent, type Steps } from "./noted/adapter.ts";
import { startNoted, type Unusual } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const groups = ["retry same-request"];
const { updateNote } = correct;

/** Tries once more where `statuses` say so, with what is made of the request. */
function again(
  alter: (sent: Sent, tries: number) => Sent,
  { statuses = [429, 500, 503], waitMs = 1000 }: { statuses?: readonly number[]; waitMs?: number } = {},
): Partial<Steps> {
  return {
    async send(place, sent) {
      const response = await updateNote.send(place, alter(sent, 1));
      if (!statuses.includes(response.status)) return response;
      await response.body?.cancel();
      await pause(waitMs);
      return updateNote.send(place, alter(sent, 2));
    },
  };
}

const onlyAgain = (alter: (sent: Sent) => Sent) => again((sent, tries) => (tries === 1 ? sent : alter(sent)));
const withBody = (sent: Sent, members: object): Sent => ({ ...sent, body: { ...(sent.body as object), ...members } });
const found = (mistake: Partial<Steps>, unusual: Unusual = {}) => noted.find("updateNote", groups, mistake, unusual);

/** A list with a filter, which no documented input has. */
const { input, output } = schemas.listNotes;
const searching: Unusual = {
  input: { ...input, properties: { ...input.properties, search: { type: "string", minLength: 1 } } },
  output,
};
const asked: Partial<Steps> = {
  toRequest: ({ limit = 3, search }: { limit?: number; search?: string }): Sent => ({
    method: "GET",
    path: "/notes",
    query: { limit, ...(search === undefined ? {} : { search }) },
  }),
};
const without = (sent: Sent, ...names: string[]): Sent => ({
  ...sent,
  query: Object.fromEntries(Object.entries(sent.query ?? {}).filter(([name]) => !names.includes(name))),
});

it("finds a filter that is lost when a list is asked for again, though no documented input has one", async () => {
  const lost = onlyAgain((sent) => without(sent, "search"));
  expect(await noted.find("listNotes", groups, { ...asked, ...lost }, searching)).toMatchInlineSnapshot(`
    [
      "retry same-request: adapter altered-repeat: after 429 the adapter sends another request: request.query /search was "Standin search", and is not sent when it tries again",
    ]
  `);
  expect(await noted.find("listNotes", groups, { ...asked, ...again((sent) => sent) }, searching)).toEqual([]);
});

it("finds a cursor that is lost when a later page is asked for again", async () => {
  const lost = onlyAgain((sent) =>
    sent.query?.cursor === undefined ? sent : { ...without(sent, "cursor"), query: { cursor: "note-5" } },
  );
  expect(await noted.find("listNotes", groups, lost)).toMatchInlineSnapshot(`
    [
      "retry same-request: sequence pagination: the cursor cursor is "note-5", which no answer gave",
      "retry same-request: adapter altered-repeat: after 429 the adapter sends another request: request.query /cursor was "WyJmcm9tIiwibm90ZS0xXHUwMDAwIl0", and is "note-5" when it tries again",
    ]
  `);
});

it("finds a body and a record that are others when a write is sent again, after each status", async () => {
  expect(await found(onlyAgain((sent) => withBody(sent, { priority: undefined })))).toMatchInlineSnapshot(`
    [
      "retry same-request: adapter altered-repeat: after 429 the adapter sends another request: request.body /priority was 40, and is not sent when it tries again",
    ]
  `);
  expect(await found(onlyAgain((sent) => withBody(sent, { priority: 41 })))).toEqual([
    "retry same-request: adapter altered-repeat: after 429 the adapter sends another request: request.body /priority was 40, and is 41 when it tries again",
  ]);
  expect(await found(onlyAgain((sent) => withBody(sent, { title: "Again" })))).toMatchInlineSnapshot(`
    [
      "retry same-request: adapter altered-repeat: after 429 the adapter sends another request: request.body /title was "Water the plants", and is "Again" when it tries again",
    ]
  `);
  expect(await found(onlyAgain((sent) => withBody(sent, { urgent: true })))).toMatchInlineSnapshot(`
    [
      "retry same-request: adapter altered-repeat: after 429 the adapter sends another request: request.body /urgent was not sent, and is true when it tries again",
    ]
  `);
  expect(await found(onlyAgain(({ body: _, ...sent }) => sent))).toHaveLength(2);
  expect(await found(onlyAgain((sent) => ({ ...sent, path: "/notes/note-2" })))).toMatchInlineSnapshot(`
    [
      "retry same-request: adapter altered-repeat: after 429 the adapter sends another request: request.path /note_id was "note-1", and is "note-2" when it tries again",
    ]
  `);
  for (const status of [503, 500])
    expect(
      await found(
        again((sent, tries) => (tries === 1 ? sent : withBody(sent, { title: "Again" })), { statuses: [status] }),
      ),
    ).toEqual([expect.stringContaining(`after ${status} the adapter sends another request`)]);
});

it("finds what is lost of the first page alone, and other text that is no JSON", async () => {
  const lost = onlyAgain((sent) => (sent.query?.cursor === undefined ? without(sent, "search") : sent));
  expect(await noted.find("listNotes", groups, { ...asked, ...lost }, searching)).toHaveLength(1);
  const plain: Partial<Steps> = {
    async send({ baseUrl, credential }, { path }) {
      const say = (body: string) =>
        fetch(baseUrl + path, {
          method: "PATCH",
          headers: { authorization: `Bearer ${credential}`, "content-type": "text/plain" },
          body,
        });
      const response = await say("line 1");
      return response.status === 429 ? say("line 2") : response;
    },
  };
  expect((await found(plain)).filter((line) => line.includes("altered-repeat"))).toMatchInlineSnapshot(`
    [
      "retry same-request: adapter altered-repeat: after 429 the adapter sends another request: request.body was "line 1", and is "line 2" when it tries again",
    ]
  `);
});

it("finds what changes beside what is drawn anew, and a time that is written otherwise", async () => {
  const drawing = again((sent, tries) =>
    withBody(sent, { text: `drawn ${Math.random()}`, ...(tries === 1 ? {} : { title: "Again" }) }),
  );
  expect(await found(drawing)).toMatchInlineSnapshot(`
    [
      "retry same-request: adapter altered-repeat: after 429 the adapter sends another request: request.body /title was "Water the plants", and is "Again" when it tries again",
    ]
  `);
  const times = again((sent, tries) => withBody(sent, { text: `2026-01-01T00:00:00${tries === 1 ? "" : ".000"}Z` }), {
    waitMs: 500,
  });
  expect(await found(times)).toMatchInlineSnapshot(`
    [
      "retry same-request: adapter altered-repeat: after 429 the adapter sends another request: request.body /text was "2026-01-01T00:00:00Z", and is "2026-01-01T00:00:00.000Z" when it tries again",
    ]
  `);
});

it("refuses with a wait that is short, and with words", async () => {
  const seen: unknown[] = [];
  const reading: Partial<Steps> = {
    async send(place, sent) {
      const response = await updateNote.send(place, sent);
      if (response.ok) return response;
      seen.push([response.status, response.headers.get("retry-after"), await response.text()]);
      await pause(1000);
      return updateNote.send(place, sent);
    },
  };
  expect(await found(reading)).toEqual([]);
  expect(seen).toMatchInlineSnapshot(`
    [
      [
        429,
        "1",
        "{"message":"The service cannot take this request now."}",
      ],
    ]
  `);
});

it("says nothing of what each attempt has anew", async () => {
  const stamped = (stamp: () => string) => again((sent) => withBody(sent, { text: stamp() }), { waitMs: 4000 });
  expect(await found(stamped(() => new Date().toISOString()))).toEqual([]);
  expect(await found(stamped(() => crypto.randomUUID()))).toEqual([]);
  const hourAgo = () => new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, "");
  expect(await found(stamped(hourAgo))).toEqual([]);
  expect(await found(stamped(() => String(Math.floor(Date.now() / 1000) - 3600)))).toEqual([]);
  expect(await found(again((sent, tries) => ({ ...sent, headers: { "x-attempt": String(tries) } })))).toEqual([]);
  expect(await found(again((sent) => ({ ...sent, body: sent.body })))).toEqual([]);
  const smaller = onlyAgain((sent) => ({ ...sent, query: { ...sent.query, limit: 1 } }));
  expect(await noted.find("listNotes", groups, smaller)).toEqual([]);
  const otherKey = again((sent) => ({ ...sent, headers: { "idempotency-key": crypto.randomUUID() } }), {
    statuses: [429],
  });
  expect(await noted.find("addEntry", groups, otherKey)).toEqual([]);
});

it("says nothing of an adapter that gives one request up and sends the others", async () => {
  const parts: Partial<Steps> = {
    async send(place, sent) {
      const { title, ...others } = sent.body as { title?: string };
      const responses = [];
      for (const body of [{ title }, others]) responses.push(await updateNote.send(place, { ...sent, body }));
      return (responses.find(({ ok }) => !ok) ?? responses[1]) as Response;
    },
  };
  expect(await found(parts)).toEqual([]);
  const asking: Partial<Steps> = {
    async send(place, sent) {
      const response = await updateNote.send(place, sent);
      if (response.ok) return response;
      await updateNote.send(place, { ...sent, path: "/notes/note-2", body: {} });
      return updateNote.send(place, sent);
    },
  };
  expect((await found(asking)).filter((line) => line.includes("altered-repeat"))).toEqual([]);
});

it("tries what an adapter does not take with the documented input", async () => {
  const choosy: Partial<Steps> = {
    toRequest(given: { noteId: string; text?: string }) {
      if (given.text !== undefined) throw new Error("Texts are not to be changed.");
      return updateNote.toRequest(given);
    },
  };
  const altered = onlyAgain((sent) => withBody(sent, { title: "Again" }));
  const examples = [{ noteId: "note-1", title: "Water the plants" }];
  expect(await found({ ...choosy, ...altered }, { examples })).toEqual([expect.stringContaining("altered-repeat")]);
});

it("is skipped where nothing is sent again", async () => {
  const [ofOnePage] = await noted.run("listNotes", groups, { next: () => undefined });
  expect(ofOnePage?.status).toBe("skipped");
  const [result] = await noted.run("updateNote", groups);
  expect([result?.status, result?.reason]).toEqual([
    "skipped",
    "the adapter sends nothing again after 429, 503 or 500",
  ]);
  expect(
    (
      await noted.run(
        "listNotes",
        groups,
        again((sent) => sent),
      )
    ).map(({ status }) => status),
  ).toEqual(["passed"]);
});
