import { rmSync } from "node:fs";
import { join } from "node:path";
import request from "supertest";
import { expect, it, onTestFinished } from "vitest";
import { createApp, startStandin } from "../../../src/index.ts";
import { type ClumsyProvider, writeProvider } from "../clumsy-provider.ts";
import { createFixtureApp } from "../fixture.ts";

const schema = { type: "object", required: ["id"], properties: { id: { type: "string" } } };

/** Asks for the state of a mock that was written in a hurry. */
async function ask(method: "get" | "put", mock: Partial<ClumsyProvider>, body?: object): Promise<[number, string]> {
  const folder = writeProvider({ handlers: ["() => ({ status: 200, body: {} })"], schema, ...mock });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { app } = createApp({ providersDir: folder, providers: ["clumsy"], log: () => {} });
  const response = await request(app)[method]("/_standin/state/clumsy").send(body);
  return [response.status, response.body.detail];
}

const told = (place: string) =>
  `[clumsy] The mock's state cannot be told as JSON: ${place}. A state is plain data, with the members that its scenario has. One from before an edit of the mock may have others: a reset begins anew.`;

it.each([
  ["() => ({ since: new Date(0) })", told("/since is a Date: JSON does not have it")],
  ["() => ({ tasks: new Map([['a', { tags: new Set() }]]) })", told("/tasks/a/tags is a Set: JSON does not have it")],
  ["() => [new Map()]", told("/0 is a Map inside a record or a list, where none can be told from an object")],
  ["() => ({ error: new Error() })", told("/error is an Error: JSON does not have it")],
  [
    "() => ({ inner: Object.create({ a: 1 }) })",
    told("/inner is an object with a prototype of its own: JSON does not have it"),
  ],
  ["() => new (class Tasks {})()", told("the state is a Tasks: JSON does not have it")],
  ["() => { throw new RangeError('no') }", '[clumsy] The scenario "documented" threw: RangeError: no'],
  [
    "async () => ({})",
    '[clumsy] The scenario "documented" threw: TypeError: The scenario "documented" answered a promise. A state is answered at once: remove async and await.',
  ],
])("tells a mock with the scenario %s what is wrong with it", async (scenario, detail) => {
  expect(await ask("get", { scenario })).toEqual([500, detail]);
});

it("tells it in the library as well", async () => {
  const folder = writeProvider({ handlers: ["() => ({ status: 200 })"], scenario: "() => ({ since: 1n })" });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { ready, tenant } = createApp({ providersDir: folder, providers: ["clumsy"], log: () => {} });
  await ready;
  const message = told("/since is a bigint: JSON does not have it");
  expect(() => tenant("clumsy").snapshot()).toThrow(expect.objectContaining({ code: "STATE_INVALID", message }));
});

const tasks = "() => ({ tasks: new Map() })";
const refused = (line: string) => `[clumsy] The state is refused, 1 place is broken:\ntasks "a": do0 ${line}`;
const shown = "{ tasks: { operation: 'do0', request: (id) => ({ path: { id } }) } }";

it.each<[string, Partial<ClumsyProvider>, string]>([
  ["throws", { handlers: ["() => { throw new TypeError('no') }"] }, refused("threw: TypeError: no")],
  [
    "answers no success",
    { handlers: ["() => ({ status: 404, body: { error: 'gone' } })"] },
    refused('answers 404 for it: {"error":"gone"}'),
  ],
  [
    "answers a promise",
    { handlers: ["async () => ({ status: 200 })"] },
    refused("threw: TypeError: It answered a promise. A reply is answered at once: remove async and await."),
  ],
  [
    "throws for the request",
    { records: "{ tasks: { operation: 'do0', request: (id, { gone }) => gone.path } }" },
    refused("threw: TypeError: Cannot read properties of undefined (reading 'path')"),
  ],
])("refuses a record for which its handler %s", async (_, mock, detail) => {
  const body = { state: { tasks: { a: { id: "a" } } } };
  expect(await ask("put", { scenario: tasks, records: shown, ...mock }, body)).toEqual([422, detail]);
});

