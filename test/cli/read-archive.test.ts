import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readArchive } from "../../src/cli/archive/read-archive.ts";

const request = { method: "GET", url: "https://api.acme.test/tasks", headers: { Accept: "application/json" } };
const response = { status: 200, headers: {}, body: "[]" };
const exchange = { request, response, startedAt: "2026-01-01T00:00:00Z" };
const line = JSON.stringify(exchange);

async function read(text: string | Uint8Array, chunkSize = 7, longest?: number) {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += chunkSize) yield bytes.subarray(start, start + chunkSize);
  }
  const items = [];
  for await (const item of readArchive(chunks(), longest)) items.push(item);
  return items;
}

const places = async (text: string) =>
  (await read(text)).map((item) => ("broken" in item ? { ...item.place, broken: item.broken } : item.place));

describe("NDJSON", () => {
  it("is read line by line, with header names in lower case", async () => {
    expect(await read(`${line}\n`)).toEqual([
      {
        place: { line: 1 },
        exchange: {
          request: { ...request, headers: { accept: "application/json" } },
          response,
          startedAt: "2026-01-01T00:00:00Z",
          standin: false,
          fault: false,
          unrecorded: [],
          among: {},
        },
      },
    ]);
  });

  it("may have a byte order mark, blank lines, carriage returns and no end of the last line", async () => {
    expect(await places(`\uFEFF${line}\r\n\r\n${line}`)).toEqual([{ line: 1 }, { line: 3 }]);
  });

  it("is read past a line that is longer than can be read, which is told, and judged on", async () => {
    const long = JSON.stringify({ request, response: { ...response, body: "x".repeat(500) } });
    const broken = "is longer than 256 Mi characters, the most that a line may have";
    for (const [lines, at] of [
      [[line, long, line], 2],
      [[long, line], 1],
      [[line, long], 2],
    ] as const) {
      const items = await read(lines.join("\n"), 7, 400);
      const expected = lines.map((_, index) => ({
        place: { line: index + 1 },
        ...(index + 1 === at ? { broken } : { exchange: expect.objectContaining({ request: expect.anything() }) }),
      }));
      expect(items).toEqual(expected);
    }
    await expect(read(`\n${long}`, 7, 400)).rejects.toThrow(`line 2 ${broken}`);
  });

  it("keeps other line separators and characters cut by a chunk inside a text", async () => {
    const body = "ä\u2028𝄞\u0085";
    const [item] = await read(JSON.stringify({ request: { ...request, body }, response: null }), 1);
    expect(item).toMatchObject({ exchange: { request: { body }, response: null } });
  });

  it("names a broken line and what it lacks, and goes on", async () => {
    const lines = [
      '{"request":',
      line,
      "null",
      '{"request": {}, "response": null}',
      '{"request": {"method": "GET", "url": "/tasks"}, "response": null}',
      JSON.stringify({ request }),
      JSON.stringify({ request, response: { status: "200" } }),
      JSON.stringify({ request: { ...request, headers: { a: 1 } }, response }),
      JSON.stringify({ request: { ...request, body: {} }, response }),
      JSON.stringify({ request: { ...request, body: "e30=", bodyEncoding: "base32" }, response }),
      JSON.stringify({ request, response: { ...response, body: "{}", bodyEncoding: "base64" } }),
      line,
    ];
    expect(await places(lines.join("\n"))).toEqual([
      { line: 1, broken: "is not JSON" },
      { line: 2 },
      { line: 3, broken: "is no JSON object" },
      { line: 4, broken: "has no request.method" },
      { line: 5, broken: "has no absolute request.url" },
      { line: 6, broken: "has no response (null stands for none)" },
      { line: 7, broken: "has no response.status from 100 to 999" },
      { line: 8, broken: 'has a request header "a" that is no text' },
      { line: 9, broken: "has a request.body that is no text; it must be the text as sent" },
      { line: 10, broken: 'has a request.bodyEncoding that is not "base64"' },
      { line: 11, broken: "has a response.body that is no base64" },
      { line: 12 },
    ]);
  });

  it("may hold an interaction, whose bodies are JSON or text", async () => {
    const names = { operation: "createTask", outcome: "documented" };
    const interaction = { ...names, request: { ...request, body: { a: [1] } }, response: { status: 400, text: "No." } };
    expect(await read(JSON.stringify(interaction))).toMatchObject([
      {
        place: { line: 1 },
        exchange: {
          request: { body: '{"a":[1]}' },
          response: { body: "No." },
          expected: { operation: "createTask", violates: [] },
        },
      },
    ]);
    expect(await places(JSON.stringify({ ...interaction, operation: 5 }))).toEqual([
      { line: 1, broken: "has an operation that is neither text nor null" },
    ]);
  });

  it("is recognised behind a first line that looks like the beginning of a document", async () => {
    expect(await places(`{"request": {\n${line}`)).toEqual([{ line: 1, broken: "is not JSON" }, { line: 2 }]);
  });
});

