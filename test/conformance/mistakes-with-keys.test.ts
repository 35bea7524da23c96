import { createHash } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent, type Steps } from "./noted/adapter.ts";
import { startNoted, type Unusual } from "./noted/noted.ts";
import { schemas } from "./noted/schemas.ts";

const noted = await startNoted();
afterAll(() => noted.close());

type Entry = Record<"line" | "remark" | "reference" | "amount" | "retryOf", unknown>;

const found = (mistake: Partial<Steps>, unusual: Unusual = {}) => noted.find("addEntry", ["own-key"], mistake, unusual);

/** An adapter that makes its key of what it is given. */
const keyed = (key: (input: Entry) => string | undefined): Partial<Steps> => ({
  toRequest(input: Entry): Sent {
    const { retryOf: _, ...body } = input;
    const value = key(input);
    return { ...correct.addEntry.toRequest(body), headers: value === undefined ? {} : { "idempotency-key": value } };
  },
});

const hashOf = (...values: unknown[]) => createHash("sha256").update(JSON.stringify(values)).digest("hex");

it("finds one key for all writes", async () => {
  expect(await found(keyed(() => "my-app"))).toMatchInlineSnapshot(`
    [
      "own-key: sequence key-reuse: Idempotency-Key is "my-app", as it was in N, which has another body: to the vendor this is that write again, and no second one",
    ]
  `);
});

it("finds a key that is made of a part of what is written", async () => {
  expect(await found(keyed(({ line }) => hashOf(line)))).toMatchInlineSnapshot(`
    [
      "own-key: sequence key-reuse: Idempotency-Key is "291fcc28c11254f5e4c8c87a414947d45951e38cd7945ca13e82eb04ba495351", as it was in N, which has another body: to the vendor this is that write again, and no second one",
    ]
  `);
  expect(await found(keyed(({ line, remark }) => hashOf(line, remark)))).toHaveLength(1);
  // Where nobody sees who sends what, as in another process.
  expect(
    await found(
      keyed(({ line }) => hashOf(line)),
      { hidesSenders: true },
    ),
  ).toHaveLength(1);
  expect(
    await found(
      keyed(({ reference }) => hashOf(reference)),
      { hidesSenders: true },
    ),
  ).toEqual([]);
});

it("finds one key for all writes of an adapter that is tested by its examples", async () => {
  const examples = [{ line: "Paid the rent" }, { line: "Paid the gas" }];
  const { input: _, ...output } = schemas.addEntry;
  const ofExamples = { ...output, examples, input: undefined } as unknown as Unusual;
  expect(
    await found(
      keyed(() => "my-app"),
      ofExamples,
    ),
  ).toHaveLength(1);
  expect(await found({}, ofExamples)).toEqual([]);
  const three = { ...ofExamples, examples: [...examples, { line: "Paid the rent", remark: "late" }] } as Unusual;
  expect(
    await found(
      keyed(({ line }) => hashOf(line)),
      three,
    ),
  ).toHaveLength(1);
});

it("finds keys that are counted, and begin at the first again with each adapter", async () => {
  const counts = new WeakMap<AdapterPlace, number>();
  const numbered = (begin: () => string): Partial<Steps> => ({
    send(place, sent) {
      const count = (counts.get(place) ?? 0) + 1;
      counts.set(place, count);
      return correct.addEntry.send(place, { ...sent, headers: { "idempotency-key": `${begin()}-${count}` } });
    },
  });
  expect(await found(numbered(() => "write"))).toMatchInlineSnapshot(`
    [
      "own-key: sequence key-reuse: Idempotency-Key is "write-1", as it was in N, which has another body: to the vendor this is that write again, and no second one",
    ]
  `);
  // A second passes from one to the next.
  expect(await found(numbered(() => new Date().toISOString()))).toEqual([]);
});

it("says nothing of a key for each call, nor of one that is made of all that is written, or of the caller's own name for it", async () => {
  for (const key of [hashOf, ({ reference }: Entry) => String(reference), ({ reference }: Entry) => hashOf(reference)])
    expect(await noted.find("addEntry", "all", keyed(key))).toEqual([]);
  expect(await noted.find("addEntry", "all")).toEqual([]);
});

it("says nothing of a key that the caller gives for nothing else", async () => {
  const { input, output } = schemas.addEntry;
  const properties = { ...input.properties, retryOf: { type: "string", minLength: 1 } };
  expect(
    await found(
      keyed(({ retryOf }) => hashOf(retryOf)),
      { input: { ...input, properties }, output },
    ),
  ).toEqual([]);
});

