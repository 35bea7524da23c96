import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import type { Context, Scenario } from "../../src/define.ts";
import { Journal } from "../../src/simulator/journal.ts";
import { createMemoryStore, type MemoryStore, type MemoryStoreSettings } from "../../src/simulator/memory-store.ts";
import { unpackStates } from "../../src/simulator/packed-states.ts";
import { prepareProvider } from "../../src/simulator/provider.ts";
import { contextOf, createSpace } from "../../src/simulator/space.ts";
import { restoreSaved, type SavedState, writeSaved } from "../../src/simulator/state/saved-state.ts";
import type { Space } from "../../src/simulator/store.ts";
import { StrayLog } from "../../src/simulator/stray-log.ts";
import { createTenant, type Tenant } from "../../src/simulator/tenant.ts";
import { providersDir } from "./fixture.ts";
import { settings } from "./state-settings.ts";

const letGo: string[] = [];
afterEach(() => void letGo.splice(0));

/** Only the latest is awake. */
function createStore(bounds: Partial<MemoryStoreSettings> = {}) {
  return createMemoryStore({
    create: (provider, tenant) => createSpace(provider, tenant, settings),
    limit: 100,
    sharedBytes: 0,
    awakeBytes: 1,
    restingBytes: 1_000_000,
    onLetGo: ({ tenant }, bound) => letGo.push(`${tenant} ${bound}`),
    ...bounds,
  });
}

/** Gives a space a state, as `contextOf` would. */
function use(space: Space, state: unknown): Space {
  const { tenant, clock } = space;
  space.context = { state, tenant, clock } as unknown as Context<unknown>;
  space.onAwake(space, { kind: "other", packed: undefined });
  return space;
}

function wake(space: Space): unknown {
  if (space.packed !== undefined) unpackStates(space, space.packed);
  return space.context?.state;
}

class Account {
  id = 1;
}

