import { expect, it } from "vitest";
import { type Case, inapplicable, runAll } from "../../src/conformance/case.ts";
import { createFinding } from "../../src/conformance/finding.ts";
import { nameOfCase, runCase } from "../../src/conformance/run.ts";
import { RunRecord, type RunSettings, runSuite } from "../../src/conformance/run-suite.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { CoverageTally } from "../../src/contract/coverage.ts";
import type { Exchange } from "../../src/exchange.ts";
import { contractOf } from "../contract/sequence-fixture.ts";

const contract = contractOf("acme");
const operation = contract.operations.find(({ id }) => id === "getTask") as Operation;
const found = createFinding({ contract, operation }, { rule: "hang", message: "it hangs" });
const exchange: Exchange = {
  ...{ id: "x-000001", provider: "acme", tenant: "case-1", operation: "getTask", violations: [] },
  ...{ startedAt: "2026-01-01T00:00:01.000Z", recordedAt: "2026-11-02T09:30:00.000Z", durationMs: 1 },
  request: { method: "GET", url: "https://api.acme.example/v2/tasks/1", headers: {} },
  response: { status: 404, headers: { "content-type": "application/json" }, body: '{"error":"gone"}' },
};

/** A case that ends as its group says. */
function caseOf(group: "passes" | "fails" | "is-void", detail = ""): Case {
  return {
    ...{ group, detail, claim: `it ${group}` },
    run: async () => ({
      found: group === "fails" ? [found] : [],
      exchanges: [exchange],
      ...(group === "is-void" ? { inapplicable: "there is nothing to try" } : {}),
    }),
  };
}

const suite = {
  operations: [
    { operation: "getTask", cases: [caseOf("passes"), caseOf("fails", "once"), caseOf("is-void")] },
    { operation: "listTasks", cases: [caseOf("fails"), caseOf("passes")] },
  ],
  close: async () => {},
};

/** What comes of the suite: a line for each case. */
async function told(settings: Partial<RunSettings> = {}) {
  const heard: string[] = [];
  const record = new RunRecord({ contract, seed: 7, runs: 3 });
  const run = await runSuite(suite, record, {
    isChosen: () => true,
    reasonToSkip: () => undefined,
    known: new Set(),
    bail: false,
    onResult: (result, done, all) => heard.push(`${done}/${all} ${nameOfCase(result)} ${result.status}`),
    problems: [],
    ...settings,
  });
  return { run, heard };
}

it("runs all cases in their order, and tells of each how it ended", async () => {
  const { run, heard } = await told({ problems: ["a skip is stale"] });
  expect(heard).toEqual([
    "1/5 getTask passes passed",
    "2/5 getTask fails once failed",
    "3/5 getTask is-void skipped",
    "4/5 listTasks fails failed",
    "5/5 listTasks passes passed",
  ]);
  expect(run).toMatchObject({ provider: "acme", seed: 7, runs: 3, problems: ["a skip is stale"] });
  expect(Date.now() - Date.parse(run.startedAt)).toBeLessThan(60_000);
  expect(run.durationMs).toBeGreaterThanOrEqual(0);
  expect(run.durationMs).toBeLessThan(60_000);
});

it("ends with the first failure where it is told to", async () => {
  expect((await told({ bail: true })).heard).toEqual(["1/5 getTask passes passed", "2/5 getTask fails once failed"]);
});

it("runs those that are asked for, and skips those that have a reason", async () => {
  const { run, heard } = await told({
    isChosen: (id) => id === "getTask",
    reasonToSkip: (id, { group }) => (id === "getTask" && group === "fails" ? "it is known" : undefined),
  });
  expect(heard).toEqual(["1/3 getTask passes passed", "2/3 getTask fails once skipped", "3/3 getTask is-void skipped"]);
  expect(run.cases[1]).toEqual({
    ...{ operation: "getTask", group: "fails", detail: "once", claim: "it fails", status: "skipped" },
    ...{ reason: "it is known", durationMs: 0, findings: [], exchanges: [] },
  });
});

it("takes failures that are known for such, and tells of those that fail no longer", async () => {
  const known = new Set(["getTask fails once", "listTasks passes"]);
  const { heard } = await told({ known, bail: true });
  expect(heard).toEqual([
    "1/5 getTask passes passed",
    "2/5 getTask fails once known",
    "3/5 getTask is-void skipped",
    "4/5 listTasks fails failed",
  ]);
  expect((await told({ known })).heard.at(-1)).toBe("5/5 listTasks passes stale");
});

/** What the report has of a case of getTask when the run ends. */
function endOf(record: RunRecord) {
  return record.end([]).cases.map((one) => [nameOfCase(one), one.status, one.findings.map(({ message }) => message)]);
}

