import { inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { expect, it } from "vitest";
import { copyData, isCopied } from "../../src/simulator/copy-data.ts";
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
  const difference = deserialize(serialize(compared?.difference));
  const again = applyDifference(beginning, difference, copyData);
  expect(again).toStrictEqual(state);
  // Which tells the order of members and records, and what is undefined.
  const shown = (value: unknown) => inspect(value, { depth: 9 });
  expect(shown(again)).toBe(shown(state));
  // What is done to it later is done to nobody else's.
  expect(isCopied([beginning, again])).toBe(true);
  expect(shown(beginning)).toBe(shown(begin()));
  const seen = applyDifference(beginning, difference, (common) => common);
  expect(shown(seen)).toBe(shown(state));
});

it("keeps nothing of a state that is as it began, and of one that has changed a record that one", () => {
  const state = begin();
  const beginning = copyData(begin());
  expect(findDifference(state, beginning)?.difference).toBeUndefined();
  state.tasks.set("t2", { id: "t2", title: null, tags: [] });
  const compared = findDifference(state, beginning);
  expect(compared?.difference).toEqual({
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
  expect(compared?.weight).toBeLessThan(weighPlain(state) as number);
});

class Account {
  id = "t1";
  title = "Task t1";
  tags = ["a", { n: 1 }];
}
const getter = () => ({
  id: "t1",
  get title() {
    return "Task t1";
  },
  tags: ["a", { n: 1 }],
});

it.each([
  ["an instance of a class", new Account()],
  ["a getter", getter()],
  ["a member that is no enumerable one", Object.defineProperty(task("t1"), "title", { enumerable: false })],
  ["a member named by a symbol", Object.assign(task("t1"), { [Symbol("a")]: 1 })],
  ["a list with a name", { ...task("t1"), tags: Object.assign(["a", { n: 1 }], { name: "a" }) }],
  ["an object without a prototype", Object.assign(Object.create(null), task("t1"))],
  ["a function", { ...task("t1"), title: () => "Task t1" }],
])("takes a state for no data that reads like its beginning and has %s", (_, record) => {
  const state = { ...begin(), tasks: new Map<unknown, unknown>([["t1", record]]) };
  expect(findDifference(state, copyData(begin()))).toBeUndefined();
});

it.each([
  ["an object in two places", (one: object) => [one, { one }]],
  ["an object in two Maps", (one: object) => [new Map([["a", one]]), new Map([["a", one]])]],
  ["a Proxy", (one: object) => [new Proxy(one, {})]],
])("tells that %s would be another thing in a copy", (_, make) => {
  expect(isCopied(make({ a: 1 }))).toBe(false);
  expect(isCopied([{ a: 1 }, new Map([["a", { a: 1 }]]), new Set([{ a: 1 }])])).toBe(true);
});
