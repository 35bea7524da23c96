import { describe, expect, it, onTestFinished } from "vitest";
import { createCatalog } from "../src/catalog.ts";
import { startStandin } from "../src/index.ts";
import { type Interaction, withTenant } from "./providers/interaction.ts";
import { send } from "./providers/send.ts";

// What is in no record of a scenario and in no contract is told where it was meant to be something else.
const catalog = createCatalog();

type Json = Record<string, unknown>;
type Records = Record<string, Json>;

const misspelt: readonly [provider: string, collection: string, plant: (record: Json) => void, told: string][] = [
  [
    "stackone",
    "contacts",
    (record) => Object.assign(record, { first_nmae: "Bob" }),
    'getContact does not show its member "first_nmae", which no record of the scenario has. Did you mean first_name?',
  ],
  [
    "ctrl-hub",
    "contacts",
    (record) => Object.assign(record, { first_nmae: "Bob" }),
    'getContact does not show its member "first_nmae", which no record of the scenario has. Did you mean first_name?',
  ],
  [
    "truto",
    "accounts",
    (record) => Object.assign(record, { numberOfEmployes: 7 }),
    'getAccount does not show its member "numberOfEmployes", which no record of the scenario has. Did you mean numberOfEmployees?',
  ],
];

it.each(misspelt)("%s refuses a misspelt member of %s", async (id, collection, plant, told) => {
  const standin = await startStandin({ providers: [id], log: () => {} });
  onTestFinished(() => standin.close());
  const tenant = standin.provider(id).tenant("misspelt");
  const { state } = tenant.snapshot() as { state: Record<string, Records> };
  const [key, record] = Object.entries(state[collection] as Records)[0] as [string, Json];
  plant(record);
  expect(() => tenant.restore({ state })).toThrow(`${collection} "${key}": ${told}`);
  tenant.scenario("empty");
  const empty = tenant.snapshot() as { state: Record<string, Records> };
  expect(() => tenant.restore({ state: { ...empty.state, [collection]: { [key]: record } } })).toThrow(told);
});

describe.each(catalog.listProviders())("%s", (id) => {
  it("takes the snapshot of a tenant of which all was asked that is documented, and what it does not know", async () => {
    const { definition } = await catalog.loadProvider(id);
    const credentials = ["standin-key", ...Object.keys(definition.credentials ?? {})];
    const standin = await startStandin({ providers: [id], log: () => {} });
    onTestFinished(() => standin.close());
    const [asked, other] = ["asked", "other"].map((name) => standin.provider(id).tenant(name));
    for (const { interaction } of catalog.listInteractions(id)) {
      const { request } = interaction as Interaction;
      await send(standin, id, interaction as Interaction, withTenant(request.headers, credentials, "asked"));
    }
    const snapshot = asked?.snapshot() as { state: Record<string, Records> };
    other?.restore(structuredClone(snapshot));
    for (const records of Object.values(snapshot.state))
      for (const record of typeof records === "object" ? Object.values(records ?? {}) : [])
        if (!Array.isArray(record)) record.keptByTheMockAlone = { frist_name: 1 };
    expect(() => other?.restore({ state: snapshot.state })).not.toThrow(/Did you mean/);
  });
});
