import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createCatalog } from "../src/catalog.ts";
import { type Standin, startStandin, type Tenant } from "../src/index.ts";
import { type Interaction, withTenant } from "./providers/interaction.ts";
import { send } from "./providers/send.ts";

// The bad days of every provider, each by its documented requests.
const catalog = createCatalog();

for (const id of catalog.listProviders()) {
  const interactions = catalog.listInteractions(id).map(({ interaction }) => interaction as Interaction);

  describe(id, async () => {
    const { contract, definition } = await catalog.loadProvider(id);
    const credentials = ["standin-key", ...Object.keys(definition.credentials ?? {})];
    let standin: Standin;
    let count = 0;

    beforeAll(async () => {
      standin = await startStandin({ providers: [id] });
    });
    afterAll(() => standin.close());

    function tenantFor(): Tenant & { name: string } {
      const name = `faults-${++count}`;
      return { ...standin.provider(id).tenant(name), name };
    }

    const succeeding = contract.operations.flatMap((operation) => {
      const interaction = interactions.find((one) => one.operation === operation.id && one.response.status < 300);
      return interaction === undefined ? [] : [{ operation, interaction }];
    });
    const documented = succeeding.flatMap(({ operation, interaction }) =>
      operation.responses.map((response) => ({
        operation: operation.id,
        status: Number(response.status),
        interaction,
      })),
    );

    test.each(documented)(
      "$operation is answered $status as documented",
      async ({ operation, status, interaction }) => {
        const tenant = tenantFor();
        tenant.faults.arm({ kind: "status", operation, status });
        const before = tenant.snapshot();
        const headers = withTenant(interaction.request.headers, credentials, tenant.name);
        const answer = await send(standin, id, interaction, headers);
        expect([answer.status, answer.headers["standin-problem"]]).toEqual([status, undefined]);
        expect(tenant.exchanges()).toMatchObject([{ operation, fault: { kind: "status" }, violations: [] }]);
        expect(tenant.snapshot()).toEqual({ ...before, clock: expect.anything() });
      },
    );

    test.each([429, 500, 503])(
      "words for %i are those of the status, and name nothing of a request",
      async (status) => {
        const tenant = tenantFor();
        tenant.faults.arm({ kind: "status", status, force: true });
        for (const { interaction } of succeeding) {
          const headers = withTenant(interaction.request.headers, credentials, tenant.name);
          const answer = await send(standin, id, interaction, headers);
          expect(answer.status).toBe(status);
          expect(answer.text).not.toMatch(
            /not found|required|authenticated|content-type|accept|"(loc|field|source|errors)":\s*[[{]"/i,
          );
        }
      },
    );

    test.each(succeeding.filter(({ interaction }) => interaction.response.body !== undefined))(
      "$operation.id can be made to answer what the contract forbids, and what it allows",
      async ({ operation, interaction }) => {
        const broken = tenantFor();
        broken.faults.arm({ kind: "invalid-response", operation: operation.id });
        await send(standin, id, interaction, withTenant(interaction.request.headers, credentials, broken.name));
        expect(broken.exchanges()[0]?.violations).toHaveLength(1);
        expect(broken.violations()).toEqual([]);

        const varied = tenantFor();
        varied.faults.arm({ kind: "variant", operation: operation.id });
        await send(standin, id, interaction, withTenant(interaction.request.headers, credentials, varied.name));
        expect(varied.exchanges()[0]?.violations.filter(({ severity }) => severity !== "note")).toEqual([]);
      },
    );
  });
}

test.each([
  ["createContact", "POST", "/crm/contacts", "firstName"],
  ["createOrganization", "POST", "/crm/organizations", "name"],
  ["createTag", "POST", "/ws/tags", "title"],
  ["listContacts", "GET", "/crm/contacts", "limit"],
])("weeek refuses %s on command for a field that it has", async (operation, method, path, field) => {
  const standin = await startStandin({ providers: ["weeek"] });
  onTestFinished(() => standin.close());
  const { baseUrl, credential, faults } = standin.provider("weeek").tenant("fields");
  faults.arm({ kind: "status", operation, status: 422 });
  const headers = { authorization: `Bearer ${credential}`, "content-type": "application/json" };
  const response = await fetch(baseUrl + path, { method, headers, ...(method === "GET" ? {} : { body: "{}" }) });
  expect(await response.json()).toMatchObject({ errors: { [field]: ["The field is required."] } });
});
