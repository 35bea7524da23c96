/**
 * Tests that take their time, or wait for processes in real time: `npm test` leaves them out, and .ci/run has them by
 * themselves (APART=1).
 */
export const apart: readonly string[] = [
  "test/docs/suite-pages.test.ts",
  "test/cli/test.test.ts",
  "test/defects/defects.test.ts",
  "examples/adapters/drivers.test.ts",
];
