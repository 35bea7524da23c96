import fc from "fast-check";
import { expect, it } from "vitest";
import type { Contract } from "../../src/contract/contract.ts";
import type { Entry } from "../../src/simulator/entry.ts";
import { PackedEntry } from "../../src/simulator/packed-entry.ts";
import { type PooledText, TextPool } from "../../src/simulator/text-pool.ts";

const head = fc.string({ unit: "grapheme-ascii" });
const headers = fc.dictionary(
  fc.stringMatching(/^[a-z0-9!#$%&'*+.^`|~-]{1,20}$/),
  fc.oneof(head, fc.array(head, { minLength: 1, maxLength: 3 })),
  { noNullPrototype: true },
);
const body = fc.option(
  fc.record({
    content: fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.uint8Array().map(Buffer.from)),
    size: fc.option(fc.nat()),
  }),
);
const entry: fc.Arbitrary<Entry> = fc.record({
  number: fc.nat(),
  contract: fc.constant({ provider: "acme" } as Contract),
  tenant: fc.string(),
  operation: fc.option(fc.string()),
  time: fc.nat(),
  recordedAt: fc.nat(),
  durationMs: fc.double(),
  method: head,
  url: head,
  headers,
  body,
  response: fc.option(fc.record({ status: fc.integer({ min: 200, max: 599 }), headers, body })),
  violations: fc.constant([]),
  fault: fc.option(fc.constant({ id: "fault-1", kind: "reset" }), { nil: undefined }),
  beginsAgain: fc.boolean(),
  planned: fc.constant([]),
});

function keep(pool: TextPool, text: string): PooledText {
  const place = { chunk: undefined, start: 0, end: 0 };
  pool.keep(text, place);
  return place;
}

it("is unpacked as it was packed, among others that come and go", () => {
  const pool = new TextPool();
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), fc.nat(), (entries, chosen) => {
      const packed = entries.map((one) => new PackedEntry().pack(one, pool));
      const [released] = packed.splice(chosen % 5, 1);
      const kept = entries.filter((_, index) => index !== chosen % 5);
      if (released !== undefined) pool.release(released.texts);
      expect(packed.map((one) => one.unpack(pool))).toEqual(kept);
      for (const { texts } of packed) pool.release(texts);
    }),
    { numRuns: 300 },
  );
});

it("may be packed anew", () => {
  const pool = new TextPool();
  const packed = new PackedEntry();
  fc.assert(
    fc.property(entry, (one) => {
      expect(packed.pack(one, pool).unpack(pool)).toEqual(one);
      pool.release(packed.texts);
    }),
  );
});

it("keeps texts apart when they fill chunk after chunk", () => {
  const pool = new TextPool();
  const texts = Array.from({ length: 60 }, (_, index) => String.fromCharCode(0x4e00 + index).repeat(9_000 + index));
  const kept = texts.map((text) => keep(pool, text));
  for (const index of [0, 7, 59]) pool.release(kept[index] as (typeof kept)[number]);
  const later = texts.map((text) => keep(pool, text));
  expect(later.map((text) => pool.read(text))).toEqual(texts);
  expect(kept.slice(8, 59).map((text) => pool.read(text))).toEqual(texts.slice(8, 59));
});

it("uses the room of texts that were released", () => {
  const pool = new TextPool();
  const chunks = new Set();
  for (let count = 0; count < 1000; count++) {
    const text = keep(pool, "x".repeat(10_000));
    chunks.add(text.chunk);
    pool.release(text);
  }
  expect(chunks.size).toBe(1);
});
