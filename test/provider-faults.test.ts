import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCatalog } from "../src/catalog.ts";
import { type Standin, startStandin, type Tenant } from "../src/index.ts";
import { hasExample } from "../src/simulator/example-reply.ts";
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
    const refused = succeeding.flatMap(({ operation, interaction }) =>
      operation.responses
        .map(({ status }) => Number(status))
        .filter((status) => status >= 400 && hasExample(operation, status))
        .map((status) => ({ operation: operation.id, status, interaction })),
    );

    test("shows an example of every refusal that it documents", () => {
      const documented = succeeding.flatMap(({ operation }) =>
        operation.responses.map(({ status }) => Number(status)).filter((status) => status >= 400),
      );
      expect(refused.length).toBe(documented.length);
      expect(refused.length).toBeGreaterThan(0);
    });

    test.each(refused)("$operation is answered $status as documented", async ({ operation, status, interaction }) => {
      const tenant = tenantFor();
      tenant.faults.arm({ kind: "status", operation, status });
      const headers = withTenant(interaction.request.headers, credentials, tenant.name);
      const answer = await send(standin, id, interaction, headers);
      expect([answer.status, answer.headers["standin-problem"]]).toEqual([status, undefined]);
      expect(tenant.exchanges()).toMatchObject([{ operation, fault: { kind: "status" }, violations: [] }]);
    });

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
