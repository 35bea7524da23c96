import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { escapeToken } from "../../src/contract/json-pointer.ts";
import { readLocatedYaml } from "../../src/contract/located-yaml.ts";
import { readPlainYaml } from "../../src/contract/plain-yaml.ts";
import { createPlaceFinder } from "../../src/contract/yaml-place.ts";

/** The pointers of all that a value holds, and of something that each object lacks. */
function* pointersOf(value: unknown, pointer = ""): Iterable<string> {
  yield pointer;
  if (typeof value !== "object" || value === null) return;
  yield `${pointer}/standin-lacks`;
  for (const [name, member] of Object.entries(value)) yield* pointersOf(member, `${pointer}/${escapeToken(name)}`);
}

/** Holds each place against the exact reader's; answers the share that was found. */
function compare(text: string): number {
  const exact = readLocatedYaml(text);
  const find = createPlaceFinder(text);
  const pointers = [...pointersOf(exact.value())];
  const found = pointers.filter((pointer) => {
    const place = find(pointer);
    if (place !== undefined) expect({ pointer, ...place }).toEqual({ pointer, ...exact.position(pointer) });
    return place !== undefined;
  });
  return found.length / pointers.length;
}

const contracts = new URL("../../contracts/", import.meta.url);

test.each(readdirSync(contracts))("nearly all places of %s are found by its lines", (provider) => {
  expect(compare(readFileSync(new URL(`${provider}/openapi.yaml`, contracts), "utf8"))).toBeGreaterThan(0.85);
});

describe("a place is that of the exact reader, or left to it", () => {
  test.each([
    "a: 1\nb:\n  c: 2\n",
    "a:\n- 1\n- b: 2\n  c: 3\nd: 4",
    "a:\n  - - 1\n    - 2\n  -\n    - 3\n  - # none\n    b: 4\n  -   c: 5\n      d: 6",
    "# first\n\na: | # text\n  b: no key\n\n  c: nor this\nd: >-\n  e: f\ng: h",
    "'it''s': 1\n\"b c\": 2\n'd: e': 3\nhttp://a.example/?b#c: 4\n/a/{b}: 5\nx-y: 6\n$ref: 7",
    "a: 'b\n  c: d'\ne: \"f\n  g: h\"\ni: plain\n  j k\nl: 1",
    "200: a\n1.0: b\n007: c\n0x1f: d\ntrue: e",
    "a: [b, \"c d\", 'e f'] # g]\nh:\n  - i: []\n    j: [ k , l-m.n/o ]\n  - [p, q]\nr: [s, [t], {u: v}]\nw: [\n  x]\ny: [z]",
    "a: [b # c, d\n  ]\ne: ['f''g', \"h\\\"i\", j]\nk: [l, 1, null, m]",
    "a: {b: 1}\nc: [1, 2]\nd:\n  e: {f:\n    1}\ng: 1",
    "a: &a text\nb: *a\nc:\n  - &c text\n  - *c",
    "a: 1 # one\nb: # two\n  # three\n  c: d\ne:   # nothing\nf: 1",
    "a: 1\r\nb:\r\n  c: 2\r\n",
    '{"a": {"b": [1]}}',
    "- a\n- b: 1\n",
    "\ufeffa:\n  b: 1",
    "---\na:\n  b: 1",
    "just a text",
  ])("%j", (text) => {
    compare(text);
  });

  test("whatever JSON it was written from, in whichever style", () => {
    const options = fc.record({
      indent: fc.constantFrom(2, 4),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 20, 80),
      defaultStringType: fc.constantFrom("PLAIN" as const, "QUOTE_DOUBLE" as const, "BLOCK_LITERAL" as const),
    });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), options, (value, style) => {
        const text = stringify(value, style);
        if (readPlainYaml(text) !== undefined) compare(text);
      }),
      { numRuns: 500 },
    );
  });
});
