import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import Ajv from "ajv";
import draft06 from "ajv/dist/refs/json-schema-draft-06.json" with { type: "json" };
import addFormats from "ajv-formats";
import * as fc from "fast-check";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { readArchive } from "../../src/cli/archive/read-archive.ts";
import type { Headers, Violation } from "../../src/exchange.ts";
import { toHar } from "../../src/simulator/control/export-har.ts";
import { toNdjson } from "../../src/simulator/control/export-ndjson.ts";
import { Streamed, sendStreamed } from "../../src/simulator/control/streamed.ts";
import { type Entry, type KeptBody, keepBody } from "../../src/simulator/entry.ts";
import { Journal } from "../../src/simulator/journal.ts";
import type { JournalFilter } from "../../src/simulator/journal-filter.ts";
import { readKept } from "../../src/simulator/read-parts.ts";
import { bearer, createFixtureApp, startFixture } from "./fixture.ts";
import { record } from "./record.ts";

const validateHar = (() => {
  const ajv = new Ajv.default({ strict: false, allErrors: true });
  ajv.addMetaSchema(draft06);
  addFormats.default(ajv);
  const file = new URL("har-1.2-schemas.json", import.meta.url);
  for (const schema of JSON.parse(readFileSync(file, "utf8")).schemas) ajv.addSchema(schema);
  // A target as it was sent may be no URI.
  return (document: unknown) =>
    ajv.validate("har.json#", document) ? [] : ajv.errors?.filter(({ params }) => params.format !== "uri");
})();

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

/** What `standin check` takes out of an archive, wherever it stands in it. */
async function readExchanges(text: string): Promise<unknown[]> {
  async function* chunks() {
    yield Buffer.from(text);
  }
  const found = [];
  for await (const item of readArchive(chunks())) found.push("exchange" in item ? item.exchange : item.broken);
  return found;
}

function createJournal(count: number, members: Partial<Entry> = {}, exchanges = 1000): Journal {
  const journal = new Journal({ exchanges, bytes: 64 * 1024 * 1024 });
  for (let left = count; left > 0; left--) record(journal, members);
  return journal;
}

/** Any exchange that may stand in a journal. */
const anyEntry = (() => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
  const value = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,20}[\x21-\x7e])?$/);
  const type = fc.constantFrom(
    "application/json",
    "application/json; charset=utf-16le",
    "application/x-www-form-urlencoded",
  );
  const headers: fc.Arbitrary<Headers> = fc
    .tuple(
      fc.dictionary(name, fc.oneof(value, fc.array(value, { minLength: 2, maxLength: 3 }))),
      fc.option(type, { nil: undefined }),
    )
    .map(([others, contentType]) => (contentType === undefined ? others : { ...others, "content-type": contentType }));
  const content = fc.oneof(
    fc.constantFrom("", "{}", '{"a":"ü𝄞"}', "a=1&a=2", "\u2028\0"),
    fc.string({ unit: "binary" }),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.constant(Buffer.from("{}", "utf16le")),
    fc.constant("x".repeat(70_000)),
    fc.constant(Buffer.alloc(70_000, 0xff)),
  );
  const body: fc.Arbitrary<KeptBody | null> = fc.option(content.map((kept) => keepBody(kept, Buffer.byteLength(kept))));
  const violation: fc.Arbitrary<Violation> = fc.record({ rule: fc.string(), message: fc.string() }) as never;
  const kinds = ["status", "reset", "invalid-response", "variant", "truncate", "after-commit"];
  return fc.record({
    tenant: fc.constantFrom("default", "other"),
    operation: fc.option(fc.constantFrom("getTask", "createTask")),
    method: fc.constantFrom("GET", "POST", "HEAD"),
    // Whatever a client sends as its target stands behind the host.
    url: fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: false, validSchemes: ["https"] }),
      fc.constantFrom(
        "https://api.acme.example*",
        "https://api.acme.example//?%",
        "https://api.acme.example/%zz?a=%ff",
      ),
    ),
    headers,
    body,
    response: fc.option(fc.record({ status: fc.integer({ min: 100, max: 599 }), headers, body })),
    violations: fc.array(violation, { maxLength: 2 }),
    fault: fc.option(fc.constantFrom(...kinds.map((kind) => ({ id: "fault-1", kind }))), { nil: undefined }),
    planned: fc.array(violation, { maxLength: 1 }),
  });
})();

