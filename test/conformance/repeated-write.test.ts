import { expect, it } from "vitest";
import { findRepeatedWrite } from "../../src/conformance/repeated-write.ts";
import type { Visit } from "../../src/conformance/visit.ts";

interface Seen {
  method?: string;
  url?: string;
  body?: string;
  /** null where no answer came. */
  status?: number | null;
  /** The kinds of the faults that hit it. */
  planted?: { kind: string; also?: string[] };
  headers?: Record<string, string>;
}

const operation = {
  id: "addNote",
  parameters: [{ name: "Idempotency-Key", in: "header" }],
};

function find(seen: readonly Seen[], inputs: readonly unknown[] = [{}]) {
  const exchanges = seen.map(
    ({ method = "POST", url = "/notes", body = "{}", status = 200, headers = {}, planted }, index) => ({
      id: `x-${index + 1}`,
      operation: "addNote",
      request: { method, url, headers, body },
      response: status === null ? null : { status, headers: {} },
      ...(planted === undefined ? {} : { fault: { id: "f-1", ...planted } }),
    }),
  );
  const subject = { contract: { operations: [operation] } };
  return findRepeatedWrite({ subject, plan: { inputs }, exchanges } as unknown as Visit);
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
  ["broke off", { planted: { kind: "truncate" } }],
  ["broke off after a delay", { planted: { kind: "reply", also: ["truncate"] } }],
  ["was refused for a test", { status: 502, planted: { kind: "reply" } }],
  ["was led elsewhere for a test", { status: 307, planted: { kind: "reply" } }],
])("says nothing of one that %s before", (_, first) => {
  expect(find([first, {}])).toBeUndefined();
});

it("finds one that was done as a planted answer says, unless it sets what is set or has a documented key", () => {
  const planted = { kind: "reply" };
  const keyed = (key: string) => ({ planted, headers: { "idempotency-key": key } });
  expect(find([{ planted }, {}])?.rule).toBe("repeated-write");
  expect(find([{ planted, method: "PATCH" }, { method: "PATCH" }])).toBeUndefined();
  expect(find([keyed("k-1"), keyed("k-1")])).toBeUndefined();
  expect(find([keyed("k-1"), keyed("k-2")])?.rule).toBe("repeated-write");
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
