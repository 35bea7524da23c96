/**
 * Tests that take their time, wait in real time, or ask the npm registry: `npm test` leaves them out, and .ci/run has them by
 * themselves (APART=1).
 */
export const apart: readonly string[] = [
  "examples/adapters/drivers.test.ts",
  "examples/adapters/standin-test.test.ts",
  "examples/adapters/wire.test.ts",
  "test/broken-states.test.ts",
  "test/chaos/chaos.test.ts",
  "test/cli/check-faults.test.ts",
  "test/cli/check.test.ts",
  "test/cli/serve-stop.test.ts",
  "test/cli/state.test.ts",
  "test/cli/test.test.ts",
  "test/conformance/correct-adapter.test.ts",
  "test/conformance/documented-inputs.test.ts",
  "test/conformance/late.test.ts",
  "test/conformance/mistakes-between-calls.test.ts",
  "test/conformance/mistakes-that-stay.test.ts",
  "test/conformance/mistakes-with-later-calls.test.ts",
  "test/conformance/mistakes-with-other-pages.test.ts",
  "test/conformance/mistakes-with-pages.test.ts",
  "test/conformance/mistakes-with-retries.test.ts",
  "test/conformance/no-warnings.test.ts",
  "test/conformance/process-driver.test.ts",
  "test/contract/check-value-against-ajv.test.ts",
  "test/contract/hostile-exchanges.test.ts",
  "test/contract/mutated-contracts.test.ts",
  "test/defects/defects.test.ts",
  "test/defects/prism-proxy.test.ts",
  "test/docs/new-provider.test.ts",
  "test/docs/pipelines.test.ts",
  "test/docs/readme.test.ts",
  "test/docs/suite-pages.test.ts",
  "test/docs/topics.test.ts",
  "test/fuzz/fuzz.test.ts",
  "test/isolation.test.ts",
  "test/package/installed.test.ts",
  "test/package/setup.test.ts",
  "test/provider-faults.test.ts",
  "test/redaction.test.ts",
  "test/report/suite/html.test.ts",
  "test/second-opinion/second-opinion.test.ts",
  "test/security/connections.test.ts",
  "test/security/control-bodies.test.ts",
  "test/security/control-reads.test.ts",
  "test/security/hostile-requests.test.ts",
  "test/simulator/limits.test.ts",
  "test/simulator/wait.test.ts",
  "test/simulator/watch.test.ts",
];

/** How many of `count` generated cases are tried: all of them where .ci/run has the tests by themselves, else a third. */
export function part(count: number): number {
  return process.env.APART === undefined ? Math.ceil(count / 3) : count;
}
