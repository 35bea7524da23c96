import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { TenantFault } from "../../src/index.ts";
import { faultKinds } from "../../src/simulator/faults/fault.ts";
import { providersDir, startFixture } from "../simulator/fixture.ts";
import { build, standin } from "./standin.ts";

beforeAll(build, 120_000);

const needs: Partial<Record<TenantFault["kind"], Partial<TenantFault>>> = {
  status: { status: 429 },
  reply: { reply: { status: 200, body: { id: 1 } } },
  delay: { delay: "1ms" },
  "slow-drip": { delay: "5ms" },
  "stale-read": { delay: "1m" },
};
const faults = faultKinds.map((kind): TenantFault => ({ kind, ...needs[kind] }));

describe("standin check", () => {
  it("blames no stand-in for what two faults make of an answer, whichever they are", async () => {
    const server = await startFixture();
    onTestFinished(() => server.close());
    for (const first of faults) {
      for (const second of faults) {
        const acme = server.provider("acme").tenant(`${first.kind}-${second.kind}`);
        const headers = { authorization: `Bearer ${acme.credential}`, "content-type": "application/json" };
        await fetch(`${acme.baseUrl}/tasks`, { method: "POST", headers, body: '{"title":"Sweep"}' });
        for (const fault of [first, second]) acme.faults.arm(fault);
        await fetch(`${acme.baseUrl}/tasks/task-1`, { headers }).then(
          (response) => response.text().catch(() => ""),
          () => "",
        );
        expect(acme.violations(), `${first.kind}, ${second.kind}`).toEqual([]);
      }
    }
    for (const format of ["ndjson", "har"]) {
      const input = await (await fetch(`${server.url}/_standin/exchanges.${format}`)).text();
      const { code, stdout } = await standin(["check", "-", "--providers", providersDir], { input });
      const lines = stdout.split("\n").filter((line) => !line.includes(": planned "));
      expect([code, lines], format).toEqual([0, [expect.stringContaining("338 exchanges: 0 errors"), ""]]);
    }
  });
});
