import { rmSync } from "node:fs";
import { join } from "node:path";
import request from "supertest";
import { expect, it, onTestFinished } from "vitest";
import { createApp } from "../../src/index.ts";
import { writeProvider } from "./clumsy-provider.ts";
import { bearer } from "./fixture.ts";

it.each(["async () => ({})", 'async () => { throw new Error("late"); }'])(
  "tells a scenario that answers a promise: %s",
  async (scenario) => {
    const folder = writeProvider({ handlers: ["() => ({ status: 200 })"], scenario });
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { app } = createApp({ providersDir: folder, providers: ["clumsy"], log: () => {} });
    const response = await request(app).get("/clumsy/0").set(bearer);
    expect([response.status, response.body.detail]).toEqual([
      500,
      '[clumsy] do0 threw: TypeError: The scenario "documented" answered a promise. A state is answered at once: remove async and await.',
    ]);
  },
);

it.each<[string, string, { counters: string } | { records: string }, string]>([
  [
    "records that the state has not",
    "() => ({ crm: { tasks: new Map() }, notes: new Map(), count: 1 })",
    { records: "{ 'crm.taskz': 'nobody sees them' }" },
    'has "records" of "crm.taskz", which is no member of the state of the scenario "documented". Did you mean crm.tasks? Its Maps are: crm.tasks, notes.',
  ],
  [
    "records that are no Map",
    "() => ({ tasks: [] })",
    { records: "{ tasks: 'nobody sees them' }" },
    'has "records" of "tasks", which is a list in the state of the scenario "documented". Its Maps are: none.',
  ],
  [
    "a counter that the state has not",
    "() => ({ ids: { next: 1, other: 0.5 }, tasks: new Map([['a', { next: 1 }]]) })",
    { counters: "{ 'ids.nxt': 1 }" },
    'has "counters" with "ids.nxt", which is no member of the state of the scenario "documented". Did you mean ids.next? Its numbers are: ids.next, ids.other.',
  ],
  [
    "a counter that is no number",
    "() => ({ next: '1' })",
    { counters: "{ next: 1 }" },
    'has "counters" with "next", which is a text in the state of the scenario "documented". Its numbers are: none.',
  ],
  [
    "a counter that begins below its least",
    "() => ({ next: 1 })",
    { counters: "{ next: 2 }" },
    'has "counters" with "next" from 2 on, and the scenario "documented" begins with 1. It is a whole number from 2 to 4503599627370496.',
  ],
  [
    "a counter that is no whole number",
    "() => ({ next: 1.5 })",
    { counters: "{ next: 1 }" },
    'has "counters" with "next" from 1 on, and the scenario "documented" begins with 1.5. It is a whole number from 1 to 4503599627370496.',
  ],
])("tells %s when the mock is loaded", async (_, scenario, mock, message) => {
  const folder = writeProvider({ handlers: ["() => ({ status: 200 })"], scenario, ...mock });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { ready } = createApp({ providersDir: folder, providers: ["clumsy"], log: () => {} });
  await expect(ready).rejects.toMatchObject({
    code: "MOCK_INVALID",
    message: `[clumsy] ${join(folder, "mocks/clumsy")} ${message}`,
  });
});

it("leaves it to a scenario that cannot begin to say so, whatever counters there are", async () => {
  const scenario = '() => { throw new Error("no records yet"); }';
  const folder = writeProvider({ handlers: ["() => ({ status: 200 })"], scenario, counters: "{ next: 1 }" });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { app } = createApp({ providersDir: folder, providers: ["clumsy"], log: () => {} });
  const response = await request(app).get("/clumsy/0").set(bearer);
  expect([response.status, response.body.detail]).toEqual([500, "[clumsy] do0 threw: Error: no records yet"]);
});
