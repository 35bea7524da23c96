import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createCatalog } from "../../../src/catalog.ts";
import type { Snapshot, Standin, Tenant } from "../../../src/index.ts";
import { clockStart } from "../../../src/simulator/clock.ts";
import { controlDocument } from "../../../src/simulator/control/openapi.ts";
import { prepareProvider } from "../../../src/simulator/provider.ts";
import { contextOf, createSpace } from "../../../src/simulator/space.ts";
import { patchSnapshot } from "../../../src/simulator/state/patch-snapshot.ts";
import { providersDir, startFixture } from "../fixture.ts";
import { settings } from "../state-settings.ts";

let standin: Standin;
let acme: Tenant & { baseUrl: string };
let name: string;

beforeAll(async () => {
  standin = await startFixture();
});
afterAll(() => standin.close());

let count = 0;
beforeEach(() => {
  name = `state-${++count}`;
  acme = standin.provider("acme").tenant(name);
});

/** Asks the vendor's API as a tenant, and gives status and body as they came. */
async function ask(method: string, path: string, body?: object, tenant = acme): Promise<string> {
  const response = await fetch(tenant.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${tenant.credential}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status, headers } = response;
  return `${status} ${headers.get("date")} ${headers.get("location")} ${await response.text()}`;
}

/** Writes and reads: ids, times and order show in the answers. */
async function play(tenant = acme): Promise<string[]> {
  return [
    await ask("POST", "/tasks", { title: "Sweep" }, tenant),
    await ask("POST", "/tasks", { title: "Mop", note: "twice" }, tenant),
    await ask("DELETE", "/tasks/task-1", undefined, tenant),
    await ask("GET", "/tasks", undefined, tenant),
  ];
}

