import { after, describe, it, type TestContext } from "node:test";
import type { AdapterUnderTest } from "./adapter-suite.ts";
import { prepareTime } from "./conformance/virtual-time.ts";
import { longestCaseMs, openAdapterSuite } from "./open-suite.ts";

export type { AdapterSettings, AdapterUnderTest, Skip } from "./adapter-suite.ts";

// An adapter may take its timers from the platform when its module is loaded, which follows.
prepareTime();

/**
 * Tests an adapter against the contract of a provider: a tree of tests, one for each case of each operation. A mistake in
 * what is said of the adapter ends them before the first case, with OPTION_INVALID, PROVIDER_UNKNOWN, SUITE_INVALID or
 * SCHEMA_INVALID, and one in a provider of one's own with PROVIDER_INCOMPLETE, CONTRACT_*, MOCK_INVALID or SCENARIO_UNKNOWN.
 */
export function testAdapter<Adapter>(provider: string, adapter: AdapterUnderTest<Adapter>): void {
  describe(`${provider} adapter`, async () => {
    const opened = await openAdapterSuite(provider, adapter);
    after(() => opened.close());
    for (const { operation, cases } of opened.suite.operations) {
      describe(operation, () => {
        for (const one of cases) {
          const reason = opened.reasonToSkip(operation, one);
          if (reason !== undefined) opened.record.skip(operation, one, reason);
          const run = async (test: TestContext) => {
            const result = await opened.record.run(operation, one, test.signal);
            if (result.reason !== null) test.skip(result.reason);
            opened.assertPassed(result, (lines) => test.diagnostic(lines));
          };
          it(one.claim, { skip: reason ?? false, timeout: longestCaseMs }, run);
        }
      });
    }
    for (const stale of opened.staleSkips)
      it("skips only cases that there are", () => {
        throw new Error(stale);
      });
  });
}
