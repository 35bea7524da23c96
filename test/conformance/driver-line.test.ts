import { expect, it } from "vitest";
import { cut, readAnswer } from "../../src/conformance/driver-line.ts";

it.each<[string, unknown]>([
  ['{"id":1,"result":null}', { kind: "result", result: null }],
  ['{"id":1,"result":[1],"more":2}', { kind: "result", result: [1] }],
  ['{"id":1,"error":{"message":"m"}}', { kind: "error", error: { message: "m" } }],
  [
    '{"id":1,"error":{"message":"m","kind":"gone","status":404,"more":1}}',
    { kind: "error", error: { message: "m", kind: "gone", status: 404 } },
  ],
  ['{"id":1,"result":{"a":1},"error":null}', { kind: "result", result: { a: 1 } }],
  ['{"id":1,"result":null,"error":null}', { kind: "result", result: null }],
  ['{"id":1,"result":null,"error":{"message":"m","kind":null,"status":0}}', { kind: "error", error: { message: "m" } }],
  ['{"id":1,"error":{"message":"m","kind":7,"status":"404"}}', { kind: "error", error: { message: "m" } }],
])("reads %s", (line, answer) => {
  expect(readAnswer(line)).toEqual({ id: 1, answer });
});

it.each([
  ["Connecting ...", "a line that is no JSON"],
  ["[1]", "what is no object"],
  ["null", "what is no object"],
  ["7", "what is no object"],
  ['{"id":"1","result":1}', "an answer without the number of its call"],
  ['{"id":1}', "an answer with neither or both of result and error"],
  ['{"id":1,"result":1,"error":{"message":"m"}}', "an answer with neither or both of result and error"],
  ['{"id":1,"error":null}', "an answer with neither or both of result and error"],
  ['{"id":1,"error":"m"}', "an error without a message"],
  ['{"id":1,"error":{"message":7}}', "an error without a message"],
])("says what is wrong with %s", (line, what) => {
  expect(readAnswer(line)).toBe(
    `The driver has printed ${what}: ${line}. A line is {"id", "result"} or {"id", "error": {"message", "kind"?, "status"?}}; all else goes to standard error.`,
  );
});

it("shows 200 characters of what is long", () => {
  expect(cut("x".repeat(200))).toBe("x".repeat(200));
  expect(cut("x".repeat(201))).toBe(`${"x".repeat(200)}…`);
});