describe("a tenant that rests", () => {
  it.each([
    ["members in their order", { b: 1, a: 2, 10: "x", 9: "y" }],
    [
      "Maps in their order, with keys that are no texts",
      new Map<unknown, unknown>([
        ["b", 1],
        [2, new Map()],
        ["a", 3],
      ]),
    ],
    ["undefined, null and zeros of either sign", { a: undefined, b: null, c: -0, d: Number.NaN, e: [undefined] }],
    ["Dates, Sets and bigints", [new Date(5), new Set(["b", "a"]), 2n ** 70n]],
    ["what comes of another realm", runInNewContext("({ tasks: new Map([['a', { tags: [1] }]]) })")],
    ["texts of any script", { name: "Zoë 李", lone: "\ud800" }],
  ])("has its state again, with %s", (_, state) => {
    const store = createStore();
    const space = use(store.load("acme", "a"), state);
    const before = structuredClone(state);
    use(store.load("acme", "b"), null);
    expect([space.packed === undefined, space.context?.state]).toEqual([false, undefined]);
    expect(wake(space)).toStrictEqual(before);
    expect(inspect(space.context?.state)).toBe(inspect(before));
    expect(space.packed).toBeUndefined();
  });

  it("has the state that was before its last write again", () => {
    const store = createStore();
    const space = use(store.load("acme", "a"), { now: 1 });
    space.stale = { state: { before: 1 }, writtenAt: 7, hiddenBy: ["acme-1"] };
    use(store.load("acme", "b"), null);
    expect(space.stale).toEqual({ state: undefined, writtenAt: 7, hiddenBy: ["acme-1"] });
    wake(space);
    expect(space.stale).toEqual({ state: { before: 1 }, writtenAt: 7, hiddenBy: ["acme-1"] });
  });

  it("keeps an object that stands in two places one object", () => {
    const store = createStore();
    const shared = { n: 1 };
    const space = use(store.load("acme", "a"), { one: shared, two: shared });
    use(store.load("acme", "b"), null);
    const { one, two } = wake(space) as Record<string, unknown>;
    expect(one).toBe(two);
  });

  it("keeps its own objects where a copy would be something else, or somebody holds them", () => {
    const store = createStore();
    const state = { account: new Account() };
    const odd = use(store.load("acme", "odd"), state);
    const held = use(store.load("acme", "held"), { n: 1 });
    held.isHeld = true;
    const own = held.context?.state;
    use(store.load("acme", "b"), null);
    expect([odd.context?.state === state, held.context?.state === own]).toEqual([true, true]);
  });

  it.each([
    ["an object", new Proxy({ n: 1 }, {})],
    ["a Map", new Proxy(new Map([["a", 1]]), {})],
    [
      "what throws when it is looked at",
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error("no keys");
          },
        },
      ),
    ],
  ])("stays awake with a Proxy of %s, and strikes no other", (_, inner) => {
    const store = createStore();
    const state = { inner };
    const odd = use(store.load("acme", "odd"), state);
    const others = ["a", "b", "c"].map((name) => use(store.load("acme", name), { name }));
    expect(odd.context?.state === state).toBe(true);
    expect(others.map(({ packed }) => packed === undefined)).toEqual([false, false, true]);
  });

  it("is awake once it was asked for its state, whoever asked, and its bytes no longer count", () => {
    const store = createStore({ restingBytes: 2000 });
    const texts = "abcdefghij".split("").map((name) => ({ name, text: name.repeat(10_000) }));
    for (const { name, text } of texts) use(store.load("acme", name), text);
    for (let round = 0; round < 30; round++)
      for (const { name, text } of texts) {
        expect(wake(store.peek("acme", name)) === text).toBe(true);
        if (round % 3 === 0) store.drop("acme", name);
        if (round % 3 === 0) use(store.load("acme", name), text);
      }
    expect(letGo).toEqual([]);
    expect(store.listTenants("acme").at(-1)).toBe("j");
  });

  it("counts for nothing when it is used after it was dropped", () => {
    const store = createStore({ awakeBytes: 1100 });
    const dropped = store.load("acme", "dropped");
    store.drop("acme", "dropped");
    const a = use(store.load("acme", "a"), "x".repeat(1000));
    for (let times = 0; times < 5; times++) use(dropped, "late");
    store.save(dropped, 5000);
    expect([a.packed, dropped.packed]).toEqual([undefined, undefined]);
  });

  it("is let go, the longest first, when all that rest take more bytes than they may", () => {
    const store = createStore({ restingBytes: 5000 });
    const noise = (seed: number) => Array.from({ length: 400 }, (_, n) => (seed * 7919 + n * n * 104_729) % 999_983);
    for (const seed of [1, 2, 3, 4, 5, 6]) use(store.load("acme", `t${seed}`), noise(seed));
    expect(letGo.length).toBeGreaterThan(0);
    expect(letGo).toEqual(letGo.map((_, place) => `t${place + 1} restingBytes`));
    expect(store.count()).toEqual({ kept: 6 - letGo.length, letGo: letGo.length });
    expect(store.listTenants("acme")).toHaveLength(6 - letGo.length);
    expect(wake(store.load("acme", "t5"))).toEqual(noise(5));
  });

  it("begins again when it comes back after it was let go, and is marked, but for one that was dropped", () => {
    const store = createStore({ limit: 2 });
    for (const tenant of ["a", "b", "c", "d"]) store.load("acme", tenant);
    expect(letGo).toEqual(["a limit", "b limit"]);
    store.drop("acme", "b");
    const marks = ["a", "b", "d"].map((tenant) => store.load("acme", tenant).beginsAgain);
    expect(marks).toEqual([true, false, true]);
    expect(store.count()).toEqual({ kept: 2, letGo: 5 });
  });
});

it("keeps the state that a test in the same process has in hand, and gives the others theirs again", async () => {
  const provider = prepareProvider(await createCatalog({ providersDir }).loadProvider("acme"));
  const store = createStore();
  const parts = { store, space: settings, journal: new Journal({ exchanges: 1, bytes: 1000 }), strays: new StrayLog() };
  const [held, other, third] = ["held", "other", "third"].map((name) => createTenant(provider, name, parts));
  const state = held?.state() as { tasks: Map<string, unknown> };
  const snapshot = other?.snapshot();
  other?.restore(snapshot as never);
  third?.restore(snapshot as never);
  expect(["held", "other"].map((name) => store.peek("acme", name).packed === undefined)).toEqual([true, false]);
  state.tasks.clear();
  expect(other?.snapshot()).toEqual(snapshot);
  expect(held?.state() === state).toBe(true);
  // From then on it is the mock's own again.
  held?.restore(snapshot as never);
  other?.state();
  expect(store.peek("acme", "held").packed).toBeDefined();
});

