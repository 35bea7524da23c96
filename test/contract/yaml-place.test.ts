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

/** Holds each place against the exact reader's; answers the share that was found, and what was left to that reader. */
function compare(text: string): { share: number; left: string[] } {
  const exact = readLocatedYaml(text);
  const find = createPlaceFinder(text);
  const pointers = [...pointersOf(exact.value())];
  const left = pointers.filter((pointer) => {
    const place = find(pointer);
    if (place !== undefined) expect({ pointer, ...place }).toEqual({ pointer, ...exact.position(pointer) });
    return place === undefined;
  });
  return { share: 1 - left.length / pointers.length, left };
}

const contracts = new URL("../../contracts/", import.meta.url);

test.each(readdirSync(contracts))("nearly all places of %s are found by its lines", (provider) => {
  expect(compare(readFileSync(new URL(`${provider}/openapi.yaml`, contracts), "utf8")).share).toBeGreaterThan(0.85);
});

describe("a place is that of the exact reader, or left to it", () => {
  test.each<[text: string, left: string[] | "all"]>([
    ["a: 1\nb:\n  c: 2\n", []],
    ["a:\n- 1\n- b: 2\n  c: 3\nd: 4", []],
    [
      "a:\n  - - 1\n    - 2\n  -\n    - 3\n  - # none\n    b: 4\n  -   c: 5\n      d: 6",
      ["/a/1", "/a/1/standin-lacks", "/a/1/0", "/a/2", "/a/2/standin-lacks", "/a/2/b"],
    ],
    ["# first\n\na: | # text\n  b: no key\n\n  c: nor this\nd: >-\n  e: f\ng: h", []],
    ["'it''s': 1\n\"b c\": 2\n'd: e': 3\nhttp://a.example/?b#c: 4\n/a/{b}: 5\nx-y: 6\n$ref: 7", []],
    ["a: 'b\n  c: d'\ne: \"f\n  g: h\"\ni: plain\n  j k\nl: 1", []],
    ["a: |\n  ---\n  b\nc: 1", []],
    ["200: a\n1.0: b\n007: c\n0x1f: d\ntrue: e", ["/standin-lacks", "/1", "/7", "/31", "/true"]],
    ["200: a\n10: b\n+1: c\n.5: d\n12345678901234567: e", ["/standin-lacks", "/1", "/0.5", "/12345678901234568"]],
    ["0: a\n1: b\n10: c\n-1: d\n1e3: f", ["/standin-lacks", "/1000", "/-1"]],
    [
      "a: {b: 1}\nc: [1, 2]\nd:\n  e: {f:\n    1}\ng: 1",
      ["/a/standin-lacks", "/a/b", "/c/standin-lacks", "/c/0", "/c/1", "/d/e/standin-lacks", "/d/e/f"],
    ],
    [
      "a: [b, \"c d\", 'e f'] # g]\nh:\n  - i: []\n    j: [ k , l-m.n/o ]\n  - [p, q]\nr: [s, [t], {u: v}]\nw: [\n  x]\ny: [z]",
      [
        "/h/1/standin-lacks",
        "/h/1/0",
        "/h/1/1",
        "/r/standin-lacks",
        "/r/0",
        "/r/1",
        "/r/1/standin-lacks",
        "/r/1/0",
        "/r/2",
        "/r/2/standin-lacks",
        "/r/2/u",
        "/w/standin-lacks",
        "/w/0",
      ],
    ],
    [
      "a: [b # c, d\n  ]\ne: ['f''g', \"h\\\"i\", j]\nk: [l, 1, null, m]",
      [
        "/a/standin-lacks",
        "/a/0",
        "/e/standin-lacks",
        "/e/0",
        "/e/1",
        "/e/2",
        "/k/standin-lacks",
        "/k/0",
        "/k/1",
        "/k/2",
        "/k/3",
      ],
    ],
    ["a: &a text\nb: *a\nc:\n  - &c text\n  - *c", ["/c/0"]],
    ["a:\n  !!map\n  b: 1", ["/a/standin-lacks", "/a/b"]],
    ["a: 1 # one\nb: # two\n  # three\n  c: d\ne:   # nothing\nf: 1", []],
    ['a: b # c: d\n#c: d\n"e" : f', []],
    ["a:\n# b\n - c\n# d\n - e", []],
    ["a:\n- b\n#c\nd:\n- e", []],
    ["a:\nb:\n  c:\n  d: 1", []],
    ["a: 1\r\nb:\r\n  c: 2\r\n", []],
    ["a:\tb\nc: 1---\nd: x\ufeff", []],
    ['a b: 1\na:b: 2\na#b: 3\n"c\\"d": 4\n"e\\\\f": 5\n? g\n: 6', ["/standin-lacks", '/c"d', "/e\\f", "/g"]],
    ["a:\n  'b c': 1\n  \"d e\": { f: 1 }\n  g :\n    h: 1", ["/a/d e/standin-lacks", "/a/d e/f"]],
    ["- a\n- b: 1\n", []],
    ["- a b: c\n- d: \n- e:f\n- 'g'\n- h :i", []],
    ['- a: 1\n  b: 2\n- - 3\n- "c": 4\n- [5]: 6\n- &d 7\n- *d', ["/3/standin-lacks", "/3/[ 5 ]", "/4"]],
    ['- "a\\tb": 1', ["/0/standin-lacks", "/0/a\tb"]],
    ["- a\n-\tb", ["/standin-lacks", "/1"]],
    [
      "a:\n   - b: 1\n     c:\n       d: 2\n   - {e: 3}\n   - !!str f\n   - &g h\n   - 'i'\n   - j: k",
      ["/a/1/standin-lacks", "/a/1/e", "/a/2", "/a/3"],
    ],
    ['{"a": {"b": [1]}}', "all"],
    ["\ufeffa: 1\nb: 2", "all"],
    ["---\na:\n  b: 1", "all"],
    ["a: 1\n...\n", "all"],
    ["a: b\n \tc\nd: 1", "all"],
    ["? a\n: b", "all"],
    ["just a text", "all"],
    ["# nothing\n", "all"],
    ["", "all"],
  ])("%j leaves %j", (text, expected) => {
    const { share, left } = compare(text);
    expect(share === 0 ? "all" : left).toEqual(expected);
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
