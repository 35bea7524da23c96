import fc from "fast-check";
import { expect, it } from "vitest";
import { findJsonProblem } from "../../src/contract/json-text.ts";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

it("has a problem with a text exactly where JSON.parse has one", () => {
  const marks = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    '"a"',
    '"a":',
    "1",
    "-",
    "0",
    ".5",
    "e1",
    "true",
    "null",
    " ",
    "\n",
    "\\",
    "\\u00e9",
    "é",
    "\u2028",
  ];
  const texts = fc.oneof(
    fc.array(fc.constantFrom(...marks), { maxLength: 8 }).map((parts) => parts.join("")),
    fc.json(),
    fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...marks)).map(([json, at, mark]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + mark + json.slice(place + 1);
    }),
  );
  let [right, wrong] = [0, 0];
  fc.assert(
    fc.property(texts, (text) => {
      expect(findJsonProblem(text) === undefined).toBe(isJson(text));
      if (isJson(text)) right++;
      else wrong++;
    }),
    { numRuns: 5000, seed: 1 },
  );
  expect(Math.min(right, wrong)).toBeGreaterThan(1000);
});

it("says of a text that is cut off that it ends too early, wherever the cut is", () => {
  const texts = fc.oneof(
    fc.json(),
    fc.json().map((json) => json.replace(/[a-z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`)),
    fc.array(fc.constantFrom("-0.5e+7", "1E5", "true", "false", "null", '"\\\\\\u00e9"')).map((items) => `[${items}]`),
  );
  let cut = 0;
  fc.assert(
    fc.property(texts, fc.nat(), (text, at) => {
      fc.pre(isJson(text));
      const start = text.slice(0, at % text.length);
      if (isJson(start)) return;
      const before = start.split("\n");
      expect(findJsonProblem(start)).toEqual({
        line: before.length,
        column: (before.at(-1) as string).length + 1,
        reason: "it ends too early",
      });
      cut++;
    }),
    { numRuns: 3000, seed: 1 },
  );
  expect(cut).toBeGreaterThan(1000);
});

it.each([
  ['{"a": "\\x', 'unexpected "\\\\"'],
  ['{"a": tru ', 'unexpected "t"'],
  ["{t", 'unexpected "t"'],
  ["[1]e", 'unexpected "e"'],
  ['{"a":.', 'unexpected "."'],
])("names what is wrong all the same at the end of %s", (text, reason) => {
  expect(findJsonProblem(text)?.reason).toBe(reason);
});

it("finds the name that stands twice in one object, however it is written", () => {
  const find = (text: string) => findJsonProblem(text, { uniqueNames: true });
  expect(find('{"a": 1,\n "\\u0061": 2}')).toEqual({
    line: 2,
    column: 2,
    reason: 'the name "\\u0061" stands twice in one object',
  });
  expect(find('{"a": {"a": [{"a": 1}, {"a": 2}]}, "b": "a"}')).toBeUndefined();
  expect(find('{"__proto__": 1, "constructor": 2}')).toBeUndefined();
});

it.each([
  ["strings", (count: number) => `["${"a".repeat(count)}`],
  ["escapes", (count: number) => `["${"\\n".repeat(count)}`],
  ["lines", (count: number) => `[${"1,\n".repeat(count)}`],
  ["openings", (count: number) => "[".repeat(count)],
  ["names", (count: number) => `{${Array.from({ length: count }, (_, index) => `"${index}":1,`).join("")}`],
  // What goes through the rest again for each would outlast the test.
])("finds the end of 1,000,000 %s in one pass", (_, make) => {
  expect(findJsonProblem(make(1_000_000), { uniqueNames: true })?.reason).toBe("it ends too early");
});
