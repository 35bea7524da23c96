import { inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { expect, it } from "vitest";
import { copyData } from "../../src/simulator/copy-data.ts";
import { applyDifference, findDifference } from "../../src/simulator/difference.ts";
import { weighPlain } from "../../src/simulator/weigh.ts";

interface Task {
  id: string;
  title: string | null;
  tags: unknown[];
}

const task = (id: string): Task => ({ id, title: `Task ${id}`, tags: ["a", { n: 1 }] });
const begin = () => ({
  tasks: new Map<unknown, Task>(["t1", "t2", "t3", "t4"].map((id) => [id, task(id)])),
  crm: { lists: new Map<unknown, unknown>([[1, new Set(["x", "y"])]]), at: new Date(0) as Date | null },
  rates: new Map<unknown, unknown>([
    [["EUR", "USD"], { rate: 1.1 }],
    [new Date(0), { rate: 2 }],
  ]),
  order: ["t1", "t2"],
  count: 0 as unknown,
});
type State = ReturnType<typeof begin>;

const changes: [string, (state: State) => void][] = [
  ["nothing", () => {}],
  ["a record's member", ({ tasks }) => Object.assign(tasks.get("t2") as Task, { title: "other" })],
  ["what is inside a record", ({ tasks }) => tasks.get("t3")?.tags.push(null)],
  ["a member that comes to be", ({ tasks }) => Object.assign(tasks.get("t2") as Task, { due: undefined })],
  ["a member that goes", ({ tasks }) => Reflect.deleteProperty(tasks.get("t2") as Task, "title")],
  ["a record in the place of another", ({ tasks }) => tasks.set("t1", { ...task("t9"), id: "t1" })],
  [
    "the order of a record's members",
    ({ tasks }) => {
      const { id, ...rest } = tasks.get("t1") as Task;
      tasks.set("t1", { ...rest, id });
    },
  ],
  ["the first record gone", ({ tasks }) => tasks.delete("t1")],
  ["the last record gone", ({ tasks }) => tasks.delete("t4")],
  ["all records gone", ({ tasks }) => tasks.clear()],
  ["a record added", ({ tasks }) => tasks.set("t0", task("t0"))],
  ["a record added under a number", ({ tasks }) => tasks.set(7, task("7"))],
  [
    "a record moved to the end",
    ({ tasks }) => {
      tasks.delete("t2");
      tasks.set("t2", task("t2"));
    },
  ],
  [
    "records turned round",
    ({ tasks }) => {
      const entries = [...tasks].reverse();
      tasks.clear();
      for (const [key, record] of entries) tasks.set(key, record);
    },
  ],
  [
    "one added in the midst of others that were moved",
    ({ tasks }) => {
      const [one, two, ...others] = tasks;
      tasks.clear();
      for (const [key, record] of [two, ["new", task("new")], one, ...others] as [unknown, Task][])
        tasks.set(key, record);
    },
  ],
  ["what a Set holds", ({ crm }) => (crm.lists.get(1) as Set<unknown>).add("z")],
  [
    "the order of a Set",
    ({ crm }) => {
      const set = crm.lists.get(1) as Set<unknown>;
      set.delete("x");
      set.add("x");
    },
  ],
  ["a record under a list", ({ rates }) => Object.assign(rates.values().next().value as object, { rate: 1.2 })],
  ["a record added under a list", ({ rates }) => rates.set(["EUR", "GBP"], { rate: 0.9 })],
  ["a record added under an object where all others have texts", ({ tasks }) => tasks.set({ id: 9 }, task("9"))],
  ["a record under a Date gone", ({ rates }) => rates.delete([...rates.keys()][1])],
  ["a Date", ({ crm }) => crm.at?.setTime(1)],
  [
    "null in the place of a Date",
    ({ crm }) => {
      crm.at = null;
    },
  ],
  ["a list", ({ order }) => order.reverse()],
  ["a list that is shorter", ({ order }) => order.pop()],
  [
    "the sign of a zero",
    (state) => {
      state.count = -0;
    },
  ],
  [
    "no number",
    (state) => {
      state.count = Number.NaN;
    },
  ],
  [
    "a Map in the place of a number",
    (state) => {
      state.count = new Map([["a", 1]]);
    },
  ],
  ["a member of the state added", (state) => Object.assign(state, { extra: { a: new Map() } })],
  ["a member of the state gone", (state) => Reflect.deleteProperty(state, "order")],
  [
    "a member called __proto__",
    ({ tasks }) => Object.defineProperty(tasks.get("t1"), "__proto__", { value: { a: 1 }, enumerable: true }),
  ],
];

it.each(changes)("has a state again whose difference is %s", (_, change) => {
  const beginning = copyData(begin());
  const state = begin();
  change(state);
  const compared = findDifference(state, beginning);
  const difference = deserialize(serialize(compared.difference));
  const again = applyDifference(beginning, difference, copyData);
  expect(again).toStrictEqual(state);
  // Which tells the order of members and records, and what is undefined.
  const shown = (value: unknown) => inspect(value, { depth: 9 });
  expect(shown(again)).toBe(shown(state));
  // What is done to it later is done to nobody else's.
  expect(weighPlain([beginning, again], { distinct: true })).toBeDefined();
  expect(shown(beginning)).toBe(shown(begin()));
  const seen = applyDifference(beginning, difference, (common) => common);
  expect(shown(seen)).toBe(shown(state));
});

it("keeps nothing of a state that is as it began, and of one that has changed a record that one", () => {
  const { rates: _, ...state } = begin();
  const beginning = copyData(state);
  expect(findDifference(state, beginning).difference).toBeUndefined();
  state.tasks.set("t2", { id: "t2", title: null, tags: [] });
  const compared = findDifference(state, beginning);
  expect(compared.difference).toEqual({
    kind: "members",
    members: [
      {
        kind: "records",
        gone: new Set(),
        changed: new Map([["t2", { id: "t2", title: null, tags: [] }]]),
        added: new Map(),
      },
      undefined,
      undefined,
      undefined,
    ],
  });
  // Texts that both have are there once.
  expect(compared.weight).toBeLessThan(weighPlain(state) as number);
});