async function control(
  method: string,
  path = `/state/acme?tenant=${name}`,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${standin.url}/_standin${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const put = (body: unknown) => control("PUT", undefined, body);
const patch = (body: unknown) => control("PATCH", undefined, body);

describe("GET", () => {
  it("answers state, clock and sources as JSON", async () => {
    await ask("DELETE", "/tasks/task-1");
    const { tasks } = acme.state() as { tasks: Map<string, unknown> };
    const { body } = await control("GET");
    expect(body).toEqual({
      provider: "acme",
      tenant: name,
      state: { tasks: Object.fromEntries(tasks) },
      clock: { mode: "stepped", now: "2026-01-01T00:00:01.000Z" },
      sources: { ids: expect.stringMatching(/^[0-9a-f]{32}$/), random: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    expect(acme.snapshot()).toEqual(body);
  });

  it("makes no tenant of whom nobody has been yet", async () => {
    const { status, body } = await control("GET", "/state/acme?tenant=stranger");
    expect([status, body.tenant]).toEqual([200, "stranger"]);
    expect((await control("GET", "/tenants?tenant=stranger")).body).toMatchObject({ total: 0 });
  });

  it("answers null for a mock without state", async () => {
    expect((await control("GET", `/state/zeta?tenant=${name}`)).body).toMatchObject({ provider: "zeta", state: null });
  });

  it("takes the provider from the path, percent-decoded", async () => {
    expect((await control("GET", "/state/ac%6De")).body).toMatchObject({ provider: "acme" });
    expect(await control("GET", "/state/acmee")).toMatchObject({
      status: 404,
      body: { detail: 'Unknown provider "acmee". Did you mean acme? Known: acme, zeta.' },
    });
    expect(await control("GET", "/state/%E0%A4%A")).toMatchObject({
      status: 400,
      body: { detail: '"%E0%A4%A" is no provider: it is not percent-encoded as UTF-8.' },
    });
    expect(await control("POST", "/state/acme")).toMatchObject({
      status: 405,
      body: { detail: "/_standin/state/acme has no POST. Allowed: GET, PUT, PATCH." },
    });
    for (const path of ["/state", "/state/", "/state/acme/tasks"])
      expect(await control("GET", path)).toMatchObject({ status: 404, body: { title: "No such control route" } });
  });
});

describe("PUT", () => {
  it("takes back a state that is larger than a vendor's request may be", async () => {
    const { body: snapshot } = await control("GET");
    const [[key, task]] = Object.entries((snapshot as { state: { tasks: object } }).state.tasks) as [[string, object]];
    const large = structuredClone(snapshot) as { state: { tasks: Record<string, object> } };
    large.state.tasks[key] = { ...task, title: "x".repeat(3_000_000) };
    expect((await put(large)).status).toBe(200);
    const { body: taken } = await control("GET");
    expect(await put(taken)).toEqual({ status: 200, body: taken });
    expect(JSON.stringify(taken).length).toBeGreaterThan(3_000_000);
  });

  it("restores what GET has answered: the same requests are answered the same bytes", async () => {
    await ask("POST", "/tasks", { title: "Before" });
    const { body: snapshot } = await control("GET");
    const first = await play();
    expect(await play()).not.toEqual(first);
    expect(await put(snapshot)).toEqual({ status: 200, body: snapshot });
    expect(await play()).toEqual(first);
  });

  it("restores it for another tenant, whose ids and clock are then those of the first", async () => {
    await ask("POST", "/tasks", { title: "Before" });
    const { body: snapshot } = await control("GET");
    const other = standin.provider("acme").tenant(`${name}-other`);
    await play(other);
    await control("PUT", `/state/acme?tenant=${name}-other`, snapshot);
    expect(await play(other)).toEqual(await play());
  });

  it("leaves as it is what is left out, and faults and limits in any case", async () => {
    acme.clock.set({ mode: "frozen", now: "2026-03-01T00:00:00Z" });
    acme.limits.set([{ name: "key", requests: 3 }]);
    acme.faults.arm({ kind: "delay", delay: "1ms" });
    await ask("POST", "/tasks", { title: "Before" });
    const { clock, sources } = acme.snapshot();
    expect(await put({ state: { tasks: {} } })).toEqual({
      status: 200,
      body: { provider: "acme", tenant: name, state: { tasks: {} }, clock, sources },
    });
    expect(await ask("GET", "/tasks")).toContain('{"tasks":[]}');
    expect([acme.faults.list(), acme.limits.list()]).toMatchObject([[{ hits: 2 }], [{ requests: 3, used: 2 }]]);
  });

  it.each(["frozen", "shifted", "real"] as const)("has a %s clock go on as it was", async (mode) => {
    acme.clock.set(mode === "real" ? { mode } : { mode, now: "2030-01-01T00:00:00Z" });
    const snapshot = acme.snapshot();
    acme.clock.set({ mode: "frozen", now: "1990-01-01T00:00:00Z" });
    acme.restore(snapshot);
    expect(acme.clock.read().mode).toBe(mode);
    const [restored, taken] = [acme.clock.read().now, snapshot.clock.now].map((now) => Date.parse(now));
    expect((restored as number) - (taken as number)).toBeGreaterThanOrEqual(0);
    expect((restored as number) - (taken as number)).toBeLessThan(10_000);
  });

  it("has stale reads forget what was before", async () => {
    acme.faults.arm({ kind: "stale-read", delay: "1h" });
    await ask("DELETE", "/tasks/task-1");
    expect(await ask("GET", "/tasks")).toContain("task-1");
    await put({ state: { tasks: {} } });
    expect(await ask("GET", "/tasks")).toContain('{"tasks":[]}');
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, '[acme] A snapshot is missing. It is an object such as {"state": …}.'],
    ["a list", [], '[acme] A snapshot is []. It is an object such as {"state": …}.'],
    ["no state", { clock: {} }, "[acme] state is missing. GET answers it as it may stand here."],
    [
      "a member too many",
      { sate: {} },
      'A snapshot has no member "sate". Did you mean state? Allowed: provider, tenant, state, clock, sources.',
    ],
    ["another provider", { provider: "zeta", state: {} }, 'provider is "zeta": the snapshot is not one of "acme".'],
    [
      "a number for the tenant",
      { tenant: 1, state: {} },
      "tenant is 1. It is the name of the tenant that it was taken from.",
    ],
    [
      "a list of sources",
      { state: {}, sources: [] },
      'sources is []. It is an object such as {"ids": …, "random": …}.',
    ],
    [
      "odd sources",
      { state: {}, sources: { id: "" } },
      'sources has no member "id". Did you mean ids? Allowed: ids, random.',
    ],
    [
      "a short position",
      { state: {}, sources: { ids: "12" } },
      'sources.ids is "12". It is 32 hex digits, as a snapshot has them.',
    ],
    [
      "an odd clock",
      { state: {}, clock: { mode: "froze" } },
      'mode is "froze". Did you mean frozen? Allowed: real, frozen, shifted, stepped.',
    ],
    [
      "an odd state",
      { state: [] },
      "[acme] The state is refused, 1 place is broken:\nThe state is a list, and an object in the scenario",
    ],
    [
      "members of another name, kind or none",
      { state: { task: {} } },
      "[acme] The state is refused, 2 places are broken:\n/task is no member of the scenario's state. Did you mean tasks? There are: tasks\n/tasks is missing: it is an object of records in the scenario",
    ],
    [
      "a text for records",
      { state: { tasks: "none" } },
      '[acme] The state is refused, 1 place is broken:\n/tasks is "none": it holds records by key, in an object or a list of [key, record]',
    ],
    [
      "a list that is none of records",
      { state: { tasks: [["a", 1], ["a", 2], "b", [null, 3]] } },
      '[acme] The state is refused, 3 places are broken:\n/tasks/1 has the key "a" a second time\n/tasks/2 is "b": in a list of records each is [key, record]\n/tasks/3 is a list: in a list of records each is [key, record]',
    ],
    [
      "records that break the contract",
      {
        state: {
          tasks: {
            a: { id: "a", titel: "A", createdAt: "today" },
            b: null,
            c: { id: "c", title: "C", createdAt: "2026-01-01T00:00:00Z" },
          },
        },
      },
      `[acme] The state is refused, 4 places are broken:
tasks "a": getTask response.body /title required: the property is missing (test/fixtures/providers/contracts/acme/openapi.yaml:146, documented)
tasks "a": getTask response.body /titel undocumented-property: the contract names no property "titel"; did you mean "title"? (test/fixtures/providers/contracts/acme/openapi.yaml:147, documented)
tasks "a": getTask response.body /createdAt format: must match format "date-time", and is "today" (test/fixtures/providers/contracts/acme/openapi.yaml:151, documented)
tasks "b": getTask response.body type: must be object, and is null (test/fixtures/providers/contracts/acme/openapi.yaml:145, documented)`,
    ],
  ])("refuses %s, and nothing has changed", async (_, body, detail) => {
    await ask("DELETE", "/tasks/task-1");
    const before = acme.snapshot();
    const { status, body: problem } = await put(body);
    expect(problem.detail).toBe(detail);
    expect(status).toBe(detail.startsWith("mode") ? 400 : 422);
    expect(acme.snapshot()).toEqual(before);
    if (body !== undefined && status === 422)
      expect(() => acme.restore(body as Snapshot)).toThrow(
        expect.objectContaining({ code: "STATE_INVALID", message: detail }),
      );
  });

  it("tells each broken place as data", async () => {
    const { body } = await put({ state: { tasks: { a: { id: 5, title: "A", createdAt: "2026-01-01T00:00:00Z" } } } });
    expect(body).toMatchObject({
      type: "urn:standin:problem:state",
      complete: true,
      broken: [
        {
          collection: "tasks",
          key: "a",
          operation: "getTask",
          part: "response.body",
          pointer: "/id",
          rule: "type",
          message: "must be string, and is the number 5",
          contract: { file: "contracts/acme/openapi.yaml", line: 148 },
        },
      ],
    });
    expect((await put({ state: {} })).body.broken).toEqual([
      { pointer: "/tasks", message: "is missing: it is an object of records in the scenario" },
    ]);
  });

  it("tells at most a hundred places, and shortly, whatever was sent", async () => {
    const tasks = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}\n${"k".repeat(300)}`, {}]));
    for (const state of [{ tasks }, { ...tasks, tasks: {} }]) {
      const { body } = await put({ state });
      expect(body).toMatchObject({ complete: false, broken: { length: 100 } });
      const lines = String(body.detail).split("\n");
      expect(lines[0]).toBe("[acme] The state is refused, more than 100 places are broken:");
      expect([lines.length, Math.max(...lines.map(({ length }) => length)) < 500]).toEqual([101, true]);
    }
  });

  it("makes no tenant of whom it refuses", async () => {
    await control("PUT", "/state/acme?tenant=refused", { state: 1 });
    expect((await control("GET", "/tenants?tenant=refused")).body).toMatchObject({ total: 0 });
  });

  it.each(["__proto__", "constructor", "toString", "a/b~c", "", "10"])(
    "keeps a record whose key is %j",
    async (key) => {
      const record = `{"id":"x","title":"T","createdAt":"2026-01-01T00:00:00Z"}`;
      const text = `{"state":{"tasks":{${JSON.stringify(key)}:${record}}}}`;
      const response = await fetch(`${standin.url}/_standin/state/acme?tenant=${name}`, { method: "PUT", body: text });
      expect(await response.text()).toContain(`"tasks":{${JSON.stringify(key)}:${record}}`);
      expect([...(acme.state() as { tasks: Map<string, object> }).tasks.keys()]).toEqual([key]);
      expect(({} as Record<string, unknown>).id).toBeUndefined();
    },
  );
});

describe("PATCH", () => {
  const record = { id: "task-9", title: "Dust", createdAt: "2026-01-01T00:00:00Z" };

  it("merges an object: null takes a record out, and what it leaves alone stays", async () => {
    const { tasks } = acme.snapshot().state as { tasks: Record<string, object> };
    const { status, body } = await patch({ state: { tasks: { "task-1": null, "task-9": record } } });
    const { "task-1": _, ...rest } = tasks;
    expect([status, body.state]).toEqual([200, { tasks: { ...rest, "task-9": record } }]);
    await patch({ state: { tasks: { "task-9": { note: "twice", createdAt: "2026-02-02T00:00:00Z" } } } });
    expect(await ask("GET", "/tasks/task-9")).toContain(
      '"title":"Dust","createdAt":"2026-02-02T00:00:00Z","note":"twice"',
    );
    expect(acme.exchanges().at(-1)?.violations).toEqual([]);
  });

  it("says that null takes a member out where one is missing that was sent as null", async () => {
    const { createdAt: _, ...rest } = record;
    const refused = await patch({ state: { tasks: { "task-1": null, "task-9": { ...rest, createdAt: null } } } });
    expect([refused.status, refused.body.detail]).toMatchInlineSnapshot(`
      [
        422,
        "[acme] The state is refused, 1 place is broken:
      tasks "task-9": getTask response.body /createdAt required: the property is missing (test/fixtures/providers/contracts/acme/openapi.yaml:146, documented)
      In a JSON Merge Patch null takes a member out, as at /state/tasks/task-9/createdAt. A PUT sets null, and so does a JSON Patch, which is a list: [{"op": "add", "path": "/state/…", "value": …}].",
      ]
    `);
    const elsewhere = await patch({ state: { tasks: { "task-1": null, "task-9": rest } } });
    expect(elsewhere.body.detail).not.toContain("null");
  });

  it.each([
    ["nothing can be added at /tasks/task-9", { op: "add", path: "/tasks/task-9", value: record }, "/tasks/task-9"],
    [
      "there is nothing at /tasks/task-1/title",
      { op: "replace", path: "/tasks/task-1/title", value: "x" },
      "/tasks/task-1/title",
    ],
  ])("says of a pointer that leaves out /state: %s", async (problem, operation, pointer) => {
    expect((await patch([operation])).body.detail).toBe(
      `patch[0]: ${problem}. Did you mean /state${pointer}? What stands in state has pointers that begin with /state.`,
    );
  });

  it.each([
    ["another", { tenant: "other" }, 'is "other"'],
    ["none", [{ op: "remove", path: "/tenant" }], "is missing"],
  ])("does not change whose the state is to %s", async (_, change, shown) => {
    expect(await patch(change)).toMatchObject({
      status: 422,
      body: {
        detail: `tenant ${shown}: a patch does not change whose the state is, and this one is that of "${name}". Leave it out, and name the other in the address.`,
      },
    });
    expect((await patch({ tenant: name })).status).toBe(200);
  });

  it("takes a list as operations, one after the other, so that a member can be null", async () => {
    const { status } = await patch([
      { op: "add", path: "/state/tasks/task-9", value: record },
      { op: "test", path: "/state/tasks/task-9/title", value: "Dust" },
      { op: "add", path: "/state/tasks/task-9/note", value: null },
      { op: "remove", path: "/state/tasks/task-1" },
    ]);
    expect(status).toBe(200);
    expect(await ask("GET", "/tasks/task-9")).toContain('"note":null');
    expect(await ask("GET", "/tasks/task-1")).toContain("no such task");
  });

  it("sets clock and ids as well, and leaves a clock that goes by the system's as it was", async () => {
    await patch({ clock: { mode: "frozen", now: "2026-05-05T00:00:00Z" } });
    expect(acme.clock.read()).toEqual({ mode: "frozen", now: "2026-05-05T00:00:00.000Z" });
    const { ids } = acme.snapshot().sources;
    const first = await ask("POST", "/tasks", { title: "a" });
    await patch({ sources: { ids } });
    expect(await ask("POST", "/tasks", { title: "a" })).toBe(first);
    acme.clock.set({ mode: "real" });
    await patch({ state: { tasks: { "task-1": null } } });
    expect(acme.clock.read().mode).toBe("real");
  });

  it("puts back neither clock nor ids where it leaves them alone, however long it takes", async () => {
    const provider = prepareProvider(await createCatalog({ providersDir }).loadProvider("acme"));
    const space = createSpace("acme", "t", settings);
    const apply = patchSnapshot({ state: { tasks: { "task-1": null } } }, space, provider, settings);
    space.clock.advance(1000);
    const id = contextOf(space, provider, settings).nextId();
    apply(space);
    const { state, clock, nextId } = contextOf(space, provider, settings);
    expect([clock.now().getTime(), nextId() === id]).toEqual([clockStart + 1000, false]);
    expect((state as { tasks: Map<string, unknown> }).tasks.has("task-1")).toBe(false);
  });

  it.each<[string, unknown, string]>([
    [
      "nothing",
      undefined,
      'The patch is missing. It is an object such as {"state": …}, a JSON Merge Patch, or a list of operations, a JSON Patch.',
    ],
    [
      "a text",
      "x",
      'The patch is a text. It is an object such as {"state": …}, a JSON Merge Patch, or a list of operations, a JSON Patch.',
    ],
    [
      "a record that breaks the contract",
      { state: { tasks: { "task-1": { title: null } } } },
      'The state is refused, 1 place is broken:\ntasks "task-1": getTask response.body /title required: the property is missing (test/fixtures/providers/contracts/acme/openapi.yaml:146, documented)\nIn a JSON Merge Patch null takes a member out, as at /state/tasks/task-1/title. A PUT sets null, and so does a JSON Patch, which is a list: [{"op": "add", "path": "/state/…", "value": …}].',
    ],
    ["no state any more", { state: null }, "state is missing. GET answers it as it may stand here."],
  ])("refuses %s, and nothing has changed", async (_, body, detail) => {
    await ask("DELETE", "/tasks/task-1");
    await put({ state: { tasks: { "task-1": { ...record, id: "task-1" } } } });
    const before = acme.snapshot();
    expect(await patch(body)).toMatchObject({ status: 422, body: { detail: `[acme] ${detail}` } });
    expect(acme.snapshot()).toEqual(before);
  });

  it("changes nothing where the last of its operations cannot be", async () => {
    const before = acme.snapshot();
    const { status, body } = await patch([
      { op: "remove", path: "/state/tasks/task-1" },
      { op: "remove", path: "/state/tasks/task-1" },
    ]);
    expect([status, body.detail]).toEqual([422, "patch[1]: there is nothing at /state/tasks/task-1."]);
    expect(acme.snapshot()).toEqual(before);
  });
});

describe("a scenario", () => {
  it("is listed by provider, with the one that the tenant has begun with", async () => {
    expect((await control("GET", `/scenarios?tenant=${name}`)).body).toEqual({
      items: [
        { provider: "acme", scenario: "documented", scenarios: ["documented", "empty", "busy"] },
        { provider: "zeta", scenario: "documented", scenarios: ["documented"] },
      ],
      total: 2,
      next: null,
    });
  });

  it("is begun with all that belongs to it, and a reset goes back to the one of the start", async () => {
    const first = await play();
    acme.faults.arm({ kind: "reset", operation: "getReport" });
    acme.limits.set([{ name: "key" }]);
    expect(await control("POST", `/scenarios/empty?tenant=${name}`, { provider: "acme" })).toEqual({
      status: 200,
      body: { tenant: name, scenario: "empty", providers: ["acme"] },
    });
    expect((await control("GET", `/scenarios?tenant=${name}`)).body).toMatchObject({
      items: [{ scenario: "empty" }, {}],
    });
    expect(acme.clock.read().now).toBe("2026-01-01T00:00:00.000Z");
    expect([acme.faults.list(), acme.limits.list()]).toEqual([[], []]);
    expect((await ask("GET", "/tasks")).endsWith(' {"tasks":[]}')).toBe(true);
    await control("POST", `/reset?tenant=${name}`);
    expect(await play()).toEqual(first);
    expect(acme.exchanges()).toHaveLength(9);
  });

  it("is begun in the library as well", async () => {
    const before = acme.snapshot();
    await play();
    acme.scenario("documented");
    expect(acme.snapshot()).toEqual(before);
  });

  it("switches on the limits that are its own from the start", () => {
    acme.scenario("busy");
    expect(acme.limits.list()).toMatchObject([{ name: "key", requests: 5 }]);
    acme.limits.clear();
    acme.scenario("busy");
    expect(acme.limits.list()).toHaveLength(1);
    acme.scenario("documented");
    expect(acme.limits.list()).toEqual([]);
  });

  it("that a provider does not have is refused, and nothing changes", async () => {
    await ask("DELETE", "/tasks/task-1");
    const before = acme.snapshot();
    for (const [path, body, status, detail] of [
      [
        "/scenarios/emty",
        { provider: "acme" },
        404,
        '[acme] has no scenario "emty". Did you mean empty? Its scenarios are: documented, empty, busy.',
      ],
      [
        "/scenarios/empty",
        undefined,
        404,
        'The scenario "empty" is not in zeta (it has documented). It is in acme: a body such as {"provider":"acme"} begins it at that one alone. All have: documented.',
      ],
      [
        "/scenarios/emty",
        undefined,
        404,
        'No provider has a scenario "emty". Did you mean empty? It was sought in acme (it has documented, empty, busy), zeta (it has documented). All have: documented.',
      ],
      [
        "/scenarios/toString",
        { provider: "acme" },
        404,
        '[acme] has no scenario "toString". Its scenarios are: documented, empty, busy.',
      ],
      [
        "/scenarios/empty",
        { provider: "acmee" },
        404,
        'Unknown provider "acmee". Did you mean acme? Known: acme, zeta.',
      ],
      ["/scenarios/empty", { name: "x" }, 400, 'There is no member "name" here. Allowed: provider.'],
    ] as const)
      expect(await control("POST", `${path}?tenant=${name}`, body)).toMatchObject({ status, body: { detail } });
    expect(() => acme.scenario("emty")).toThrow(expect.objectContaining({ code: "SCENARIO_UNKNOWN" }));
    expect(acme.snapshot()).toEqual(before);
  });

  it("has states of its own shape restored", async () => {
    acme.scenario("busy");
    await ask("POST", "/tasks", { title: "a" });
    // Its quotas have set the clock flowing.
    acme.clock.set({ mode: "frozen" });
    const snapshot = acme.snapshot();
    acme.scenario("empty");
    acme.restore(snapshot);
    expect(acme.snapshot()).toEqual(snapshot);
  });
});

it("is answered as the control API's document says", async () => {
  const ajv = new Ajv2020.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "https://standin.invalid/control", ...controlDocument });
  for (const [schema, answered] of [
    ["Snapshot", await control("GET")],
    ["Snapshot", await put(acme.snapshot())],
    ["SnapshotPart", { body: acme.snapshot() }],
    ["StateProblem", await put({ state: { tasks: { a: {} }, task: 1 } })],
    ["StateProblem", await put({ state: { tasks: { a: {} } } })],
    ["SnapshotPatch", { body: [{ op: "test", path: "", value: null }] }],
    ["ScenarioList", await control("GET", "/scenarios")],
    ["ScenarioBegun", await control("POST", `/scenarios/documented?tenant=${name}`)],
  ] as const) {
    const validate = ajv.compile({ $ref: `https://standin.invalid/control#/components/schemas/${schema}` });
    expect([schema, validate(answered.body), validate.errors]).toEqual([schema, true, null]);
  }
});
