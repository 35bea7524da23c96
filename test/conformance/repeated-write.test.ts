import { expect, it } from "vitest";
import { findRepeatedWrite } from "../../src/conformance/repeated-write.ts";
import type { Visit } from "../../src/conformance/visit.ts";

interface Seen {
  method?: string;
  url?: string;
  body?: string;
  /** null where no answer came. */
  status?: number | null;
  isPlanted?: boolean;
}

function find(seen: readonly Seen[], inputs: readonly unknown[] = [{}]) {
  const exchanges = seen.map(({ method = "POST", url = "/notes", body = "{}", status = 200, isPlanted }, index) => ({
    id: `x-${index + 1}`,
    request: { method, url, headers: {}, body },
    response: status === null ? null : { status, headers: {} },
    ...(isPlanted === true ? { fault: { id: "f-1" } } : {}),
  }));
  return findRepeatedWrite({ plan: { inputs }, exchanges } as unknown as Visit);
}

it("finds a write that is sent again though it was done", () => {
  expect(find([{}, {}])).toEqual({
    rule: "repeated-write",
    message: "POST /notes is sent again with the same body, though x-1 was answered with 200",
    expected: 1,
    actual: 2,
  });
  expect(find([{}])).toBeUndefined();
});

it.each<[string, Seen]>([
  ["of another method", { method: "PUT" }],
  ["to another place", { url: "/notes/1" }],
  ["with another body", { body: "[]" }],
])("says nothing of one %s", (_, other) => {
  expect(find([{}, other])).toBeUndefined();
});

it.each(["GET", "HEAD", "OPTIONS"])("says nothing of %s, which writes nothing", (method) => {
  expect(find([{ method }, { method }])).toBeUndefined();
});

it.each<[string, Seen]>([
  ["was refused", { status: 400 }],
  ["failed", { status: 500 }],
  ["was only accepted", { status: 202 }],
  ["had no answer", { status: null }],
  ["met a planned fault", { isPlanted: true }],
])("says nothing of one that %s before", (_, first) => {
  expect(find([first, {}])).toBeUndefined();
});

it("says nothing where something else went wrong in between, and does where that was before", () => {
  const lost = { method: "GET", status: 404 };
  expect(find([{}, lost, {}])).toBeUndefined();
  expect(find([lost, {}, {}])?.message).toContain("though x-2 was answered");
  expect(find([{}, { url: "/other" }, {}])?.message).toContain("though x-1 was answered");
});

it("says nothing of several calls, nor of equal items, which may be sent one by one", () => {
  expect(find([{}, {}], [{}, {}])).toBeUndefined();
  expect(find([{}, {}], [{ tags: ["a", "b", "a"] }])).toBeUndefined();
  expect(find([{}, {}], [{ rows: [{ of: [[1], [1]] }, null, "text"] }])).toBeUndefined();
});

it.each([
  ["members that are equal", { first: "a", second: "a" }],
  ["items that differ", { tags: ["a", "b"], others: ["a", "b"] }],
  ["null", null],
  ["a text", "aa"],
])("finds it for an input with %s", (_, input) => {
  expect(find([{}, {}], [input])?.rule).toBe("repeated-write");
});
