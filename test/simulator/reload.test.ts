import { expect, it } from "vitest";
import type { Contract } from "../../src/contract/contract.ts";
import type { ServedProvider } from "../../src/simulator/provider.ts";
import { createReload, type ReloadSettings } from "../../src/simulator/reload.ts";

const acme = { id: "acme", contract: { servers: [{ path: "/v1" }] } as unknown as Contract } as ServedProvider;

/** Loads that last until they are told to end, the latest the last. */
function createLoads(isServed = true) {
  const lines: string[] = [];
  const replaced: ServedProvider[] = [];
  const loads: { warn: (line: string) => void; meanwhile: string; end: () => void; fail: () => void }[] = [];
  let begun = (): void => {};
  const settings: ReloadSettings = {
    served: async () => (isServed ? [acme] : []),
    isWanted: () => true,
    load: (_, telling) =>
      new Promise((resolve, reject) => {
        loads.push({ ...telling, end: () => resolve(acme), fail: () => reject(new Error("late")) });
        begun();
      }),
    replace: (provider) => void replaced.push(provider),
    explainRefused: async () => undefined,
    explainOrphans: () => undefined,
    log: (line) => void lines.push(line),
  };
  const { begin, end } = createReload(settings);
  const load = async () => {
    const reached = new Promise<void>((resolve) => (begun = resolve));
    const ended = begin("acme", ["mocks/acme/index.ts"]);
    await reached;
    return { ...(loads.at(-1) as (typeof loads)[number]), ended };
  };
  return { lines, replaced, load, end };
}

it.each(["end", "fail"] as const)(
  "a load says no more once a later one has begun, and how it ends is nothing: %s",
  async (how) => {
    const { lines, replaced, load } = createLoads();
    const first = await load();
    const second = await load();
    first.warn("still being imported");
    second.end();
    await second.ended;
    first.warn("still being imported");
    first[how]();
    await first.ended;
    expect([lines, replaced.length]).toEqual([["[acme] reloaded: mocks/acme/index.ts"], 1]);
  },
);

it("the latest load says what it has to say", async () => {
  const { lines, load } = createLoads();
  await load();
  const { warn } = await load();
  warn("still being imported");
  expect(lines).toEqual(["still being imported"]);
});

it("a load says nothing, and nothing comes of it, once all are ended", async () => {
  const { lines, replaced, load, end } = createLoads();
  const { warn, end: finish, ended } = await load();
  end();
  warn("still being imported");
  finish();
  await ended;
  expect([lines, replaced]).toEqual([[], []]);
});

it.each([
  [true, "Until it is there, the last good version goes on."],
  [false, "Until it is there, the provider is not served."],
])("a load knows what goes on meanwhile (served: %s)", async (isServed, told) => {
  const { load } = createLoads(isServed);
  expect((await load()).meanwhile).toBe(told);
});