it("has cases that were begun and not ended as failed, and says so", async () => {
  const record = new RunRecord({ contract, seed: 7, runs: 3 });
  let finish = () => {};
  const waiting = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slow: Case = { ...caseOf("passes"), run: () => waiting.then(caseOf("passes").run) };
  const broken: Case = { ...caseOf("passes", "by mistake"), run: () => Promise.reject(new Error("no such tenant")) };
  const runner = new AbortController();
  await record.run("getTask", caseOf("passes", "at once"));
  await expect(record.run("getTask", broken)).rejects.toThrow("no such tenant");
  const running = record.run("getTask", slow, runner.signal);
  const expected = [
    ["getTask passes at once", "passed", []],
    ["getTask passes by mistake", "failed", ["The case could not be run: no such tenant"]],
    ["getTask passes", "failed", [expect.stringMatching(/^The case was begun, and its test was ended before it was/)]],
  ];
  expect(endOf(record)).toEqual(expected);
  // A runner that has given the case up has failed it, whatever comes of it then.
  runner.abort();
  finish();
  await running;
  expect(endOf(record)).toEqual(expected);
});

it("counts the last trial of a case that a test runner tries again", async () => {
  const record = new RunRecord({ contract, seed: 7, runs: 3 });
  let finish = () => {};
  const waiting = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slow: Case = { ...caseOf("passes"), run: () => waiting.then(caseOf("fails").run) };
  const first = record.run("getTask", slow);
  await record.run("getTask", caseOf("passes"));
  finish();
  await first;
  expect(endOf(record)).toEqual([["getTask passes", "passed", []]]);
  await expect(record.run("getTask", { ...slow, run: () => Promise.reject(new Error("gone")) })).rejects.toThrow();
  expect(endOf(record)).toEqual([["getTask passes", "failed", ["The case could not be run: gone"]]]);
});

it("names what is found by its case, and keeps the exchanges of cases that found something", async () => {
  const [fails, passes, isVoid] = [caseOf("fails", "once"), caseOf("passes"), caseOf("is-void")];
  const before = performance.now();
  const { durationMs } = await runCase("getTask", passes);
  expect(durationMs).toBeLessThanOrEqual(Math.ceil(performance.now() - before));
  expect(await runCase("getTask", fails)).toMatchObject({
    ...{ status: "failed", reason: null, exchanges: [exchange] },
    findings: [{ ...found, case: "getTask fails once" }],
  });
  expect(await runCase("getTask", passes)).toMatchObject({
    status: "passed",
    reason: null,
    exchanges: [],
    findings: [],
  });
  expect(await runCase("getTask", isVoid)).toMatchObject({ status: "skipped", reason: "there is nothing to try" });
});

it("tells a warning in the first case of an operation that it comes up in, and there again when that is tried again", async () => {
  const warning = { ...found, severity: "warning" as const, exchange: exchange.id };
  const warned = (detail: string): Case => ({
    ...caseOf("passes", detail),
    run: async () => ({
      ...{ found: [], exchanges: [exchange] },
      // Of other values.
      warnings: ["is too long", "is much too long"].map((what) => ({ ...warning, message: `${detail} ${what}` })),
    }),
  });
  const record = new RunRecord({ contract, seed: 7, runs: 3 });
  const listing = { ...warning, operation: "listTasks" };
  const other: Case = { ...warned("a"), run: async () => ({ found: [], warnings: [listing], exchanges: [exchange] }) };
  await record.run("getTask", warned("a"));
  await record.run("getTask", warned("b"));
  await record.run("getTask", warned("a"));
  await record.run("listTasks", other);
  const { cases } = record.end([]);
  expect(cases.map((one) => [nameOfCase(one), one.status, one.findings.length, one.exchanges.length])).toEqual([
    ["getTask passes a", "passed", 1, 1],
    ["getTask passes b", "passed", 0, 0],
    ["listTasks passes a", "passed", 1, 1],
  ]);
});

it("counts what the cases exercise, and a status that a fault forces as the vendor's own", async () => {
  const tally = new CoverageTally(contract);
  const faulted = () => tally.toCoverage().operations.find(({ operation: id }) => id === "getTask")?.faulted;
  const hit = (kind: string): Case => ({
    ...caseOf("passes"),
    run: async () => ({ found: [], exchanges: [{ ...exchange, fault: { id: "f-1", kind } }] }),
  });
  const notes = { tally, isNews: () => true };
  await runCase("getTask", hit("reply"), notes);
  expect(faulted()).toBe(1);
  await runCase("getTask", hit("status"), notes);
  expect(faulted()).toBe(1);
  expect(tally.toCoverage().operations.find(({ operation: id }) => id === "getTask")?.exchanges).toBe(2);
});

it("joins what several cases find, and is without anything to try where all of them are", async () => {
  const [fails, isVoid, passes] = [caseOf("fails"), caseOf("is-void"), caseOf("passes")];
  expect(await runAll([isVoid, fails, passes])).toEqual({
    found: [found],
    warnings: [],
    exchanges: [exchange, exchange],
  });
  const once = await runAll([passes, fails, passes], (outcome) => outcome.found.length > 0);
  expect([once.found, once.exchanges]).toEqual([[found], [exchange, exchange]]);
  expect(await runAll([isVoid, isVoid])).toMatchObject({ found: [], inapplicable: "there is nothing to try" });
  expect(inapplicable("so")).toEqual({ found: [], exchanges: [], inapplicable: "so" });
  expect(await runAll([])).toEqual({ found: [], warnings: [], exchanges: [] });
});
