import { expect, it, type TestAPI } from "vitest";
import { type JournalledExchange, type Standin, startStandin, type Tenant } from "../../src/index.ts";
import { describeViolation } from "../describe-violation.ts";

/** A tenant of its own for one test, and what its client may do wrong. */
export interface ClientTenant extends Tenant {
  /** Such as "test-7"; behind a "+" it makes any credential this tenant's. */
  name: string;
  baseUrl: string;
  /** Requests whose credential names no tenant, since the test began. */
  strangers(): JournalledExchange[];
  /** The violations that the test brings about on purpose, each as `describeViolation` writes it. */
  provokes: string[];
}

/**
 * An `it` whose tests each have a tenant at one provider, over HTTP. When a test ends, the journal has to hold the
 * violations that the test provoked, no others of whatever severity, and none in a response.
 */
export function standInTest(provider: string): TestAPI<{ standin: Standin; tenant: ClientTenant }> {
  return it.extend<{ standin: Standin; tenant: ClientTenant }>({
    standin: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures are in use; these are none.
      async ({}, use) => {
        const standin = await startStandin({ providers: [provider] });
        await use(standin);
        await standin.close();
      },
      { scope: "file" },
    ],
    tenant: [
      async ({ standin, task }, use) => {
        const name = `test-${task.id.replaceAll("_", "-").replace(/^-+/, "")}`;
        const tenant = standin.provider(provider).tenant(name);
        const stranger = standin.provider(provider).tenant("default");
        const before = stranger.exchanges().length;
        const strangers = () => stranger.exchanges().slice(before);
        const client: ClientTenant = { ...tenant, name, strangers, provokes: [] };
        await use(client);
        const found = [...tenant.exchanges(), ...strangers()].flatMap(({ violations }) => violations);
        expect(found.map(describeViolation).sort()).toEqual([...client.provokes].sort());
      },
      { auto: true },
    ],
  });
}
