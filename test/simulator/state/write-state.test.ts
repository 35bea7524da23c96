import { expect, it } from "vitest";
import { applyDifference, findDifference } from "../../../src/simulator/difference.ts";
import { type Beginning, toBeginning } from "../../../src/simulator/packed-states.ts";
import { encodeState } from "../../../src/simulator/state/encode-state.ts";
import { shapeOf } from "../../../src/simulator/state/shape.ts";
import { writeState } from "../../../src/simulator/state/write-state.ts";

const begin = () => ({
  tasks: new Map<unknown, unknown>([
    ["t1", { id: "t1", title: "Zoë \u2028 \ud800", due: undefined }],
    ["t2", { id: "t2", title: null }],
  ]),
  crm: {
    lists: new Map<unknown, unknown>([
      ["2", "b"],
      ["1", "b"],
    ]),
    open: true,
  },
  numbers: new Map<unknown, unknown>([[7, [1, { a: 1 }]]]),
  at: "2026-01-01" as unknown,
});
type State = ReturnType<typeof begin>;

const shape = shapeOf(begin());
const beginning = toBeginning(begin()) as Beginning;

/** What a tenant at rest has, which shares the rest with the beginning. */
function restWith(change: (state: State) => void): unknown {
  const state = begin();
  change(state);
  return applyDifference(beginning.state, findDifference(state, beginning.state).difference, (common) => common);
}

it.each<[string, (state: State) => void]>([
  ["nothing", () => {}],
  ["a record", ({ tasks }) => tasks.set("t2", { id: "t2", title: '"' })],
  ["a record called __proto__", ({ tasks }) => tasks.set("__proto__", { id: "__proto__", title: "x" })],
  ["a key that an object would put first", ({ tasks }) => tasks.set("1", { id: "1", title: "x" })],
  ["no record left", ({ tasks }) => tasks.clear()],
  ["one record less, and the other moved", ({ crm }) => crm.lists.delete("2")],
  ["a number for a key", ({ numbers }) => numbers.set(1, [])],
  ["what stands beside the Maps", (state) => Object.assign(state, { at: "2026-01-02" })],
])("is written as it is encoded, whole or beside its beginning, with %s of its own", (_, change) => {
  const state = restWith(change);
  const text = JSON.stringify(encodeState(state, shape));
  expect([...writeState(state, shape, undefined)].join("")).toBe(text);
  for (let times = 0; times < 2; times++) expect([...writeState(state, shape, beginning)].join("")).toBe(text);
});

it.each<[string, (state: State) => void]>([
  ["a record that JSON has not", ({ tasks }) => tasks.set("t3", { at: new Date(0) })],
  ["another kind of member", (state) => Object.assign(state, { at: 1 })],
  ["a key that is none", ({ tasks }) => tasks.set(true, {})],
  ["a member missing", (state) => Reflect.deleteProperty(state, "at")],
])("is refused as it is where it has %s", (_, change) => {
  const state = restWith(change);
  const refusal = refusalOf(() => encodeState(state, shape));
  expect(refusal).toBeInstanceOf(Error);
  expect(refusalOf(() => writeState(state, shape, beginning))).toEqual(refusal);
});

it("is refused each time where what all have in common is no JSON", () => {
  const odd = toBeginning({ tasks: new Map([["t1", { at: new Date(0) }]]) }) as Beginning;
  const write = () => writeState(odd.state, shapeOf(odd.state), odd);
  expect([refusalOf(write), refusalOf(write)].map(String)).toEqual([
    "NoPlainData: is a Date: JSON does not have it",
    "NoPlainData: is a Date: JSON does not have it",
  ]);
});

function refusalOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