it("is told and saved without being woken, and another state takes its place without its scenario", async () => {
  const loaded = await createCatalog({ providersDir }).loadProvider("acme");
  let begun = 0;
  const documented: Scenario<unknown> = (sources) => {
    begun++;
    return loaded.definition.scenarios.documented?.(sources);
  };
  const provider = prepareProvider({ ...loaded, definition: { ...loaded.definition, scenarios: { documented } } });
  const store = createStore({ restingBytes: 5000 });
  const parts = { store, space: settings, journal: new Journal({ exchanges: 1, bytes: 1000 }), strays: new StrayLog() };
  const [one, other] = ["one", "other"].map((name) => createTenant(provider, name, parts)) as [Tenant, Tenant];
  const snapshot = one.snapshot();
  const saved: SavedState = { ...snapshot, scenario: "documented" };
  const before = begun;
  one.restore(snapshot);
  other.restore(snapshot);
  const rested = store.peek("acme", "one").packed;
  expect([one.snapshot(), JSON.parse([...writeSaved("one", provider, parts)].join(""))]).toEqual([snapshot, saved]);
  expect([rested === undefined, store.peek("acme", "one").packed === rested]).toEqual([false, true]);
  // What rested and was replaced takes no room.
  for (let times = 0; times < 50; times++) {
    restoreSaved({ ...saved, tenant: "one" }, provider, parts);
    restoreSaved({ ...saved, tenant: "other" }, provider, parts);
  }
  expect([begun - before, letGo]).toEqual([0, []]);
});

it("rests in no bytes while its state is as its scenario made it or as that of others, and in few after a write", async () => {
  const provider = prepareProvider(await createCatalog({ providersDir }).loadProvider("acme"));
  const store = createStore();
  const contextFor = (tenant: string) => contextOf(store.load("acme", tenant), provider, settings);
  const bytesOf = (tenant: string) => {
    contextFor("other");
    return store.peek("acme", tenant).packed?.bytes.length;
  };
  const names = ["a", "b", "c", "d"];
  for (const name of names) contextFor(name);
  for (const name of names) contextFor(name);
  expect(names.map(bytesOf)).toEqual([0, 0, 0, 0]);
  const written = contextFor("c").state as { tasks: Map<string, { title: string }> };
  for (const task of written.tasks.values()) task.title = "changed";
  expect(bytesOf("c")).toBeGreaterThan(0);
  expect(bytesOf("c")).toBeLessThan(400);
  expect([...(contextFor("c").state as typeof written).tasks.values()].map(({ title }) => title)).toEqual([
    "changed",
    "changed",
  ]);
  // Those of a file, of which no scenario was made, are alike as well.
  const file = createStore();
  const parts = { store: file, space: settings };
  const saved: SavedState = JSON.parse([...writeSaved("c", provider, { store, space: settings })].join(""));
  for (const tenant of ["e", "f", "g", "h"]) restoreSaved({ ...saved, tenant }, provider, parts);
  expect(["f", "g"].map((tenant) => file.peek("acme", tenant).packed?.bytes.length)).toEqual([0, 0]);
});

/** How many of these are awake. */
function awake(spaces: readonly Space[]): number {
  return spaces.filter(({ packed }) => packed === undefined).length;
}

const megabyte = "x".repeat(1_000_000);

/** From then on it is known what states begin as, which is nothing that others have. */
function haveOthersBegun(store: MemoryStore): void {
  for (const tenant of ["one", "two"]) {
    use(store.load("acme", tenant), "");
    store.drop("acme", tenant);
  }
}

/** Each has one of its own. */
function textOf(number: number, length: number): string {
  return String(number).padEnd(length, "x");
}

it("as many are awake as their states leave room for", () => {
  const store = createStore({ awakeBytes: 100_000 });
  const text = "x".repeat(9_900);
  const spaces = Array.from({ length: 200 }, (_, n) => use(store.load("acme", `t${n}`), text));
  expect(awake(spaces)).toBe(10);
});

it("as many are awake as those that rest, and what each takes beside its state, leave room for", () => {
  const store = createStore({ sharedBytes: 2_000_000, awakeBytes: 100_000, limit: 1000 });
  const spaces: Space[] = [];
  const fill = (count: number) => {
    while (spaces.length < count)
      spaces.push(use(store.load("acme", `t${spaces.length}`), textOf(spaces.length, 19_900)));
    return awake(spaces);
  };
  expect([50, 100, 200].map(fill)).toEqual([50, 17, 5]);
  // Whoever goes makes room.
  for (const { tenant } of spaces.splice(10)) store.drop("acme", tenant);
  for (const space of spaces) wake(space);
  expect(awake(spaces)).toBe(10);
});

it("as many are awake as those of other providers leave room for", () => {
  const store = createStore({ sharedBytes: 2_000_000, awakeBytes: 100_000, limit: 1000 });
  const fill = (provider: string) =>
    awake(Array.from({ length: 40 }, (_, n) => use(store.load(provider, `t${n}`), "x".repeat(19_900))));
  expect(fill("acme")).toBe(40);
  expect(fill("errands")).toBe(5);
});