describe("a journal's export", () => {
  const item = { ...exchange, id: "x-000001", provider: "acme", tenant: "default" };

  it.each([
    ["on one line", JSON.stringify({ items: [item, item], total: 2, next: null })],
    ["indented", JSON.stringify({ items: [item, item], total: 2, next: null }, undefined, 2)],
    ["with an item a line", `{"items": [\n${JSON.stringify(item)},\n${JSON.stringify(item)}\n]}`],
    ["as an array", JSON.stringify([item, item])],
  ])("is read %s", async (_form, text) => {
    expect(await places(text)).toEqual([{ entry: 1 }, { entry: 2 }]);
  });

  it("that goes on elsewhere says so, instead of passing for the whole", async () => {
    expect(await read(JSON.stringify({ items: [item], total: 3, next: "x-000001" }))).toMatchObject([
      { place: { entry: 1 } },
      { place: { entry: 2 }, broken: "is on a later page: judge that too, with cursor=x-000001" },
    ]);
  });

  it("tells that a stand-in answered, that a fault was injected, and which bodies were cut", async () => {
    const cut = { ...item, fault: { id: "f-1", kind: "status" }, request: { ...request, body: "[", bodySize: 70_000 } };
    expect(await read(JSON.stringify({ items: [cut] }))).toMatchObject([
      { exchange: { provider: "acme", standin: true, fault: true, unrecorded: ["request.body"] } },
    ]);
  });

  it.each([{ kind: "truncate" }, { kind: "malformed-chunk" }, { kind: "delay", also: ["truncate"] }])(
    "takes no answer for whole that the fault %j has cut off",
    async (fault) => {
      const cut = { ...item, fault: { id: "f-1", ...fault }, response: { ...response, body: "[" } };
      expect(await read(JSON.stringify({ items: [cut] }))).toMatchObject([
        { exchange: { unrecorded: ["response.body"] } },
      ]);
    },
  );
});

