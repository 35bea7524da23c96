import { expect, it } from "vitest";
import { FindingList } from "../../src/contract/finding-list.ts";
import type { Finding } from "../../src/contract/violation.ts";

function finding(message: string, more: Partial<Finding> = {}): Finding {
  const statement = { document: "a.yaml", pointer: "/a" };
  return { pointer: `/${message}`, rule: "type", message, expected: "e", actual: "a", statement, ...more };
}

function listOf(...findings: Finding[]): FindingList {
  const list = new FindingList();
  for (const one of findings) list.add(one);
  return list;
}

const hundred = Array.from({ length: 100 }, (_, index) => finding(`${index}`));
const rest = (count: number, more: Partial<Finding> = {}) =>
  finding(`${count} more like this, not listed`, { pointer: "", expected: null, actual: null, count, ...more });

it("tells a hundred findings one by one, in their order", () => {
  const list = listOf(...hundred);
  expect(list.toArray()).toEqual(hundred);
  expect([list.isFull, list.isEmpty]).toEqual([true, false]);
  expect([listOf(...hundred.slice(1)).isFull, listOf().isEmpty]).toEqual([false, true]);
});

it("counts those beyond, by what they break and where that is stated", () => {
  const elsewhere = { statement: { document: "a.yaml", pointer: "/b" } };
  const inAnother = { statement: { document: "b.yaml", pointer: "/a" } };
  const list = listOf(
    ...hundred,
    finding("x"),
    finding("y", elsewhere),
    finding("z", inAnother),
    finding("v", { rule: "enum" }),
    finding("w"),
    finding("u", elsewhere),
    finding("t"),
  );
  expect(list.toArray().slice(100)).toEqual([
    rest(3),
    rest(2, elsewhere),
    rest(1, inAnother),
    rest(1, { rule: "enum" }),
  ]);
});

it("counts what another list has counted, however few are listed", () => {
  expect(listOf(finding("a"), finding("b", { count: 7 }), finding("c", { count: 2 })).toArray()).toEqual([
    finding("a"),
    rest(9),
  ]);
});

it("is empty only where nothing was listed", () => {
  expect(listOf(finding("a")).isEmpty).toBe(false);
});
