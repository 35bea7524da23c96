import { expect, it } from "vitest";
import { packStates, toBeginning } from "../../src/simulator/packed-states.ts";
import type { Space } from "../../src/simulator/store.ts";

const task = () => ({ id: "t1", title: "Task t1" as unknown, tags: ["a", { n: 1 }] });
const begin = (record: object = task()) => ({ tasks: new Map([["t1", record]]), count: 0 });
const beginning = toBeginning(begin());

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

function spaceWith(state: unknown, stale?: unknown): Space {
  return { context: { state }, stale: stale && { state: stale, writtenAt: 0 }, isHeld: false } as unknown as Space;
}

it("packs a state that reads like its beginning and is plain data into nothing", () => {
  const space = spaceWith(begin());
  expect(packStates(space, beginning)?.bytes).toHaveLength(0);
  expect(space.context?.state).toBeUndefined();
});

it.each([
  ["an instance of a class", new Account()],
  ["a getter", getter()],
  ["a member that is no enumerable one", Object.defineProperty(task(), "title", { enumerable: false })],
  ["a member named by a symbol", Object.assign(task(), { [Symbol("a")]: 1 })],
  ["a list with a name", { ...task(), tags: Object.assign(["a", { n: 1 }], { name: "a" }) }],
  ["an object without a prototype", Object.assign(Object.create(null), task())],
  ["a function", { ...task(), title: () => "Task t1" }],
  ["a Proxy", new Proxy(task(), {})],
])("leaves a state where it is that reads like its beginning and has %s", (_, record) => {
  const state = begin(record);
  const space = spaceWith(state);
  expect(packStates(space, beginning)).toBeUndefined();
  expect(space.context?.state === state).toBe(true);
  const before = spaceWith(begin(), state);
  expect(packStates(before, beginning)).toBeUndefined();
});

it("packs whole what has an object in common with the state before its last write", () => {
  const state = begin();
  const space = spaceWith(state, { ...begin(), tasks: new Map(state.tasks) });
  expect(packStates(space, beginning)).toMatchObject({ beginning: undefined });
});