describe("an export", () => {
  it("is read as the same exchanges from NDJSON and from HAR, whatever they are, and as valid HAR 1.2", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 5 }), async (entries) => {
        const journal = new Journal({ exchanges: 100, bytes: 64 * 1024 * 1024 });
        for (const entry of entries) record(journal, entry);
        const har = await joined(toHar(readKept(journal, {})));
        expect(validateHar(JSON.parse(har))).toEqual([]);
        const exchanges = await readExchanges(await joined(toNdjson(readKept(journal, {}))));
        expect(exchanges).toHaveLength(entries.length);
        expect(await readExchanges(har)).toEqual(exchanges);
      }),
      { numRuns: 150 },
    );
  });

  it("of an empty journal is no line, and a HAR without entries", async () => {
    const journal = createJournal(0);
    expect(await joined(toNdjson(readKept(journal, {})))).toBe("");
    expect(JSON.parse(await joined(toHar(readKept(journal, {})))).log.entries).toEqual([]);
  });

  it("goes on in order over what is let go of, forgotten and recorded meanwhile, and ends", async () => {
    const body = keepBody("x".repeat(50_000), 50_000);
    const journal = createJournal(20, { body }, 20);
    record(journal, { body, tenant: "other" });
    const parts = readKept(journal, {});
    const ids: string[] = [];
    for (const part of parts) {
      ids.push(...part.map(({ id }) => id));
      if (ids.length < 6) for (let count = 0; count < 10; count++) record(journal, { body });
      journal.clear({ tenant: "other" });
    }
    expect(ids.slice(0, 4)).toEqual(["x-000002", "x-000003", "x-000004", "x-000012"]);
    expect(ids).toEqual([...ids].sort());
    expect(ids).not.toContain("x-000021");
    expect(ids.length).toBeLessThan(22);
  });

  it.each(["ndjson", "har"])(
    "says in %s how many had to make room while it was read, and check tells it",
    async (format) => {
      const body = keepBody("x".repeat(50_000), 50_000);
      const journal = createJournal(20, { body }, 20);
      record(journal, { body, tenant: "other" });
      const parts = readKept(journal, { tenant: "default" });
      const pieces = (format === "har" ? toHar : toNdjson)(parts);
      let text = "";
      for await (const piece of pieces) {
        text += piece;
        // In a journal of 20, the first 12 make room while the reader waits.
        if (text.includes("x-000002") && journal.lastNumber === 21)
          for (let left = 12; left > 0; left--) record(journal, { body });
      }
      const found = await readExchanges(text);
      const told = found.filter((one) => typeof one !== "string").length;
      expect(told).toBeLessThan(19);
      expect(found.at(-1)).toBe(
        `stands for ${19 - told} exchanges that the journal let go of while this was exported: export it again, or with a higher --journal-limit and --journal-bytes`,
      );
      if (format === "ndjson") return;
      expect(validateHar(JSON.parse(text))).toEqual([]);
      expect(JSON.parse(text).log).toMatchObject({
        comment: `${19 - told} of the exchanges asked for are missing: they had to make room in the journal while it was read.`,
        _gap: { missed: 19 - told },
      });
    },
  );

  it.each<[JournalFilter, number]>([
    [{}, 25_000],
    [{ tenant: "nobody" }, 0],
    [{ since: "x-024990" }, 10],
    [{ limit: 3 }, 3],
    [{ since: "2029-01-01T00:00:00Z", limit: 20_000 }, 20_000],
    [{ severity: "error" }, 0],
  ])("filtered by %j has %i of 25,000 exchanges", async (filter, count) => {
    const journal = createJournal(25_000, {}, 25_000);
    expect((await joined(toNdjson(readKept(journal, filter)))).split("\n")).toHaveLength(count + 1);
  });

  it("makes no more than the client takes, and lets all others have their turn", async () => {
    let made = 0;
    async function* endless() {
      for (;;) {
        made++;
        yield "x".repeat(64 * 1024);
      }
    }
    let ended = false;
    const server = createServer((asked, response) => {
      const gone = new AbortController();
      response.once("close", () => gone.abort());
      sendStreamed(asked, response, new Streamed({}, endless), gone.signal).then(() => {
        ended = true;
      });
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const answered = new Promise<IncomingMessage>((resolve) =>
      get({ port: (server.address() as AddressInfo).port }, resolve),
    );
    const response = await answered;
    // What lies between is filled, and then nothing more is made.
    for (let before = -1, quiet = 0; quiet < 200; quiet = made === before ? quiet + 1 : 0) {
      before = made;
      await nextTurn();
    }
    const full = made;
    expect(full).toBeLessThan(1000);
    while (made < full + 10) {
      response.read();
      await nextTurn();
    }
    response.destroy();
    while (!ended) await nextTurn();
    server.close();
  });
});

