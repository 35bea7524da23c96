import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { readLocatedYaml } from "../../src/contract/located-yaml.ts";
import { readPlainYaml } from "../../src/contract/plain-yaml.ts";

const contracts = new URL("../../contracts/", import.meta.url);

describe("a contract of ours", () => {
  test.each(readdirSync(contracts))("%s is plain, and read as the exact reader reads it", (provider) => {
    const text = readFileSync(new URL(`${provider}/openapi.yaml`, contracts), "utf8");
    const plain = readPlainYaml(text);
    expect(plain).toBeDefined();
    expect(plain).toStrictEqual(readLocatedYaml(text).value());
  });
});

describe("a text of which YAML readers may think differently is left to the exact reader", () => {
  test.each([
    "a: &a [*a]",
    "a: &a\n  b: 1\nc: *a",
    "a: &a {b: 1}\nc: *a",
    "a: &a |\n  b\nc: *a",
    "- &a x\n- *a",
    "&a a: 1\nb: *a",
    "[&a 1, *a]",
    "a: *unknown",
    "a: |1-\n b",
    "a: >2\n  b",
    "a: !!str 1",
    "!tag a: 1",
    "[!!int '1']",
    "%YAML 1.1\n---\na: yes",
    "? a\n: b",
    "? [a, b]\n: c",
    ": a",
    "null: a",
    "~: a",
    "{null: a}",
    "{ : a}",
    "a: 1_000",
    "a: 1_0.5",
    "[1_000]",
    "a: 0b11",
    "a: -0x1f",
    "a: -0",
    "a: +12",
    "a: -.5",
    "a: .5",
    "a: .inf",
    "a: -.INF",
    "a: .NaN",
    "a: 1\na: 2",
    "a: [1",
    "a: b: c",
    "\ta: 1",
    "a: 1\n---\nb: 2",
    "",
    "# nothing",
  ])("%j", (text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });
});

describe("a plain text is read as the exact reader reads it", () => {
  test.each([
    "a: 1\nb: -1\nc: 1.5\nd: 1e3\ne: 1.\nf: 007\ng: 0x1f\nh: 0o17\ni: -0.5\nj: 1E-2\nk: 12345678901234567890",
    "a: true\nb: True\nc: TRUE\nd: yes\ne: no\nf: on\ng: ~\nh: null\ni: NULL\nj:\nk: nULL",
    "a: 2026-01-01\nb: 2026-01-01T00:00:00Z\nc: 12:30:45\nd: 1.2.3\ne: 1,000\nf: =\ng: '='",
    "200: a\n1.0: b\ntrue: c\n'200x': d\n<<: e\n0x1f: f",
    'a: \'it\'\'s\'\nb: "\\u00e9\\n\\x41\\/\\""\nc: "folded\n  here\n\n  and there"\nd: plain\n  goes on\n\n  after a blank',
    "a: |\n  kept\n    deeper\n\n  lines\n\nb: >-\n  folded\n  text\n\n    deeper\n  end\nc: |+\n  kept\n\nd: |-\n  end",
    'a: [1, two, {b: c, d}, [], {}]\ne: {f: [g,\n  h\n  ]}\n"i": {"j":1,k: \'l\'}',
    "# first\na: b # comment\nc: d#no comment\ne: 'f' # comment\ng:\n- 1\n-\n  - 2\n- - 3\n  - 4",
    "a: x & y\nb: 2 * 3 *\nc: wow!\nd: http://a.example/?b=c&d\ne: (a|b)*",
    "---\na: 1\n",
    "a: &a some text\nb: &b 12\nc: *a\nd: [*a, *b]\ne: &e 'quoted'\nf: {g: *e}\nh: custom[*][id] and x*y & z",
    "a: 1\r\nb: |\r\n  c\r\n",
    "__proto__: 1\nconstructor: 2",
    '{"a": [1, 2.5, -3e2, "\\u2028", null, true]}',
    "just a text",
  ])("%j", (text) => {
    const plain = readPlainYaml(text);
    expect(plain).toBeDefined();
    expect(plain).toStrictEqual(readLocatedYaml(text).value());
  });

  test("whatever JSON it was written from, in whichever style", () => {
    const options = fc.record({
      indent: fc.constantFrom(2, 4),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 20, 80),
      defaultStringType: fc.constantFrom("PLAIN" as const, "QUOTE_DOUBLE" as const, "BLOCK_LITERAL" as const),
      collectionStyle: fc.constantFrom("any" as const, "block" as const, "flow" as const),
    });
    let plainTexts = 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), options, (value, style) => {
        const text = stringify(value, style);
        const plain = readPlainYaml(text);
        if (plain === undefined) return;
        plainTexts++;
        expect(plain).toStrictEqual(readLocatedYaml(text).value());
      }),
      { numRuns: 1500 },
    );
    expect(plainTexts).toBeGreaterThan(500);
  });
});