describe("HAR", () => {
  const entry = {
    startedDateTime: "2026-01-01T00:00:00.000Z",
    request: {
      method: "post",
      url: "https://api.acme.test/tasks",
      bodySize: 2,
      headers: [
        { name: ":authority", value: "api.acme.test" },
        { name: "X-Trace", value: "1" },
        { name: "x-trace", value: "2" },
      ],
      postData: { mimeType: "application/json", text: "{}" },
    },
    response: {
      status: 201,
      headers: [{ name: "Content-Type", value: "application/json" }],
      content: {
        size: 3,
        mimeType: "application/json",
        encoding: "base64",
        text: Buffer.from('"ä"').toString("base64"),
      },
    },
  };
  const har = (value: unknown) => JSON.stringify({ log: { version: "1.2", entries: [value] } }, undefined, 1);
  const first = async (value: unknown) => (await read(har(value)))[0];

  it("is read with headers joined by name, pseudo headers left out and bodies decoded", async () => {
    expect(await first(entry)).toEqual({
      place: { entry: 1 },
      exchange: {
        request: {
          method: "POST",
          url: "https://api.acme.test/tasks",
          headers: { "x-trace": ["1", "2"] },
          body: "{}",
        },
        response: { status: 201, headers: { "content-type": "application/json" }, body: '"ä"' },
        startedAt: "2026-01-01T00:00:00.000Z",
        standin: false,
        fault: false,
        unrecorded: [],
        among: {},
      },
    });
  });

  it("keeps how long it took, where that was taken", async () => {
    const among = async (time: unknown) => (await first({ ...entry, time })) as { exchange: { among: object } };
    expect((await among(12.5)).exchange.among).toEqual({ durationMs: 12.5 });
    expect((await among(-1)).exchange.among).toEqual({});
  });

  it("keeps a body that is no text as base64", async () => {
    const content = { ...entry.response.content, text: "//79" };
    expect(await first({ ...entry, response: { ...entry.response, content } })).toMatchObject({
      exchange: { response: { body: "//79", bodyEncoding: "base64" } },
    });
  });

  it("takes status 0 for an exchange without a response", async () => {
    expect(await first({ ...entry, response: { ...entry.response, status: 0 } })).toMatchObject({
      exchange: { response: null, unrecorded: [] },
    });
  });

  it("makes the body of a form out of its fields", async () => {
    const postData = { mimeType: "application/x-www-form-urlencoded", params: [{ name: "a b", value: "ä&" }] };
    expect(await first({ ...entry, request: { ...entry.request, postData } })).toMatchObject({
      exchange: { request: { body: "a+b=%C3%A4%26" } },
    });
  });

  it("tells bodies that were there and were not recorded", async () => {
    const { postData: _, ...bare } = entry.request;
    const { text: __, ...content } = entry.response.content;
    const unrecorded = await first({ ...entry, request: bare, response: { ...entry.response, content } });
    expect(unrecorded).toMatchObject({ exchange: { unrecorded: ["request.body", "response.body"] } });
  });

  it("does without what is optional, and names what is not", async () => {
    expect(
      await first({ request: { method: "GET", url: "https://a.test/" }, response: { status: 204 } }),
    ).toMatchObject({
      exchange: { request: { headers: {} }, response: { status: 204, headers: {} }, unrecorded: [] },
    });
    expect(await first({})).toEqual({ place: { entry: 1 }, broken: "has no request.method" });
    expect(await first(null)).toEqual({ place: { entry: 1 }, broken: "is no JSON object" });
  });

  it("takes null for what is not there", async () => {
    const { method, url } = entry.request;
    expect(
      await first({
        request: { method, url, headers: null, postData: null },
        response: { status: 204, content: null },
      }),
    ).toMatchObject({ exchange: { request: { headers: {} }, response: { status: 204 }, unrecorded: [] } });
  });

  it.each([
    ["headers that are no list", { request: { headers: {} } }, "has request.headers that are no list"],
    ["a header that is none", { request: { headers: [null] } }, "has a request header that is no JSON object"],
    ["a header without a name", { response: { headers: [{}] } }, "has a response header without a name"],
    [
      "fields that are no list",
      { request: { postData: { params: 5 } } },
      "has request.postData.params that are no list",
    ],
    ["a field that is none", { request: { postData: { params: [1] } } }, "has a form field that is no JSON object"],
  ])("names a broken entry: %s", async (_what, change: { request?: object; response?: object }, broken) => {
    const changed = {
      request: { ...entry.request, ...change.request },
      response: { ...entry.response, ...change.response },
    };
    expect(await first(changed)).toEqual({ place: { entry: 1 }, broken });
  });
});

function utf16be(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, "utf16le").swap16();
}

describe("anything else", () => {
  it.each([
    ["nothing", "", "it is empty"],
    ["blank lines", "\n \n", "it is empty"],
    [
      "another JSON document",
      '{"openapi": "3.1.0"}',
      "it is neither HAR nor NDJSON of exchanges nor a journal's export",
    ],
    ["text", "Dear\nreader", "it is neither HAR nor NDJSON of exchanges nor a journal's export"],
    ["long text", "x\n".repeat(200), "it is neither HAR nor NDJSON of exchanges nor a journal's export"],
    [
      "a document whose end is missing",
      JSON.stringify({ log: { entries: [{ request, response }] } }, undefined, 2).slice(0, -30),
      "it ends early, in line 15, column 23: save it anew; nothing of it was judged",
    ],
    [
      "one on one line, cut within a text",
      JSON.stringify({ log: { entries: [{ request, response }] } }).slice(0, 60),
      "it ends early, in line 1, column 61: save it anew; nothing of it was judged",
    ],
    [
      "one that is cut within an escape",
      '{"log": {"entries": [{"request": {"url": "https:\\',
      "it ends early, in line 1, column 50: save it anew; nothing of it was judged",
    ],
    [
      "bytes that are no text",
      Buffer.from("8f91c3ff00e20b7d1a", "hex"),
      "it is neither HAR nor NDJSON of exchanges nor a journal's export",
    ],
    [
      "what is compressed",
      gzipSync(line),
      "it is compressed with gzip: unpack it (gunzip), or hand it on (gunzip -c FILE | standin check -)",
    ],
    ["UTF-16, the greater byte first", utf16be(line), "it looks like UTF-16, and must be UTF-8"],
    ["UTF-16", Buffer.from(`\uFEFF${line}`, "utf16le"), "it looks like UTF-16, and must be UTF-8"],
    ["UTF-16 without a mark", Buffer.from(line, "utf16le"), "it looks like UTF-16, and must be UTF-8"],
  ])("is refused: %s", async (_kind, text, message) => {
    await expect(read(text)).rejects.toThrow(expect.objectContaining({ code: "ARCHIVE_INVALID", message }));
  });
});
