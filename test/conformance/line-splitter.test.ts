import { expect, it } from "vitest";
import { LineSplitter, longestLine } from "../../src/conformance/line-splitter.ts";

it("puts lines together, however they come", () => {
  const lines = new LineSplitter();
  expect(["a", "b\nc\n\nd", "", "e\n", "f"].map((text) => lines.split(text))).toEqual([
    ...[[], ["ab", "c", ""]],
    ...[[], ["de"], []],
  ]);
});

it("takes away a byte order mark before the first line alone, and ends no line where JSON does not", () => {
  const lines = new LineSplitter();
  expect(lines.split("\ufeffa\u2028b\n\ufeffc\n")).toEqual(["a\u2028b", "\ufeffc"]);
  expect(lines.split("\ufeffd\n")).toEqual(["\ufeffd"]);
});

it("tells a line without end, and drops it", () => {
  const lines = new LineSplitter();
  lines.split("x".repeat(longestLine));
  expect(lines.isTooLong).toBe(false);
  lines.split("x");
  expect(lines.isTooLong).toBe(true);
  lines.drop();
  expect(lines.isTooLong).toBe(false);
  expect(lines.split("y\n")).toEqual(["y"]);
});
