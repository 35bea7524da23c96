import { expect, it } from "vitest";
import { isTooDeep, maxDepth, parseJson } from "../../src/contract/parse-json.ts";

const nested = (depth: number, inner = "") => "[".repeat(depth) + inner + "]".repeat(depth);

it.each<[what: string, text: string, isDeep: boolean]>([
  ["as many lists in each other as may be", nested(maxDepth), false],
  ["one more", nested(maxDepth + 1), true],
  ["as many objects as may be", `${'{"a":'.repeat(maxDepth)}1${"}".repeat(maxDepth)}`, false],
  ["one object more", `${'{"a":'.repeat(maxDepth + 1)}1${"}".repeat(maxDepth + 1)}`, true],
  ["objects in lists, one too many", `${'[{"a":'.repeat(maxDepth / 2)}[]${"}]".repeat(maxDepth / 2)}`, true],
  ["as many lists in each other beside others", `[${nested(maxDepth - 1)},[],{}]`, false],
  ["many lists beside each other", `[${"[],".repeat(2000)}[]]`, false],
  ["many objects beside each other", `[${"{},".repeat(2000)}{}]`, false],
  ["many brackets in a text", JSON.stringify("[{".repeat(2000)), false],
  ["as many lists behind a text with a quotation mark", `["\\"", ${nested(maxDepth - 1)}]`, false],
  ["one too many behind such a text", `["\\"[", ${nested(maxDepth)}]`, true],
  ["as many lists behind a text that ends with a backslash", `["\\\\", ${nested(maxDepth - 1)}]`, false],
  ["one too many behind that", `["\\\\", ${nested(maxDepth)}]`, true],
  ["what is no JSON, and opens too many", "[".repeat(maxDepth + 1), true],
])("takes %s for too deep: %j", (_, text, isDeep) => {
  expect(isTooDeep(text)).toBe(isDeep);
});

it.each<[text: string, parsed: unknown]>([
  ['{"a":[1]}', { value: { a: [1] } }],
  ["null", { value: null }],
  ['{"a":1,"a":2}', { value: { a: 2 } }],
  ['{"a"\n 1}', { problem: 'the body is not JSON: unexpected "1" at line 2, column 2' }],
  ["", { problem: "the body is not JSON: it ends too early at line 1, column 1" }],
  [nested(maxDepth + 1), { problem: "the JSON is nested more than 512 levels deep" }],
])("reads %j", (text, parsed) => {
  expect(parseJson(text)).toEqual(parsed);
});
