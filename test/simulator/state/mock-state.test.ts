import { rmSync } from "node:fs";
import request from "supertest";
import { expect, it, onTestFinished } from "vitest";
import { createApp } from "../../../src/index.ts";
import { type ClumsyProvider, writeProvider } from "../clumsy-provider.ts";

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

it("refuses a record without members that other operations need", async () => {
  const records = "{ tasks: { operation: 'do0', members: ['title', 'tags'], request: () => undefined } }";
  const state = { tasks: { a: { title: "A" }, b: { title: null, tags: [] } } };
  expect(await ask("put", { scenario: tasks, records }, { state })).toEqual([
    422,
    refused('shows it without "tags", which other operations need'),
  ]);
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
    expect.stringContaining('\ntasks "a": do0 would show another record: its own members make its key "b"'),
  ]);
});

it("tells a mock that names records of no Map", async () => {
  const records = "{ task: { operation: 'do0', request: () => ({}) } }";
  expect(await ask("put", { scenario: tasks, records }, { state: { tasks: {} } })).toEqual([
    500,
    `[clumsy] The mock's "records" name "task", which is no Map of its state. Did you mean tasks? There are: tasks.`,
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

const linked = `() => ({
  accounts: new Map([
    ["a", { id: "a", status: "active", count: 1, note: null }],
    ["b", { id: "b", status: "expired", count: 2.5, note: "x", since: "2026" }],
  ]),
  count: 1,
})`;
const ofAccounts = (...records: unknown[]) => ({
  state: {
    accounts: Object.fromEntries(records.map((record, index) => [String.fromCharCode(99 + index), record])),
    count: 2,
  },
});

it.each([undefined, "{ accounts: 'a header names them' }"])(
  "holds records that no operation shows against those of the scenario, with records of %s",
  async (records) => {
    const mock = { scenario: linked, ...(records === undefined ? {} : { records }) };
    const good = { id: "c", status: null, count: 7, note: 5, more: true };
    const [status] = await ask("put", mock, ofAccounts(good));
    expect(status).toBe(200);
    expect(await ask("put", mock, ofAccounts({ ...good, id: null }))).toEqual([
      422,
      `[clumsy] The state is refused, 1 place is broken:
/accounts/c/id is null, and the record's key in the scenario`,
    ]);
    expect(await ask("put", mock, ofAccounts(good, 5, { id: 5, note: null, count: null }))).toEqual([
      422,
      `[clumsy] The state is refused, 4 places are broken:
/accounts/d is 5, and an object in the scenario
/accounts/e/id is 5, and a text in the scenario
/accounts/e/status is missing: it is a text in every record of the scenario
/accounts/e/count is null, and a number in the scenario`,
    ]);
  },
);

it.each([undefined, "{ accounts: { operation: 'do0', request: () => undefined } }"])(
  "holds what records that are not shown hold against those of the scenario, and a UUID beside them, with records of %s",
  async (records) => {
    const mock = {
      ...(records === undefined ? {} : { records }),
      scenario: `() => ({
  accounts: new Map([
    ["a", { tags: ["x"], mixed: [1, "x"], owner: { name: "A", age: 1 } }],
    ["b", { tags: [], mixed: [], owner: { name: null, age: 2 } }],
  ]),
  member: "688ebf54-d343-4104-8711-82c2feac534a",
})`,
    };
    const put = (member: string | null, account: object) =>
      ask("put", mock, { state: { accounts: { c: account }, member } });
    const uuid = "00000000-0000-4000-8000-00000000000A";
    const good = { tags: ["y", "z"], mixed: [null, {}], owner: { name: 1 } };
    expect((await put(uuid, good))[0]).toBe(200);
    expect(await put(uuid, { tags: ["y", null, 7], mixed: [], owner: { age: "x" } })).toEqual([
      422,
      `[clumsy] The state is refused, 3 places are broken:
/accounts/c/tags/1 is null, and a text in the scenario
/accounts/c/tags/2 is 7, and a text in the scenario
/accounts/c/owner/age is "x", and a number in the scenario`,
    ]);
    for (const member of ["x", null]) {
      const told = `/member is ${JSON.stringify(member)}, and a UUID in the scenario`;
      expect(await put(member, good)).toEqual([422, `[clumsy] The state is refused, 1 place is broken:\n${told}`]);
    }
  },
);

it.each([null, "1"])("refuses %j where the scenario has a number", async (count) => {
  const body = { state: { ...ofAccounts().state, count } };
  expect(await ask("put", { scenario: linked }, body)).toEqual([
    422,
    `[clumsy] The state is refused, 1 place is broken:\n/count is ${JSON.stringify(count)}, and a number in the scenario`,
  ]);
});

it("takes any number where the scenario has one", async () => {
  const [fraction] = await ask("put", { scenario: linked }, { state: { ...ofAccounts().state, count: 19.99 } });
  const [below] = await ask("put", { scenario: linked }, { state: { ...ofAccounts().state, count: -3 } });
  const [any] = await ask("put", { scenario: "() => ({ sum: 0.5 })" }, { state: { sum: 7 } });
  expect([fraction, below, any]).toEqual([200, 200, 200]);
});
