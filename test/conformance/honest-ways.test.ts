import { setTimeout } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { correct, type Sent, type Steps, type VendorEvent } from "./noted/adapter.ts";
import { readingSo, sendingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

// Other ways of being right than that of the adapter that mistakes are planted in: nothing is said of any of them.

interface Page {
  notes: { id: string; title: string }[];
  next: string | null;
}
interface Wanted extends Sent {
  left: number;
}

const { listNotes } = correct;
const integer = { type: "integer", minimum: 1, maximum: 50 };

/** The caller says how many records he wants; pages have a size of the adapter's own, and the last may be one too many. */
function wanting(name: string): Partial<Steps> {
  return {
    toRequest: (input: Record<string, number>): Wanted => ({
      ...listNotes.toRequest({ limit: 2 }),
      left: input[name] ?? Number.POSITIVE_INFINITY,
    }),
    next(body: Page, sent: Sent) {
      const before = (sent as Wanted).left;
      if (body.notes.length > before) body.notes.length = before;
      if (before === 0) return undefined;
      const next = listNotes.next(body, sent);
      return next && { ...next, left: before - body.notes.length };
    },
  };
}

it.each(["most", "limit"])("is a list of so many records as its caller wants by the name of %s", async (name) => {
  const input = { type: "object", additionalProperties: false, properties: { [name]: integer } };
  const groups = ["all-pages", "pages", "sequence", "concurrency"];
  expect(await noted.find("listNotes", groups, wanting(name), { input })).toEqual([]);
});

it("is a list of as many records as its caller wants, in pages of no more than that and of no more than fifty", async () => {
  const most = {
    ...wanting("limit"),
    toRequest: ({ limit = Number.POSITIVE_INFINITY }: { limit?: number }): Wanted => ({
      ...listNotes.toRequest({ limit: Math.min(limit, 50) }),
      left: limit,
    }),
  };
  const input = { type: "object", properties: { limit: { type: "integer", minimum: 1 } } };
  const groups = ["all-pages", "pages", "sequence", "concurrency"];
  expect(await noted.find("listNotes", groups, most, { input })).toEqual([]);
});

it("is a list that cannot be had without a number of its caller's", async () => {
  const boxed = {
    toRequest({ box }: { box?: number }): Sent {
      if (box === undefined) throw new Error("Which box?");
      return listNotes.toRequest({ limit: 3 });
    },
  };
  const input = { type: "object", additionalProperties: false, properties: { box: integer } };
  const groups = ["all-pages", "pages", "sequence after-error", "sequence pages"];
  expect(await noted.find("listNotes", groups, boxed, { input, examples: [{ box: 12 }] })).toEqual([]);
});

it("is a list whose caller turns the pages by a cursor", async () => {
  const onePage = {
    toRequest: ({ limit = 3, cursor }: { limit?: number; cursor?: string }): Sent => ({
      ...{ method: "GET", path: "/notes" },
      query: { limit, ...(cursor === undefined ? {} : { cursor }) },
    }),
    next: () => undefined,
    toResult: ([page]: readonly Page[]) => ({ notes: page?.notes.map(({ id }) => ({ id })), next: page?.next }),
  };
  const input = { type: "object", properties: { limit: integer, cursor: { type: "string" } } };
  const groups = ["all-members", "one-member", "unicode", "long-text", "sequence", "all-pages"];
  expect(await noted.find("listNotes", groups, onePage, { input, output: { type: "object" } })).toEqual([]);
});

it("is one that asks for a record more than a page has, to know whether another page comes", async () => {
  const oneMore = {
    toRequest: ({ page = 1, size = 3 }: { page?: number; size?: number }): Sent => ({
      ...{ method: "GET", path: "/tags" },
      query: { offset: (page - 1) * size, limit: size + 1 },
    }),
    next: () => undefined,
    toResult: ([tags = []]: readonly unknown[][]) => ({ tags: tags.slice(0, 3), more: tags.length > 3 }),
  };
  const input = { type: "object", additionalProperties: false, properties: { page: integer } };
  expect(await noted.find("listTags", ["sequence"], oneMore, { input, output: { type: "object" } })).toEqual([]);
});

it("is one that remembers for a while what it has read", async () => {
  const kept = new Map<string, string>();
  const remembering: Partial<Steps> = {
    toRequest: () => ({ method: "GET", path: "/notes", query: { limit: 50 } }),
    async send(place, sent) {
      const known = kept.get(place.credential);
      if (known !== undefined) return new Response(known);
      const response = await listNotes.send(place, sent);
      if (response.ok) kept.set(place.credential, await response.clone().text());
      return response;
    },
  };
  expect(await noted.find("listNotes", ["sequence after-error"], remembering)).toEqual([]);
});

it("is a list that joins two lists of the vendor's", async () => {
  const joining = {
    toResult: ([event]: readonly VendorEvent[]) => ({
      eventId: event?.id,
      texts: [...(event?.tags ?? []), ...(event?.guests ?? []).map(({ line }) => line)].map((text) => ({ text })),
    }),
  };
  const groups = ["result", "absent-member", "empty-answer", "long-answer", "items-answer"];
  expect(await noted.find("getEvent", groups, joining)).toEqual([]);
});

it("is a map whose keys are numbers of the vendor's", async () => {
  const byNumber = {
    toResult: ([note]: readonly { title: string; priority?: number }[]) => ({ [Number(note?.priority)]: note?.title }),
  };
  const groups = ["result", "number-answer", "absent-member"];
  expect(await noted.find("getNote", groups, byNumber, { output: { type: "object" } })).toEqual([]);
});

it("is one that waits as often as the vendor asks it to, and as long", async () => {
  const patient = sendingSo(async (send) => {
    for (let tries = 1; ; tries++) {
      const response = await send();
      const wait = response.headers.get("retry-after");
      if (wait === null || tries === 5) return response;
      await setTimeout(Number(wait) * 1000);
    }
  });
  const again = { ...patient, toRequest: correct.addEntry.toRequest };
  expect(await noted.find("addEntry", ["refusal 429"], again)).toEqual([]);
});

it("is one that knows more of a text than its schema says, and is tried all the same", async () => {
  const knowing = {
    toRequest(body: { title?: string }) {
      if (body.title?.startsWith("Standin mark")) throw new Error("no such title");
      return correct.createNote.toRequest(body);
    },
  };
  const results = await noted.run("createNote", ["sequence", "result", "wire", "null-answer"], knowing);
  expect(results.flatMap(({ findings, reason }) => [...findings, ...(reason === null ? [] : [reason])])).toEqual([]);
});

it("is one that trims what it is given, and has words of its own where the vendor says nothing", async () => {
  const trimming = {
    toRequest({ title, text, ...body }: { title: string; text?: string }) {
      if (!/^[^!]+$/.test(title.trim())) throw new Error("no such title");
      const trimmed = text === undefined ? {} : { text: text?.trim() ?? null };
      return correct.createNote.toRequest({ ...body, title: title.trim(), ...trimmed });
    },
    toResult: ([note]: readonly Record<string, unknown>[]) => ({
      ...{ noteId: note?.id, title: note?.title, text: note?.text ?? "", state: note?.state ?? "new" },
    }),
  };
  const groups = ["unicode", "long-text", "generated", "result", "null-answer", "absent-member"];
  const output = { type: "object" };
  expect(await noted.find("createNote", groups, trimming, { output, runs: 100 })).toEqual([]);
});

it("is a list in an order of its own, with another word for an id that there is not", async () => {
  const sorted = {
    toResult: (bodies: readonly Page[]) =>
      bodies
        .flatMap(({ notes }) => notes.map(({ id, title }) => ({ noteId: id ?? "", title })))
        .sort((one, other) => other.noteId.localeCompare(one.noteId)),
  };
  const output = { type: "array" };
  expect(await noted.find("listNotes", ["absent-member", "result"], sorted, { output })).toEqual([]);
});

it("is told once where nothing of it reaches the vendor that could go wrong", async () => {
  const elsewhere = { ...readingSo(async () => ({ notes: [] })), toRequest: () => ({ method: "GET", path: "/notes" }) };
  expect(await noted.find("getNote", ["wire malformed-json", "refusal 404"], elsewhere)).toMatchInlineSnapshot(`
    [
      "refusal 404: adapter no-request: nothing reached the vendor that the case is about",
      "wire malformed-json: adapter no-request: nothing reached the vendor that the case is about",
    ]
  `);
});
