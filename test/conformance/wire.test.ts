import { expect, it } from "vitest";
import { wireCases } from "../../src/conformance/cases/wire.ts";
import type { Subject } from "../../src/conformance/subject.ts";
import type { FaultToArm } from "../../src/conformance/tenant-client.ts";

/** For how long an answer is held back or drips, in each case that has it do so. */
async function delays(drivesTime: boolean, limit: number): Promise<(string | undefined)[]> {
  const armed: FaultToArm[] = [];
  const tenant = {
    time: {},
    arm: (faults: readonly FaultToArm[]) => armed.push(...faults),
    exchanges: async () => [],
  };
  const subject = {
    operation: { id: "getNote", method: "GET", responses: [] },
    documentedInput: {},
    driver: { drivesTime, open: () => ({ call: () => Promise.reject(new Error("It is not called here.")) }) },
    limit,
    openTenant: () => tenant,
  };
  const hanging = wireCases(subject as unknown as Subject).filter(({ detail }) =>
    ["no-answer", "dripping"].includes(detail),
  );
  for (const one of hanging) await one.run().catch(() => {});
  return armed.map(({ delay }) => delay);
}

it("holds answers back for longer than a call may take, whatever that is", async () => {
  expect(await delays(false, 10_000)).toEqual(["70s", "70s"]);
  expect(await delays(false, 180_500)).toEqual(["241s", "241s"]);
});

it("holds them back for an hour where the adapter's time is driven, which takes none of the machine's", async () => {
  expect(await delays(true, 7_200_000)).toEqual(["1h", "1h"]);
});