it("refuses a kept answer that its operation could not give", async () => {
  const mock = {
    scenario: "() => ({ kept: new Map() })",
    records: "{ kept: { answer: (key, { operation = 'do0', ...reply }) => ({ operation, reply }) } }",
    schema,
  };
  const kept = {
    given: { status: 200, body: { id: "a" } },
    other: { status: 200, body: {} },
    odd: { status: 7 },
    unknown: { operation: "do7", status: 200 },
    none: null,
  };
  const [status, detail] = await ask("put", mock, { state: { kept } });
  expect(status).toBe(422);
  expect(detail?.replaceAll(/\(.*:\d+,/g, "(FILE,")).toMatchInlineSnapshot(`
    "[clumsy] The state is refused, 4 places are broken:
    kept "other": do0 response.body /id required: the property is missing (FILE, documented)
    /kept/odd is no answer that could be given again: RangeError: A reply has a status from 200 to 599, not 7.
    /kept/unknown is no answer that could be given again: Error: the contract has no operation "do7"
    /kept/none is no answer that could be given again: TypeError: Cannot read properties of null (reading 'operation')"
  `);
  expect(await ask("put", mock, { state: { kept: { given: kept.given } } })).toEqual([200, undefined]);
});

it.each([0, -1, 2 ** 52 + 1])("refuses %j for a number that counts up from 1", async (next) => {
  const mock = { scenario: "() => ({ ids: { next: 1, all: new Map() } })", counters: "{ 'ids.next': 1 }" };
  expect(await ask("put", mock, { state: { ids: { next, all: {} } } })).toEqual([
    422,
    `[clumsy] The state is refused, 1 place is broken:\n/ids/next is ${next}. It counts up: it is a whole number from 1 to 4503599627370496`,
  ]);
  expect(await ask("put", mock, { state: { ids: { next: 2 ** 52, all: {} } } })).toEqual([200, undefined]);
});

it("refuses a record that stands under another key than its own", async () => {
  const records = "{ tasks: { operation: 'do0', key: ({ id }) => id, request: () => undefined } }";
  expect(await ask("put", { scenario: tasks, records }, { state: { tasks: { a: { id: "b" } } } })).toEqual([
    422,
    '[clumsy] The state is refused, 1 place is broken:\n/tasks/a stands under another key than its own members make: "b"',
  ]);
});

it("has handlers show a copy, at the tenant's time and with ids of no tenant's", async () => {
  const writes =
    "({ path }, { state, clock, nextId }) => (state.tasks.delete(path.id), { status: 200, body: { id: nextId() + clock.now().getTime() } })";
  const folder = writeProvider({ handlers: [writes], scenario: tasks, schema, records: shown });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { ready, tenant } = createApp({ providersDir: folder, providers: ["clumsy"], log: () => {} });
  await ready;
  const clumsy = tenant("clumsy");
  const { sources } = clumsy.snapshot();
  clumsy.restore({ state: { tasks: { a: { id: "a" }, b: { id: "b" } } } });
  expect(clumsy.snapshot()).toMatchObject({ state: { tasks: { a: {}, b: {} } }, sources });
});

const account = {
  type: "object",
  required: ["id", "status", "tags"],
  properties: { status: { enum: ["active", "expired"] }, tags: { type: "array", items: { type: "string" } } },
};

it.each([
  "{ hidden: 'a header names them', key: ({ id }) => id, schema: SCHEMA }",
  "{ operation: 'do0', request: () => undefined, key: ({ id }) => id, schema: SCHEMA }",
])("refuses a record that is not as the mock's schema says, with the view %s", async (view) => {
  const mock = {
    scenario: "() => ({ crm: { accounts: new Map() } })",
    records: `{ 'crm.accounts': ${view.replace("SCHEMA", JSON.stringify(account))} }`,
  };
  const put = (accounts: object) => ask("put", mock, { state: { crm: { accounts } } });
  const good = { id: "a", status: "active", tags: ["x"], more: 1 };
  expect(await put({ a: good })).toEqual([200, undefined]);
  expect(await put({ a: good, "b/c": 5, d: { id: 7, status: "gone", tags: ["x", null] }, e: good })).toEqual([
    422,
    `[clumsy] The state is refused, 4 places are broken:
/crm/accounts/b~1c must be object, and is 5
/crm/accounts/d/status must be one of "active", "expired", and is "gone"
/crm/accounts/d/tags/1 must be string, and is null
/crm/accounts/e stands under another key than its own members make: "a"`,
  ]);
  expect(await put({ a: { id: "a", status: "active" } })).toEqual([
    422,
    "[clumsy] The state is refused, 1 place is broken:\n/crm/accounts/a/tags is missing, and the mock needs it",
  ]);
});

it("refuses a record that nothing makes a key of", async () => {
  const records = "{ tasks: { hidden: 'nobody sees them', key: ({ id }) => id.toString() } }";
  expect(await ask("put", { scenario: tasks, records }, { state: { tasks: { a: {} } } })).toEqual([
    422,
    "[clumsy] The state is refused, 1 place is broken:\n/tasks/a has nothing to make its key of: TypeError: Cannot read properties of undefined (reading 'toString')",
  ]);
});

// What a mock has in its scenario by chance says nothing of what its handlers will make of it.
const odd = `() => ({
  threads: new Map([
    ["a", { id: "a", thread: "a", note: "x", count: 1, tags: ["x"], owner: { name: "A" }, createdAt: "2026-01-01" }],
    ["b", { id: "b", thread: "b", note: "y", count: 2, tags: ["y"], owner: { name: "B" }, createdAt: "2026-01-01" }],
  ]),
  token: "688ebf54-d343-4104-8711-82c2feac534a",
  sum: 1,
})`;
const makeOdd = `(_, { state }) => {
  state.threads.set("c", { id: "c", thread: "a", count: null, tags: [null, 7], owner: null, createdBt: "me" });
  state.token = "opaque";
  state.sum = null;
  return { status: 200, body: {} };
}`;
const createdAt = { type: "object", properties: { createdAt: { type: "string" } } };

it.each([
  undefined,
  "{ threads: 'nobody sees them' }",
  "{ threads: { operation: 'do1', request: (id) => ({ path: { id } }) } }",
])("takes back what it has told of a mock that makes odd records, with records of %s", async (records) => {
  const folder = writeProvider({
    scenario: odd,
    handlers: [makeOdd, "() => ({ status: 200, body: {} })"],
    schema: createdAt,
    ...(records === undefined ? {} : { records }),
  });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const state = join(folder, "states.ndjson");
  const start = () => startStandin({ providersDir: folder, providers: ["clumsy"], log: () => {}, state });
  const first = await start();
  const tenant = first.provider("clumsy").tenant("odd");
  await fetch(`${tenant.baseUrl}/0`, { headers: { authorization: `Bearer ${tenant.credential}` } });
  const told = tenant.snapshot();
  tenant.restore(told);
  expect(tenant.snapshot()).toEqual(told);
  tenant.reset();
  tenant.restore(told);
  first.provider("clumsy").tenant("other").restore(told);
  expect(tenant.snapshot()).toEqual(told);
  await first.close();
  const second = await start();
  expect(second.provider("clumsy").tenant("odd").snapshot()).toEqual(told);
  await second.close();
});

it("refuses a member one slip from a documented one, unless the tenant has it already", async () => {
  const mock = {
    scenario: odd,
    handlers: ["() => ({ status: 200, body: {} })"],
    records: "{ threads: { operation: 'do0', request: () => ({}) } }",
    schema: createdAt,
  };
  const put = (member: string) => ask("put", mock, { state: { threads: { a: { [member]: "x" } }, token: "", sum: 0 } });
  expect((await put("createdBt"))[1]).toContain(
    'threads "a": do0 does not show its member "createdBt", which no record of the scenario has. Did you mean createdAt?',
  );
  expect(await put("createdBy")).toEqual([200, undefined]);
});

it.each<[string, unknown]>([
  ["a number", "1"],
  ["a number", [1]],
  ["a text", 1],
])("refuses for %s of the scenario %j", async (kind, value) => {
  const body = { state: { it: value } };
  const scenario = kind === "a text" ? "() => ({ it: 'x' })" : "() => ({ it: 1 })";
  const is = Array.isArray(value) ? "a list" : JSON.stringify(value);
  expect(await ask("put", { scenario }, body)).toEqual([
    422,
    `[clumsy] The state is refused, 1 place is broken:\n/it is ${is}, and ${kind} in the scenario`,
  ]);
});

it.each([19.99, -3, 7, null])("takes %j where the scenario has a number", async (sum) => {
  for (const scenario of ["() => ({ sum: 1 })", "() => ({ sum: 0.5 })"])
    expect((await ask("put", { scenario }, { state: { sum } }))[0]).toBe(200);
});

it("shows a record whose key no URL can name, and keeps it", async () => {
  const { app } = createFixtureApp();
  const task = { id: "\ud800", title: "Half a pair", createdAt: "2026-01-01T00:00:00.000Z" };
  const state = JSON.stringify({ state: { tasks: { "\ud800": task } } });
  const put = () => request(app).put("/_standin/state/acme").set("content-type", "application/json").send(state);
  expect((await put()).body.detail).toBeUndefined();
  expect((await request(app).get("/_standin/state/acme")).body.state.tasks).toEqual({ "\ud800": task });
});
