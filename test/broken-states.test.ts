import { afterAll, describe, expect, it } from "vitest";
import { createCatalog } from "../src/catalog.ts";
import { type Exchange, StandinError, startStandin } from "../src/index.ts";
import { part } from "./apart.ts";
import { type Interaction, withTenant } from "./providers/interaction.ts";
import { send } from "./providers/send.ts";

// What breaks a state is refused, or the mock works with it: nothing that is asked afterwards crashes or breaks the contract.
const catalog = createCatalog();

type Json = Record<string, unknown>;

const missing = Symbol("missing");
const others = [null, "x", 7, -1, Number.MAX_SAFE_INTEGER, 1e300, true, [7], { k: 7 }, missing];

/** The ways to all members of a value, four levels deep. */
function pathsIn(value: unknown, above: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null || above.length === 4) return [];
  return Object.entries(value).flatMap(([name, member]) => [[...above, name], ...pathsIn(member, [...above, name])]);
}

/** A copy in which another value stands at a place. */
function planted(state: Json, path: readonly string[], other: unknown): Json {
  const copy = structuredClone(state);
  const holder = path.slice(0, -1).reduce((at, name) => at[name] as Json, copy);
  const name = path.at(-1) as string;
  if (other === missing) delete holder[name];
  else holder[name] = other;
  return copy;
}

/** Few records are enough, and soon judged: the first of each Map are those that the interactions ask for. */
function shortened(state: Json): Json {
  const shorten = (value: unknown) => (isObject(value) ? Object.fromEntries(Object.entries(value).slice(0, 2)) : value);
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, shorten(value)]));
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

describe.each(catalog.listProviders())("%s", (id) => {
  const interactions = catalog.listInteractions(id).map(({ interaction }) => interaction as Interaction);
  const defects: string[] = [];
  const onExchange = ({ violations }: Exchange): void => {
    for (const { part, severity, message, operation, pointer } of violations)
      if (part.startsWith("response") && severity === "error")
        defects.push(`${operation} ${part} ${pointer} ${message}`);
  };
  const standin = startStandin({ providers: [id], log: () => {}, onExchange });
  // Of each handler that threw it is told below, with the state that made it throw.
  afterAll(async () => (await standin).close().catch(() => {}));

  it("refuses a state that it cannot work with, wherever it is broken", { timeout: 60_000 }, async () => {
    const { definition } = await catalog.loadProvider(id);
    const credentials = ["standin-key", ...Object.keys(definition.credentials ?? {})];
    const running = await standin;
    const tenant = running.provider(id).tenant("broken");
    const crashes = async (): Promise<string[]> => {
      const found: string[] = [];
      defects.length = 0;
      for (const interaction of interactions) {
        const headers = withTenant(interaction.request.headers, credentials, "broken");
        const { status, text } = await send(running, id, interaction, headers);
        if (status === 500 && interaction.response.status !== 500) found.push(text);
      }
      return [...found, ...defects];
    };
    // Then there are answers that were kept, and records that were made.
    expect(await crashes()).toEqual([]);
    const state = shortened((tenant.snapshot() as { state: Json }).state);
    const cases = pathsIn(state).flatMap((path) => others.map((other) => ({ path, other })));
    // Note: each case that is taken plays all interactions.
    const stride = Math.floor(cases.length / part(part(cases.length)));
    const wrong: string[] = [];
    let refused = 0;
    for (const { path, other } of cases.filter((_, index) => index % stride === 0)) {
      try {
        tenant.restore({ state: planted(state, path, other) });
      } catch (error) {
        if (!(error instanceof StandinError && error.code === "STATE_INVALID")) throw error;
        refused++;
        continue;
      }
      const found = await crashes();
      try {
        tenant.snapshot();
      } catch (error) {
        found.push(String(error));
      }
      const value = other === missing ? "missing" : JSON.stringify(other);
      wrong.push(...found.map((text) => `/${path.join("/")} ${value}: ${text}`));
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(30);
  });
});