it("knows the caller's own name for a write by what the member is called", async () => {
  const { input, output } = schemas.addEntry;
  const ofMember = (name: string) => {
    const { reference: _, ...properties } = input.properties;
    const called = { ...input, properties: { ...properties, [name]: { type: "string", minLength: 1 } } };
    const toRequest = ({ [name]: own, ...body }: Record<string, unknown>): Sent => ({
      ...correct.addEntry.toRequest({ ...body, reference: own }),
      headers: { "idempotency-key": hashOf(own) },
    });
    return found({ toRequest }, { input: called, output });
  };
  for (const name of [
    "id",
    "order_id",
    "orderId",
    "order-number",
    "orderNumber",
    "invoice_no",
    "requestToken",
    "nonce",
  ])
    expect([name, await ofMember(name)]).toEqual([name, []]);
  for (const name of ["phoneNumber", "postal_number", "houseNumber", "paid", "note"])
    expect([name, await ofMember(name)]).toEqual([name, [expect.stringContaining("key-reuse")]]);
});

it("tries the caller's own name for it though there is no time for all members", async () => {
  const { input, output } = schemas.addEntry;
  const texts = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`text${index}x`, { type: "string" }]));
  const { reference: ofCaller, ...others } = input.properties;
  const many = { input: { ...input, properties: { ...others, ...texts, reference: ofCaller } }, output };
  const keyedBy = (key: (input: Entry) => string): Partial<Steps> => ({
    toRequest({ line, remark, reference, amount, ...details }: Entry): Sent {
      const entry = { line, remark, reference, amount } as Entry;
      return { ...correct.addEntry.toRequest({ ...entry, details }), headers: { "idempotency-key": key(entry) } };
    },
  });
  expect(
    await found(
      keyedBy(({ reference }) => hashOf(reference)),
      many,
    ),
  ).toEqual([]);
  expect(
    await found(
      keyedBy(({ remark }) => hashOf(remark)),
      many,
    ),
  ).toEqual([expect.stringContaining("key-reuse")]);
});

it("finds a key that comes again in the second request of each call, or that one write is sent without", async () => {
  const twice = (key: (input: Entry, part: number) => string): Partial<Steps> => ({
    async send(place, sent) {
      const given = sent.body as Entry;
      const part = (number: number, line: string) =>
        correct.addEntry.send(place, {
          ...sent,
          body: { ...given, line },
          headers: { "idempotency-key": key(given, number) },
        });
      await (await part(1, `${given.line}, part 1`)).body?.cancel();
      return part(2, String(given.line));
    },
  });
  const hidden = { hidesSenders: true };
  const ofPart = twice((_, part) => `part-${part}`);
  expect(await found(ofPart)).toHaveLength(2);
  // Where nobody sees who sends what, one of them may have its name of the caller.
  expect(await found(ofPart, hidden)).toEqual([]);
  expect(
    await found(
      twice(() => "my-app"),
      hidden,
    ),
  ).toHaveLength(1);
  let first: unknown;
  const some = keyed(({ reference }) => {
    first ??= reference;
    return reference === first ? "my-app" : undefined;
  });
  expect(await found(some)).toHaveLength(1);
});

it("is skipped where no key is sent, or nothing can differ, and is none where the contract has no key", async () => {
  const reasons = async (...given: Parameters<typeof noted.run>) =>
    (await noted.run(...given)).map(({ status, reason }) => `${status}: ${reason}`);
  expect(
    await reasons(
      "addEntry",
      ["own-key"],
      keyed(() => undefined),
    ),
  ).toEqual(["skipped: the adapter sends no Idempotency-Key"]);
  const line = { type: "string", enum: ["Paid the rent"] };
  const { input, output } = schemas.addEntry;
  const only = { input: { ...input, properties: { line } }, output };
  expect(await reasons("addEntry", ["own-key"], {}, only)).toEqual([
    "skipped: there is nothing in which two writes of one record could differ",
  ]);
  const refusing = keyed(() => {
    throw new Error("not today");
  });
  expect(await reasons("addEntry", ["own-key"], refusing)).toEqual(["skipped: no write comes to the vendor"]);
  const undocumented = keyed(() => undefined);
  const toRequest = (input: Entry) => ({ ...undocumented.toRequest?.(input as never), query: { debug: 1 } });
  expect(await found({ toRequest } as Partial<Steps>)).toEqual([expect.stringContaining("undocumented-parameter")]);
  expect((await noted.run("addEntry", ["own-key"])).map(({ status }) => status)).toEqual(["passed"]);
  expect((await noted.list("addEntry")).filter((name) => name.startsWith("own-key"))).toEqual([
    "own-key: gives each write an Idempotency-Key of its own",
  ]);
  expect((await noted.list("createNote")).filter((name) => name.startsWith("own-key"))).toEqual([]);
});

it("finds two writes of one call that have one key", async () => {
  const send: Steps["send"] = async (place, sent) => {
    const { line } = sent.body as { line: string };
    await (await correct.addEntry.send(place, { ...sent, body: { line: `${line}, part 1` } })).body?.cancel();
    return correct.addEntry.send(place, sent);
  };
  expect(
    await noted.find("addEntry", ["documented"], { ...keyed(({ line }) => `write-${line}`), send }),
  ).toMatchInlineSnapshot(`
    [
      "documented: sequence key-reuse: Idempotency-Key is "write-Paid the rent", as it was in N, which has another body: to the vendor this is that write again, and no second one",
    ]
  `);
});
