import Ajv2020 from "ajv/dist/2020.js";
import request from "supertest";
import { expect, it } from "vitest";
import { controlDocument } from "../../src/simulator/control/openapi.ts";
import { type FaultKind, faultKinds } from "../../src/simulator/faults/fault.ts";
import { createFixtureApp } from "./fixture.ts";

const { app } = createFixtureApp();
const ajv = new Ajv2020.default({ strict: false });
ajv.addSchema({ $id: "https://standin.invalid/control", ...controlDocument });
const describes = ajv.compile({ $ref: "https://standin.invalid/control#/components/schemas/Fault" });

const needs: Partial<Record<FaultKind, object>> = {
  status: { status: 429 },
  reply: { reply: { status: 200 } },
  delay: { delay: "1ms" },
  "slow-drip": { delay: "5ms" },
};

/** Each is put upon a fault of every kind, which may be good with it or bad. */
const changes: readonly object[] = [
  {},
  { operation: "getTask", tenant: "t", after: 0, times: 1, probability: 0.5, ttl: "1s" },
  { id: "acme-7", hits: 3 },
  { id: null, hits: "many" },
  { provider: undefined },
  { provider: 1 },
  { operation: null },
  { tenant: "a b" },
  { tenant: "" },
  { tenant: 7 },
  { time: 1 },
  { hit: 1 },
  { kind: undefined },
  { kind: null },
  { status: undefined },
  { status: 404 },
  { status: 404.5 },
  { status: "404" },
  { status: null },
  { status: 199, force: true },
  { status: 199 },
  { status: 600, force: true },
  { status: 503, force: true },
  { force: true },
  { force: false },
  { force: "yes" },
  { reply: undefined },
  { reply: null },
  { reply: [] },
  { reply: { status: 200, headers: { a: "b", c: ["d", "e"] }, body: null } },
  { reply: { status: 200, text: "" } },
  { reply: { status: 200, text: 1 } },
  { reply: { status: 200, text: "", body: 1 } },
  { reply: { status: 204 } },
  { reply: { status: 204, text: "" } },
  { reply: { status: 204, text: "x" } },
  { reply: { status: 304, body: null } },
  { reply: { status: 99 } },
  { reply: {} },
  { reply: { status: 200, boby: 1 } },
  { reply: { status: 200, headers: [] } },
  { reply: { status: 200, headers: { a: 1 } } },
  { reply: { status: 200, headers: { a: ["b", 1] } } },
  { after: -1 },
  { after: 0.5 },
  { after: 1e300 },
  { times: 0 },
  { times: null },
  { times: 2 ** 53 },
  { times: 2 ** 53 - 1 },
  { probability: 1.01 },
  { probability: -0.1 },
  { probability: "1" },
  { ttl: "0s" },
  { ttl: "0.000d" },
  { ttl: "0.001ms" },
  { ttl: "90" },
  { ttl: 90 },
  { delay: undefined },
  { delay: "0s" },
  { delay: "1.5h" },
  { delay: "1w" },
  { delay: 5 },
  { delay: null },
  { delay: { min: "1ms", max: "2ms" } },
  { delay: { min: "1ms" } },
  { delay: { max: "1ms" } },
  { delay: { min: "1ms", max: "2ms", sigma: 1 } },
  { delay: { median: "1ms", sigma: 1 } },
  { delay: { median: "1ms", sigma: 1, max: "2ms" } },
  { delay: { median: "1ms", sigma: 11 } },
  { delay: { median: "1ms" } },
  { delay: { median: "soon", sigma: 1 } },
  { delay: {} },
];

it.each(faultKinds)(
  "the control document takes the faults of the kind %s that are armed, and no others",
  async (kind) => {
    const verdicts: string[] = [];
    const others: string[] = [];
    for (const change of changes) {
      const base = {
        provider: "acme",
        kind,
        ...needs[kind],
        ...(kind === "after-commit" && { operation: "createTask" }),
      };
      const given = { ...base, ...change };
      // Which operations suit a kind is the provider's to say, and no schema's.
      const fault = JSON.parse(
        JSON.stringify(kind === "after-commit" && given.operation === "getTask" ? { ...given, ...base } : given),
      );
      const { status } = await request(app)
        .put("/_standin/faults")
        .send({ faults: [fault] });
      const verdict = status === 200 ? "armed" : "refused";
      verdicts.push(verdict);
      if (describes(fault) !== (verdict === "armed")) others.push(`${verdict}: ${JSON.stringify(fault)}`);
    }
    expect(others).toEqual([]);
    expect(verdicts.filter((verdict) => verdict === "armed").length).toBeGreaterThan(5);
    expect(verdicts.filter((verdict) => verdict === "refused").length).toBeGreaterThan(20);
  },
);
