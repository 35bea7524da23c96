import { runInNewContext, runInThisContext } from "node:vm";
import { expect, it } from "vitest";
import { weighPlain } from "../../src/simulator/weigh.ts";

class Account {
  id = 1;
}
const nest = (depth: number): unknown => (depth === 0 ? 1 : { inner: nest(depth - 1) });
const ring: { next?: unknown } = {};
ring.next = { one: ring, two: ring };

it.each([
  ["JSON's types", { a: [1, "x", true, null, { b: {} }] }],
  ["undefined and bigint", [undefined, 10n]],
  ["Map, Set and Date", new Map<unknown, unknown>([["a", new Set([new Date(0)])]])],
])("takes %s for data", (_, value) => {
  expect(weighPlain(value)).toBeGreaterThan(0);
});

it.each([
  ["an instance of a class", { account: new Account() }],
  ["an instance of a class in a Map", new Map([["a", new Account()]])],
  ["an instance of a class among a Map's keys", new Map([[new Account(), "a"]])],
  ["an instance of a class in a Set", new Set([new Account()])],
  ["a class of its own of a Map", new (class extends Map {})()],
  ["a function", [() => 1]],
  ["a symbol", [Symbol("a")]],
  ["a member named by a symbol", { [Symbol("a")]: 1 }],
  ["a member that is no enumerable one", Object.defineProperty({}, "a", { value: 1 })],
  [
    "a getter",
    {
      get a() {
        return 1;
      },
    },
  ],
  ["an object without a prototype", Object.create(null)],
  ["a list with a hole", new Array(2)],
  ["a list with a name", Object.assign([1], { name: "a" })],
  ["a Map with a name", Object.assign(new Map(), { name: "a" })],
  ["a regular expression", /a/],
  ["an error", new Error("a")],
  ["bytes", Buffer.from("a")],
  ["what is nested too deeply", nest(300)],
  ["what holds itself", ring],
])("takes %s for something else", (_, value) => {
  expect(weighPlain(value)).toBeUndefined();
});

it.each([
  ["an object in two places", (one: object) => [one, { one }]],
  ["an object in two Maps", (one: object) => [new Map([["a", one]]), new Map([["a", one]])]],
  ["an object among a Map's keys and its records", (one: object) => new Map([[one, one]])],
  ["an object twice among a list's Sets", (one: object) => [new Set([one]), new Set([one])]],
  ["a Proxy", (one: object) => [new Proxy(one, {})]],
])("tells that %s would be another thing in a copy", (_, make) => {
  const plain = [{ a: 1 }, new Map([["a", { a: 1 }]]), new Set([{ a: 1 }])];
  expect(weighPlain(plain, { distinct: true })).toBe(weighPlain(plain));
  expect(weighPlain(make({ a: 1 }))).toBeGreaterThan(0);
  expect(weighPlain(make({ a: 1 }), { distinct: true })).toBeUndefined();
});

it("weighs what comes of another realm, as of a test runner's, alike, and takes no class of its own for data", () => {
  const plain = "({ list: [1, 'x'], tasks: new Map([['a', { tags: new Set(['b']) }]]), at: new Date(0) })";
  const own = weighPlain(runInThisContext(plain));
  expect(own).toBeGreaterThan(0);
  expect(weighPlain(runInNewContext(plain))).toBe(own);
  const odd = ["new (class extends Map {})()", "new (class Map {})()", "new (class Object {})()", "/a/"];
  expect(odd.map((text) => weighPlain(runInNewContext(text)))).toEqual(odd.map(() => undefined));
});

it("weighs what is larger heavier, about as the heap does", () => {
  const records = (count: number) =>
    new Map(Array.from({ length: count }, (_, n) => [`id-${n}`, { id: `id-${n}`, name: "x".repeat(100), tags: [n] }]));
  const weights = [0, 1, 1000].map((count) => weighPlain({ records: records(count) }) as number);
  expect(weights).toMatchInlineSnapshot(`
    [
      56,
      388,
      335836,
    ]
  `);
});
