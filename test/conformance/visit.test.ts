import { expect, it } from "vitest";
import { createCase, toOutcome } from "../../src/conformance/case.ts";
import type { CaseTime, Session } from "../../src/conformance/driver.ts";
import { createFinding } from "../../src/conformance/finding.ts";
import type { Subject } from "../../src/conformance/subject.ts";
import type { FaultToArm } from "../../src/conformance/tenant-client.ts";
import { firstOwn, type Visit, visit } from "../../src/conformance/visit.ts";
import type { Operation } from "../../src/contract/contract.ts";
import type { Exchange } from "../../src/exchange.ts";
import { contractOf } from "../contract/sequence-fixture.ts";

const contract = contractOf("acme");
const operation = contract.operations.find(({ id }) => id === "getTask") as Operation;
const fault: FaultToArm = { kind: "status", status: 500 };
const hit = (id?: string, operation = "getTask") =>
  ({ operation, violations: [], ...(id && { fault: { id } }) }) as unknown as Exchange;

interface Unusual {
  /** What the vendor has seen, each time that it is asked; the last of it again and again. */
  exchanges?: Exchange[][];
  call?: (input: { a: number }) => Promise<unknown>;
  now?: () => number;
  drivesTime?: boolean;
}

/** A subject whose adapter answers what it is given, and what is heard of it meanwhile. */
function setUp({
  exchanges = [[hit()]],
  call = async (input) => input,
  now = () => 5,
  drivesTime = true,
}: Unusual = {}) {
  const heard: string[] = [];
  const time: CaseTime = {
    now,
    advance: async (ms) => void heard.push(`${ms} ms later`),
    vendorHangs: false,
    limit: 1000,
  };
  const seen = exchanges.map((all) => all);
  const session: Session = {
    async call({ operation: id, input }) {
      heard.push(`${id} ${JSON.stringify(input)} ${time.vendorHangs ? "of a vendor that hangs" : ""}`.trim());
      const result = await call(input as { a: number });
      heard.push("answered");
      return { answer: { kind: "result", result }, printed: "" };
    },
    close: async () => void heard.push("closed"),
  };
  const tenant = {
    ...{ baseUrl: "http://localhost", credential: "key-1", time, sentHeaders: () => ({}) },
    arm: (faults: readonly FaultToArm[]) => void heard.push(`armed ${JSON.stringify(faults)}`),
    async exchanges() {
      heard.push("asked");
      return (seen.length > 1 ? seen.shift() : seen[0]) as Exchange[];
    },
  };
  const driver = {
    drivesTime,
    open: (place: unknown, given: unknown) => {
      heard.push(place === tenant && given === time ? "opened" : "opened elsewhere");
      return session;
    },
  };
  const subject = { contract, operation, driver, openTenant: () => tenant } as unknown as Subject;
  return { subject, heard };
}

it("arms the faults, makes one call after the other, and then looks at what reached the vendor", async () => {
  const { subject, heard } = setUp({ exchanges: [[hit("f-1")]] });
  const plan = { inputs: [{ a: 1 }, { a: 2 }], faults: [fault] };
  const visited = await visit(subject, plan);
  expect(heard).toEqual([
    'armed [{"kind":"status","status":500}]',
    ...["opened", 'getTask {"a":1}', "answered", 'getTask {"a":2}', "answered", "closed", "asked"],
  ]);
  expect(visited).toMatchObject({ subject, plan, unhit: 0, changed: [], credential: "key-1", exchanges: [hit("f-1")] });
  expect(visited.outcomes.map(({ answer }) => answer)).toEqual([1, 2].map((a) => ({ kind: "result", result: { a } })));
});

it("makes all calls at once where it is told to, and says so where the vendor hangs", async () => {
  const { subject, heard } = setUp();
  await visit(subject, { inputs: [{ a: 1 }, { a: 2 }], together: true, vendorHangs: true });
  const of = "of a vendor that hangs";
  expect(heard.slice(0, 4)).toEqual(["armed []", "opened", `getTask {"a":1} ${of}`, `getTask {"a":2} ${of}`]);
});

it("makes each call by an adapter of its own where it is told to, a second later where time can be driven", async () => {
  const calls = async (drivesTime: boolean) => {
    const { subject, heard } = setUp({ drivesTime });
    const { outcomes } = await visit(subject, { inputs: [{ a: 1 }, { a: 2 }], anew: true });
    expect(outcomes).toHaveLength(2);
    return heard.slice(1, -1).filter((line) => line !== "answered");
  };
  const later = "1000 ms later";
  expect(await calls(true)).toEqual([
    ...["opened", 'getTask {"a":1}', "closed", later, "opened", 'getTask {"a":2}', "closed", later],
  ]);
  expect(await calls(false)).not.toContain(later);
});

it("closes the session though a call is thrown out", async () => {
  const { subject, heard } = setUp({ call: () => Promise.reject(new Error("disturbed")) });
  await expect(visit(subject, { inputs: [{ a: 1 }] })).rejects.toThrow("disturbed");
  expect(heard.at(-1)).toBe("closed");
});

it("tells which inputs were changed, and leaves those of the plan alone", async () => {
  const call = async (input: { a: number }) => {
    if (input.a === 2) input.a = 3;
  };
  const inputs = [{ a: 1 }, { a: 2 }];
  const visited = await visit(setUp({ call }).subject, { inputs });
  expect([visited.changed, inputs[1]]).toEqual([[1], { a: 2 }]);
});

