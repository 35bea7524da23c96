import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import type { Provider } from "../../src/catalog.ts";
import { escapeToken } from "../../src/contract/json-pointer.ts";
import type { Standin, Tenant } from "../../src/index.ts";
import { decodeState } from "../../src/simulator/state/decode-state.ts";
import { encodeState } from "../../src/simulator/state/encode-state.ts";
import { mapsOf, shapeOf } from "../../src/simulator/state/shape.ts";
import { type Interaction, withTenant } from "./interaction.ts";
import { send } from "./send.ts";

type Records = Record<string, Record<string, unknown>>;

/** What has to be true of every provider's state. */
export function holdState(
  { id, definition }: Provider,
  start: () => Standin,
  interactions: readonly { interaction: Interaction }[],
): void {
  const { scenarios, records = {} } = definition;
  const begin = (scenario: string): Tenant => {
    const tenant = start().provider(id).tenant("state");
    tenant.scenario(scenario);
    return tenant;
  };

  describe.each(Object.keys(scenarios))("the state of the scenario %s", (scenario) => {
    it("has Maps whose records are shown by an operation, or that say why by none", () => {
      const maps = mapsOf(shapeOf(begin(scenario).state())).map(({ name }) => name);
      expect(Object.keys(records).sort()).toEqual(maps.sort());
    });

    it("is plain data: JSON holds it, and gives it back", () => {
      const state = begin(scenario).state();
      const text = JSON.stringify(encodeState(state, shapeOf(state)));
      const decoded = decodeState(JSON.parse(text), shapeOf(state));
      expect(decoded.broken).toEqual([]);
      expect(isDeepStrictEqual(ordered(decoded.state), ordered(state))).toBe(true);
    });

    it("keeps to the contract, record by record", () => {
      const tenant = begin(scenario);
      // Some scenarios have a clock that flows.
      tenant.clock.set({ mode: "frozen" });
      const before = tenant.snapshot();
      tenant.restore(JSON.parse(JSON.stringify(before)));
      expect(JSON.stringify(tenant.snapshot())).toBe(JSON.stringify(before));
    });
  });

  it("answers the same bytes again when it is put back to where it was", async () => {
    const credentials = ["standin-key", ...Object.keys(definition.credentials ?? {})];
    const playAs = async (tenant: string): Promise<string[]> => {
      const answers: string[] = [];
      for (const { interaction } of interactions) {
        const headers = withTenant(interaction.request.headers, credentials, tenant);
        // Refused ones are the default tenant's, whose clock has gone on.
        if (isDeepStrictEqual(headers, interaction.request.headers)) continue;
        const { status, rawHeaders, text } = await send(start(), id, interaction, headers);
        // The journal goes on counting.
        answers.push(`${status} ${rawHeaders.join(" ")} ${text}`.replace(/standin-exchange x-\d+/, ""));
      }
      return answers;
    };
    const tenant = start().provider(id).tenant("played");
    await playAs("played");
    const snapshot = JSON.parse(JSON.stringify(tenant.snapshot()));
    const answers = await playAs("played");
    tenant.restore(snapshot);
    expect(tenant.snapshot()).toEqual(snapshot);
    expect(await playAs("played")).toEqual(answers);
    start().provider(id).tenant("played-on").restore(snapshot);
    expect(await playAs("played-on")).toEqual(answers);
  });

  const keyed = Object.entries(records).flatMap(([name, view]) =>
    typeof view === "string" || "answer" in view ? [] : [{ name, view }],
  );
  it.each(keyed)("refuses a state with one of its $name under another's key", ({ name }) => {
    const tenant = begin("documented");
    const { state } = tenant.snapshot() as { state: Records };
    const [[key, record] = []] = Object.entries(state[name] ?? {});
    const moved = { ...state, [name]: { ...state[name], [`${key}-other`]: record } };
    const pointer = `/${name}/${escapeToken(`${key}-other`)}`;
    const told = `\n${pointer} stands under another key than its own members make: ${JSON.stringify(key)}`;
    expect(() => tenant.restore({ state: moved })).toThrow(told);
  });

  const shown = keyed.flatMap(({ name, view }) => ("hidden" in view ? [] : [{ name, view }]));
  it.each(shown)("refuses a state whose $name break the contract", ({ name, view }) => {
    const tenant = begin("documented");
    const state = tenant.state() as Record<string, Map<string, unknown>>;
    const keys = [...(state[name] ?? [])]
      .filter(([key, record]) => view.request(key, record, state) !== undefined)
      .map(([key]) => key);
    expect(keys.length).toBeGreaterThan(0);
    const before = tenant.snapshot();
    for (const key of keys.slice(0, 3)) {
      const refusals = planted(before.state as Records, name, key).map((faulty) => {
        try {
          tenant.restore({ state: faulty });
          return "";
        } catch (error) {
          return String(error);
        } finally {
          tenant.restore(before);
        }
      });
      const found = refusals.filter((text) => text.includes(`\n${name} ${JSON.stringify(key)}: ${view.operation} `));
      expect(found, `${name} ${key}`).not.toEqual([]);
    }
  });
}

/** A state once for each member of a record, which is of another type there. */
function planted(state: Records, name: string, key: string): Records[] {
  const record = state[name]?.[key] as Record<string, unknown>;
  return Object.keys(record).map((member) => {
    const faulty = structuredClone(state);
    (faulty[name]?.[key] as Record<string, unknown>)[member] = typeof record[member] === "number" ? "x" : 42;
    return faulty;
  });
}

/** A Map's order counts, and members' too. */
function ordered(value: unknown): unknown {
  if (value instanceof Map) return { map: [...value].map(ordered) };
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).map(ordered);
}