describe("GET /exchanges.ndjson and /exchanges.har", () => {
  const { app } = createFixtureApp();
  const ask = (target: string) =>
    request(app)
      .get(`/_standin${target}`)
      .buffer(true)
      .parse((response, done) => {
        response.setEncoding("utf8");
        let text = "";
        response.on("data", (chunk) => (text += chunk)).on("end", () => done(null, text));
      });

  it("have what the list has, filtered alike", async () => {
    await request(app).get("/acme/v2/tasks").set(bearer);
    await request(app).post("/acme/v2/tasks").set(bearer).send({ note: 1 });
    await request(app)
      .get("/zeta/things/1")
      .set({ authorization: `Basic ${btoa("standin-key+other:")}` });
    await request(app).get("/acme/v2/nowhere").set(bearer);
    for (const query of [
      "",
      "?provider=acme",
      "?tenant=other",
      "?severity=error",
      "?operation=listTasks",
      "?since=x-000003",
      "?limit=2",
    ]) {
      const { items } = (await request(app).get(`/_standin/exchanges${query}`)).body;
      const ndjson = await ask(`/exchanges.ndjson${query}`);
      expect(ndjson.headers["content-type"]).toBe("application/x-ndjson");
      expect(
        ndjson.body
          .split("\n")
          .slice(0, -1)
          .map((line: string) => JSON.parse(line)),
      ).toEqual(items);
      const har = await ask(`/exchanges.har${query}`);
      expect(har.headers["content-type"]).toBe("application/json");
      const { entries } = JSON.parse(har.body).log;
      expect(entries.map(({ _standin }: { _standin: { id: string } }) => _standin.id)).toEqual(
        items.map(({ id }: { id: string }) => id),
      );
    }
  });

  it("answer HEAD without a body, and refuse a page", async () => {
    expect((await request(app).head("/_standin/exchanges.ndjson")).headers["content-type"]).toBe(
      "application/x-ndjson",
    );
    expect((await request(app).get("/_standin/exchanges.har?cursor=x-000001")).body.detail).toMatchInlineSnapshot(
      `"There is no parameter "cursor" here. Allowed: provider, tenant, operation, severity, since, limit."`,
    );
  });
});

it.each([[["one"]], [["one", "two"]]])("has a header named __proto__: %j", async (values) => {
  const standin = await startFixture({ providers: ["acme"] });
  const headers = [
    "host",
    "127.0.0.1",
    "authorization",
    bearer.authorization,
    ...values.flatMap((value) => ["__Proto__", value]),
  ];
  const sent = get(`${standin.url}/acme/v2/tasks`, { headers });
  const [answer] = await once(sent, "response");
  await once(answer.resume(), "end");
  const expected = values.length === 1 ? values[0] : values;
  const [exchange] = standin.provider("acme").tenant("default").exchanges();
  expect(Object.entries(exchange?.request.headers ?? {})).toContainEqual(["__proto__", expected]);
  const har = JSON.parse(await (await fetch(`${standin.url}/_standin/exchanges.har`)).text());
  const told = har.log.entries[0].request.headers.filter(({ name }: { name: string }) => name === "__proto__");
  expect(told.map(({ value }: { value: string }) => value)).toEqual(values);
  await standin.close();
});
