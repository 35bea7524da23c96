import { afterAll, describe, it, vi } from "vitest";
import type { AdapterUnderTest } from "./adapter-suite.ts";
import type { PartialExchange } from "./conformance/matchers.ts";
import { prepareTime } from "./conformance/virtual-time.ts";
import type { Severity } from "./exchange.ts";
import { longestCaseMs, openAdapterSuite } from "./open-suite.ts";

export type { AdapterSettings, AdapterUnderTest, Skip } from "./adapter-suite.ts";
export { matchers, type PartialExchange, type Received } from "./conformance/matchers.ts";

declare module "vitest" {
  // After `expect.extend(matchers)`.
  interface Matchers<T> {
    /** Nothing breaks the contract by so much, `error` unless told otherwise. Throws where there is no exchange. */
    toConform(least?: Severity): T;
    /** Some exchange was of the operation, and had this. Refuses an operation that the tenant's contract does not have. */
    toHaveReceived(operation: string, asked?: PartialExchange): T;
    /** Something breaks the contract by this rule, at this place where a pointer is given. Throws where there is no exchange. */
    toViolate(rule: string, pointer?: string): T;
  }
}

// An adapter may take its timers from the platform when its module is loaded, which follows.
prepareTime();

const fakeTimers =
  "[standin] Fake timers of Vitest are in use, which stand still: testAdapter drives the adapter's timers itself. Call vi.useRealTimers() before its tests, such as in an afterEach of those that use fake ones.";

/**
 * Tests an adapter against the contract of a provider: a tree of tests, one for each case of each operation. A mistake in
 * what is said of the adapter ends them before the first case, with OPTION_INVALID, PROVIDER_UNKNOWN, SUITE_INVALID or
 * SCHEMA_INVALID, and one in a provider of one's own with PROVIDER_INCOMPLETE, CONTRACT_*, MOCK_INVALID or SCENARIO_UNKNOWN.
 */
export function testAdapter<Adapter>(provider: string, adapter: AdapterUnderTest<Adapter>): void {
  describe(`${provider} adapter`, async () => {
    const opened = await openAdapterSuite(provider, adapter);
    afterAll(() => opened.close(), longestCaseMs);
    for (const { operation, cases } of opened.suite.operations) {
      describe(operation, () => {
        for (const one of cases) {
          const reason = opened.reasonToSkip(operation, one);
          if (reason === undefined)
            it(one.claim, { timeout: longestCaseMs }, async ({ skip, signal, annotate }) => {
              if (vi.isFakeTimers()) throw new Error(fakeTimers);
              const result = await opened.record.run(operation, one, signal);
              if (result.reason !== null) skip(result.reason);
              // Vitest before 3.2 has nothing that says so of a test that passes.
              opened.assertPassed(result, (lines) => annotate?.(lines, "warning"));
            });
          else {
            opened.record.skip(operation, one, reason);
            it.skip(`${one.claim} (${reason})`, () => {});
          }
        }
      });
    }
    for (const stale of opened.staleSkips)
      it("skips only cases that there are", () => {
        throw new Error(stale);
      });
  });
}
