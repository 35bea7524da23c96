import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { decodeState } from "../../../src/simulator/state/decode-state.ts";
import { encodeState } from "../../../src/simulator/state/encode-state.ts";
import { mapsOf, shapeOf } from "../../../src/simulator/state/shape.ts";

class Task {
  title = "a class of its own";
}

const holdsItself: Record<string, unknown> = { name: "loop" };
holdsItself.self = holdsItself;

/** The JSON of a state, and the state that is made of it. */
function roundTrip(state: unknown, scenario = state): { text: string; decoded: unknown } {
  const text = JSON.stringify(encodeState(state, shapeOf(scenario)));
  const { state: decoded, broken } = decodeState(JSON.parse(text), shapeOf(scenario));
  expect(broken).toEqual([]);
  return { text, decoded };
}

describe("a state as JSON", () => {
  it.each<[string, unknown, string]>([
    ["null", null, "null"],
    ["an object without Maps", { list: [1, [], {}], count: 0, none: null }, '{"list":[1,[],{}],"count":0,"none":null}'],
    ["a member that objects have anyway", JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
    ["a Map itself", new Map([["a", 1]]), '{"a":1}'],
    ["Maps in objects", { crm: { tasks: new Map([["a", { b: [true] }]]) } }, '{"crm":{"tasks":{"a":{"b":[true]}}}}'],
    ["an empty Map", { tasks: new Map() }, '{"tasks":{}}'],
    [
      "keys that look like numbers, in their order",
      {
        tasks: new Map([
          ["1", 1],
          ["2", 2],
          ["a", 3],
        ]),
      },
      '{"tasks":{"1":1,"2":2,"a":3}}',
    ],
    [
      "keys that look like numbers, in another order",
      {
        tasks: new Map([
          ["10", 1],
          ["9", 2],
        ]),
      },
      '{"tasks":[["10",1],["9",2]]}',
    ],
    [
      "keys that look like numbers, behind others",
      {
        tasks: new Map([
          ["a", 1],
          ["9", 2],
        ]),
      },
      '{"tasks":[["a",1],["9",2]]}',
    ],
    ["keys that are numbers", { tasks: new Map([[1, "a"]]) }, '{"tasks":[[1,"a"]]}'],
    [
      "names that objects have anyway",
      { tasks: new Map([["__proto__", JSON.parse('{"__proto__":1,"constructor":2}')]]) },
      '{"tasks":{"__proto__":{"__proto__":1,"constructor":2}}}',
    ],
  ])("holds %s", (_, state, expected) => {
    const { text, decoded } = roundTrip(state);
    expect(text).toBe(expected);
    expect(decoded).toEqual(state);
    expect(JSON.stringify(encodeState(decoded, shapeOf(state)))).toBe(expected);
  });

  it("leaves out members that are undefined, and takes those that the scenario leaves so", () => {
    expect(roundTrip({ a: { b: undefined }, c: undefined }, { a: {}, c: undefined }).decoded).toEqual({ a: {} });
    expect(roundTrip({ a: {}, c: 5 }, { a: {}, c: undefined }).decoded).toEqual({ a: {}, c: 5 });
  });

  it("takes objects of another realm, as a test runner makes them", () => {
    const scenario = { a: new Map([["b", [2]]]) };
    const state = runInNewContext("({ a: new Map([['b', [1]]]) })");
    for (const one of [scenario, state]) expect(roundTrip(state, one).text).toBe('{"a":{"b":[1]}}');
    const hidden = runInNewContext("({ a: [new Map()] })");
    expect(() => encodeState(hidden, shapeOf({ a: [] }))).toThrow("is a Map inside a record or a list");
  });

  it("shares nothing with the state", () => {
    const state = { tasks: new Map([["a", { tags: [1] }]]) };
    const json = encodeState(state, shapeOf(state)) as { tasks: { a: { tags: number[] } } };
    json.tasks.a.tags.push(2);
    const { state: decoded } = decodeState(json, shapeOf(state)) as { state: typeof state };
    json.tasks.a.tags.push(3);
    expect([state.tasks.get("a"), decoded.tasks.get("a")]).toEqual([{ tags: [1] }, { tags: [1, 2] }]);
  });

  it.each<[string, unknown, string]>([
    ["a Date", new Date(0), "/tasks/a/it is a Date: JSON does not have it"],
    ["a Set", new Set(), "/tasks/a/it is a Set: JSON does not have it"],
    ["a function", () => 1, "/tasks/a/it is a function: JSON does not have it"],
    ["a bigint", 1n, "/tasks/a/it is a bigint: JSON does not have it"],
    ["NaN", Number.NaN, "/tasks/a/it is NaN: JSON does not have it"],
    ["undefined in a list", [1, undefined], "/tasks/a/it/1 is undefined: JSON does not have it"],
    ["a hole in a list", Array(1), "/tasks/a/it/0 is undefined: JSON does not have it"],
    ["an object of a class", new Task(), "/tasks/a/it is a Task: JSON does not have it"],
    [
      "a Map in a record",
      new Map(),
      "/tasks/a/it is a Map inside a record or a list, where none can be told from an object",
    ],
    [
      "what holds itself",
      holdsItself,
      "/tasks/a/it/self/self/self/self/self is nested more than 512 levels deep below, or holds itself; JSON has neither",
    ],
  ])("is refused to %s, with place and reason", (_, it, message) => {
    expect(() => encodeState({ tasks: new Map([["a", { it }]]) }, shapeOf({ tasks: new Map() }))).toThrow(
      expect.objectContaining({
        pointer: message.slice(0, message.indexOf(" ")),
        message: message.slice(message.indexOf(" ") + 1),
      }),
    );
  });

  it.each<[string, unknown, unknown, string]>([
    [
      "a Map",
      { tasks: new Map() },
      { tasks: null },
      "/tasks is a Map, and none in the scenario, which alone tells it from an object",
    ],
    [
      "a member",
      { tasks: new Map(), task: 1 },
      { tasks: new Map() },
      "/task is no member of the scenario's state. Did you mean tasks? There are: tasks",
    ],
    ["another kind", { tasks: [], count: "1" }, { tasks: [], count: 1 }, '/count is "1", and a number in the scenario'],
    [
      "a Map no more",
      { tasks: {}, count: "x" },
      { tasks: new Map(), count: 1 },
      '/count is "x", and a number in the scenario',
    ],
    [
      "a key that is an object",
      { tasks: new Map([[{}, 1]]) },
      { tasks: new Map() },
      "/tasks has a key that is an object. The keys of a Map are texts or numbers",
    ],
  ])("is refused where it has %s that its scenario has not", (_, state, scenario, message) => {
    expect(() => encodeState(state, shapeOf(scenario))).toThrow(
      expect.objectContaining({
        pointer: message.slice(0, message.indexOf(" ")),
        message: message.slice(message.indexOf(" ") + 1),
      }),
    );
  });
});

describe("a state of JSON", () => {
  it.each<[unknown, unknown, string[]]>([
    [null, { a: 1 }, [" is an object, and null in the scenario"]],
    [{ a: 1 }, null, [" is null, and an object in the scenario"]],
    [{ a: "x" }, { a: 1 }, ["/a is 1, and a text in the scenario"]],
    [{ a: "x", b: [], c: {} }, { a: null, b: null, c: null }, []],
    [{ a: true, b: 1 }, { a: null, b: null }, []],
    [{ a: true }, { a: 1 }, ["/a is 1, and a boolean in the scenario"]],
    [{ a: null }, { a: { anything: [1] } }, []],
    [{ a: { b: new Map() } }, { a: [] }, ["/a is a list, and an object in the scenario"]],
    [
      { a: new Map([[1, {}]]) },
      { a: { 1: {} } },
      ["/a is an object, whose keys are texts: those of the scenario are numbers, in a list of [key, record]"],
    ],
    [{ a: new Map([[1, {}]]) }, { a: {} }, []],
    [{ a: new Map() }, { a: { b: new Date(0) } }, ["/a/b is a Date: JSON does not have it"]],
    [{}, JSON.parse('{"__proto__":{"polluted":1}}'), ["/__proto__ is no member of the scenario's state. There are: "]],
  ])("made as %j is not %j", (scenario, json, expected) => {
    expect(decodeState(json, shapeOf(scenario)).broken.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual(
      expected,
    );
  });
});

it("names Maps by the way to them", () => {
  const state = { tasks: new Map(), crm: { contacts: new Map(), none: {} }, list: [new Map()] };
  expect(mapsOf(shapeOf(state)).map(({ name }) => name)).toEqual(["tasks", "crm.contacts"]);
});