it("waits a moment for an exchange that its client has left, and counts the faults that were not hit", async () => {
  const twice = [hit(), hit("f-1"), hit("f-1")];
  const late = setUp({ exchanges: [[], [hit()], twice, [...twice, hit("f-2")]] });
  const visited = await visit(late.subject, { inputs: [], faults: [fault, fault] });
  expect([visited.unhit, late.heard.filter((line) => line === "asked").length]).toEqual([0, 4]);
  const half = setUp({ exchanges: [[], [hit()], twice] });
  expect((await visit(half.subject, { inputs: [], faults: [fault, fault] })).unhit).toBe(1);
  expect(half.heard.filter((line) => line === "asked")).toHaveLength(51);
  const never = setUp({ exchanges: [[hit()]] });
  expect((await visit(never.subject, { inputs: [], faults: [fault] })).unhit).toBe(1);
  expect(never.heard.filter((line) => line === "asked")).toHaveLength(51);
  const one = setUp({ exchanges: [[hit("f-1")]] });
  expect((await visit(one.subject, { inputs: [], faults: [fault, fault], leastHit: 1 })).unhit).toBe(0);
  const none = setUp({ exchanges: [[hit("f-1"), hit("f-2")]] });
  expect((await visit(none.subject, { inputs: [], faults: [fault], leastHit: 0 })).unhit).toBe(0);
  const unasked = setUp();
  expect((await visit(unasked.subject, { inputs: [], faults: [fault], leastHit: 0 })).unhit).toBe(0);
  expect(unasked.heard.filter((line) => line === "asked")).toHaveLength(1);
});

it("makes faults of the tenant's time, from the next second on where its clock is the machine's", async () => {
  const armedAt = async (from: number, drivesTime: boolean, atSecond?: boolean) => {
    const start = performance.now();
    const now = () => Math.floor(from + performance.now() - start);
    let at = 0;
    const faults = (time: number) => {
      at = time;
      return [];
    };
    await visit(setUp({ now, drivesTime }).subject, {
      inputs: [],
      faults,
      ...(atSecond === undefined ? {} : { atSecond }),
    });
    return at;
  };
  const at = await armedAt(3960, false, true);
  expect(at >= 4000 && at < 5000, String(at)).toBe(true);
  expect(await armedAt(3001, true, true)).toBeLessThan(4000);
  for (const atSecond of [false, undefined]) expect(await armedAt(3001, false, atSecond)).toBeLessThan(4000);
});

it("finds the first request of its operation", () => {
  const { subject } = setUp();
  const own = hit("f-2");
  expect(firstOwn({ subject, exchanges: [hit("f-1", "listTasks"), own, hit("f-3")] })).toBe(own);
});

const exchange = {
  id: "x-1",
  request: { method: "GET", url: "https://api.acme.example/v2/tasks/1", headers: {} },
  violations: [],
} as unknown as Exchange;
const found = createFinding({ contract, operation, exchange }, { rule: "output", pointer: "/a", message: "is wrong" });

it("is judged as a case, and tells each finding once, with where the adapter sends it", async () => {
  const { subject } = setUp({ exchanges: [[]] });
  const one = createCase(subject, { group: "documented", claim: "does it", inputs: [{ a: 1 }], expect: () => [found] });
  expect(one).toMatchObject({ group: "documented", detail: "", claim: "does it" });
  expect(await one.run()).toEqual({ found: [found], warnings: [], exchanges: [] });
  const others = [{ rule: "hang" }, { pointer: "/b" }, { message: "is so" }, { part: "request.body" as const }];
  const all = [found, ...others.map((other) => ({ ...found, ...other })), found];
  const sent = [{ method: "GET", path: "/v2/tasks/1", sentAt: new Error("sent") }];
  const visited = { outcomes: [{ sent }, {}], exchanges: [exchange] } as unknown as Visit;
  const told = toOutcome(visited, [...all, { ...found, message: "of none", exchange: null }]);
  expect(told.found).toHaveLength(6);
  expect(told.found.map(({ callSite }) => callSite?.file)).toEqual([
    ...Array(5).fill("test/conformance/visit.test.ts"),
    undefined,
  ]);
  const both = { ...exchange, violations: [{ part: "request.body", severity: "warning" }] } as unknown as Exchange;
  const warned = toOutcome({ outcomes: [], exchanges: [both] } as unknown as Visit, [found]);
  expect([warned.found, warned.warnings?.length]).toEqual([[found], 1]);
  const unseen = { outcomes: [{}], exchanges: [exchange] } as unknown as Visit;
  expect(toOutcome(unseen, [found]).found).toEqual([found]);
});

it("tells what is only inferred and broken as a warning, though nothing is found", () => {
  const violation = { part: "request.body", severity: "warning", pointer: "/a", rule: "maxLength", message: "is long" };
  const warned = { ...exchange, violations: [violation, violation] } as unknown as Exchange;
  const sent = [{ method: "GET", path: "/v2/tasks/1", sentAt: new Error("sent") }];
  const { found: none, warnings } = toOutcome({ outcomes: [{ sent }], exchanges: [warned] } as unknown as Visit, []);
  expect([none, warnings?.map(({ rule, callSite }) => [rule, callSite?.file])]).toEqual([
    [],
    [["maxLength", "test/conformance/visit.test.ts"]],
  ]);
  expect(toOutcome({ outcomes: [], exchanges: [exchange] } as unknown as Visit, [])).toEqual({
    found: [],
    exchanges: [exchange],
  });
});