it("what a scenario makes is weighed again when an edit has made it another one", () => {
  const store = createStore({ awakeBytes: 100_000 });
  const begin = (scenario: () => unknown, name: string) => {
    const space = store.load("acme", name);
    space.context = { state: scenario() } as Context<unknown>;
    space.onAwake(space, { kind: "scenario", scenario });
    return space;
  };
  begin(() => ({ account: new Account() }), "before");
  const edited = () => ["x".repeat(9_800)];
  const spaces = Array.from({ length: 50 }, (_, n) => begin(edited, `t${n}`));
  expect(awake(spaces)).toBe(10);
});

it.each([
  [900_000, true],
  // A copy of it to rest beside would take as much again, and be counted nowhere.
  [1_100_000, false],
])("what a scenario makes of %i bytes rests beside a copy of it where it is small", (length, isSmall) => {
  const scenario = () => [{ id: "x".repeat(length) }];
  const store = createStore();
  const spaces = ["a", "b", "c", "d"].map((name) => {
    const space = store.load("acme", name);
    space.context = { state: scenario() } as unknown as Context<unknown>;
    space.onAwake(space, { kind: "scenario", scenario });
    return space;
  });
  const packed = spaces[2]?.packed;
  expect([packed?.bytes.length === 0, packed?.beginning !== undefined]).toEqual([isSmall, isSmall]);
});

it("few wake where some more take turns than there is room for", () => {
  const store = createStore({ awakeBytes: 100_000 });
  haveOthersBegun(store);
  const spaces = Array.from({ length: 11 }, (_, n) => use(store.load("acme", `t${n}`), textOf(n, 9_900)));
  let woken = 0;
  for (let visit = 0; visit < 1100; visit++) {
    const space = store.load("acme", `t${visit % 11}`);
    if (space.packed !== undefined) woken++;
    wake(space);
    store.save(space, 0);
  }
  expect(awake(spaces)).toBe(10);
  // Were it the one used longest ago that goes to rest, each of them would be woken.
  expect(woken).toBeLessThan(1100 / 4);
});

it.each([
  [0, 2000 / 10],
  // They are weighed again before they rest. Were that a use of them, each third visit would wake one.
  [650, 2000 / 5],
])("who is in use stays awake beside many that come once and write %i bytes", (written, most) => {
  const store = createStore({ awakeBytes: 100_000, limit: 10_000 });
  haveOthersBegun(store);
  let woken = 0;
  const visit = (tenant: string, bytes: number) => {
    const space = store.load("acme", tenant);
    if (space.context === undefined) use(space, tenant.padEnd(2_400, "x"));
    else if (space.packed !== undefined) woken++;
    wake(space);
    store.save(space, bytes);
  };
  for (let times = 0; times < 2000; times++) {
    visit(`busy-${times % 8}`, 0);
    visit(`once-${times}`, written);
  }
  // Were it by chance alone, where nothing is written it would be each fifth visit that wakes one.
  expect(woken).toBeLessThan(most);
});

it("large states have no more room than small ones, from the first on and after many small ones", () => {
  const store = createStore({ awakeBytes: 8_100_000, restingBytes: 10_000_000 });
  const large = Array.from({ length: 20 }, (_, n) => use(store.load("acme", `l${n}`), megabyte));
  expect(awake(large)).toBe(8);
  const others = createStore({ awakeBytes: 8_100_000, limit: 1000 });
  const small = Array.from({ length: 400 }, (_, n) => use(others.load("acme", `s${n}`), "x".repeat(20_000)));
  expect(awake(small)).toBe(400);
  const spaces = [...small];
  const bytes = large.map(({ tenant }) => {
    spaces.push(use(others.load("acme", tenant), megabyte));
    return awake(spaces.slice(400)) * 1_000_000 + awake(small) * 20_000;
  });
  expect(Math.max(...bytes)).toBeLessThan(8_100_000);
  expect(Math.min(...bytes)).toBeGreaterThan(7_000_000);
});

it("what is written counts at once, and is weighed before it costs others their rest", () => {
  const store = createStore({ awakeBytes: 3_000_000 });
  const list: string[] = [];
  const idle = use(store.load("acme", "idle"), [""]);
  const spaces = [idle, use(store.load("acme", "grown"), { list }), use(store.load("acme", "busy"), [""])];
  // What comes in the place of what was there takes no more room, however often it is written.
  for (let times = 0; times < 20; times++) {
    for (const space of spaces) store.save(store.load("acme", space.tenant), 100_000);
  }
  expect(awake(spaces)).toBe(3);
  for (let times = 0; times < 4; times++) {
    list.push(`${times}${megabyte}`);
    store.save(store.load("acme", "grown"), 1_000_000);
  }
  expect(spaces.map(({ packed }) => packed === undefined)).toEqual([false, true, false]);
  wake(idle);
  expect(spaces.map(({ packed }) => packed === undefined)).toEqual([true, false, false]);
});
