import { expect, it } from "vitest";
import { lastWords } from "../../src/conformance/last-words.ts";

it.each([
  [
    "Node",
    "/a/driver.mjs:3\n  throw new Error('boom');\n  ^\n\nError: boom\n    at read (/a/driver.mjs:3:9) {\n  code: 'E'\n}\n\nNode.js v20.20.2\n",
    "Error: boom",
  ],
  [
    "Python",
    'starting\nTraceback (most recent call last):\n  File "a.py", line 5, in <module>\n    raise ValueError("boom")\nValueError: boom\n',
    "ValueError: boom",
  ],
  [
    "Go",
    "panic: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.main()\n\t/tmp/x.go:9 +0x1d\nexit status 2\n",
    "panic: index out of range [5] with length 3 | exit status 2",
  ],
  [
    "Java",
    'Exception in thread "main" java.lang.RuntimeException: boom\n\tat Main.main(Main.java:3)\nCaused by: java.lang.IllegalStateException: inner\n\t... 1 more\n',
    'Exception in thread "main" java.lang.RuntimeException: boom | Caused by: java.lang.IllegalStateException: inner',
  ],
  ["nobody", "a\nb\nc\nd\ne\n", "b | c | d | e"],
  ["a stack alone", "  at one\n  at two\n", "at two"],
  ["silence", "\n", ""],
])("has the lines that tell what went wrong in %s", (_, printed, words) => {
  expect(lastWords(printed)).toBe(words);
});

it("shows no more of a line than fits", () => {
  expect(lastWords(`Error: ${"x".repeat(1000)}\n`)).toHaveLength(301);
});
