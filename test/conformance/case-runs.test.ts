import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Aftermath, Disturbed, type Late } from "../../src/conformance/aftermath.ts";
import type { Case } from "../../src/conformance/case.ts";
import { CaseRuns } from "../../src/conformance/case-runs.ts";
import { createFinding } from "../../src/conformance/finding.ts";
import type { CaseResult } from "../../src/conformance/run.ts";
import { RunRecord } from "../../src/conformance/run-suite.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { contractOf } from "../contract/sequence-fixture.ts";

const contract = contractOf("acme");
const operation = contract.operations.find(({ id }) => id === "getTask") as Operation;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.advanceTimersByTime(5000);
});
afterEach(() => {
  vi.useRealTimers();
});

/** What comes too late for an answer. */
interface Coming {
  rule?: Late["rule"];
  message?: string;
  /** Names of the cases that can have caused it; its own unless others are named. */
  of?: string[];
}

/** What a case does when it is run. */
interface Deed {
  /** In milliseconds. */
  took?: number;
  /** What it is found to do in its course. */
  fails?: "crash" | "hang";
  /** What comes at once when it is over, when its calls are calm, and when all processes are ended. */
  late?: Coming;
  onceCalm?: Coming;
  onceEnded?: Coming;
  /** It is spoilt by something that these may have caused. */
  spoiltBy?: string[];
  throws?: Error;
}

/** Cases by their names, each with what it does one time after the other, the last of it again and again. */
function setUp(deeds: Record<string, Deed | Deed[]>, { stopsAt = "", hasAftermath = true } = {}) {
  const told: string[] = [];
  const ran: string[] = [];
  const queues: Record<"late" | "onceCalm" | "onceEnded", Late[]> = { late: [], onceCalm: [], onceEnded: [] };
  const cases = new Map<string, Case>();
  const toLate = ({ rule = "crash", message = "gone.", of = [] }: Coming, own: string): Late => {
    const names = of.length === 0 ? [own] : of;
    return { rule, message, of: names.map((name) => cases.get(name) ?? { name }) };
  };
  for (const [group, given] of Object.entries(deeds)) {
    const rounds = [given].flat();
    const run: Case["run"] = async () => {
      const deed = (rounds.length > 1 ? rounds.shift() : rounds[0]) as Deed;
      ran.push(group);
      vi.advanceTimersByTime(deed.took ?? 0);
      for (const when of ["late", "onceCalm", "onceEnded"] as const) {
        const coming = deed[when];
        if (coming !== undefined) queues[when].push(toLate(coming, group));
      }
      if (deed.spoiltBy) throw new Disturbed(toLate({ of: deed.spoiltBy }, group));
      if (deed.throws) throw deed.throws;
      const fault = deed.fails && { rule: deed.fails, message: "at once." };
      return { found: fault ? [createFinding({ contract, operation }, fault)] : [], exchanges: [] };
    };
    cases.set(group, { group, detail: "", claim: group, run });
  }
  const aftermath: Aftermath = {
    begin: (one) => void ran.push(`begin ${(one as Case).group}`),
    calm: async (ms) => {
      ran.push(ms === undefined ? "calm" : `calm ${ms}`);
      queues.late.push(...queues.onceCalm.splice(0));
    },
    take: () => queues.late.splice(0),
    end: async () => void queues.late.push(...queues.onceEnded.splice(0)),
  };
  const show = ({ group, status, reason, findings }: CaseResult) =>
    [
      group,
      status,
      ...(reason === null ? [] : [reason]),
      ...findings.map(({ rule, message }) => `${rule}: ${message}`),
    ].join(" ");
  const runs = new CaseRuns(new RunRecord({ contract, seed: 1, runs: 0 }), hasAftermath ? aftermath : undefined, {
    settled: (result) => void told.push(show(result)),
    amended: (before, result) => void told.push(`${show(before)} -> ${show(result)}`),
    endsRun: ({ group }) => group === stopsAt,
  });
  return {
    runs,
    run: (group: string) => runs.run("getTask", cases.get(group) as Case),
    skip: (group: string) => runs.skip("getTask", cases.get(group) as Case, "so"),
    /** The same since it was asked the last time. */
    told: () => told.splice(0),
    ran: () => ran.splice(0),
    async runAll() {
      for (const group of cases.keys()) await runs.run("getTask", cases.get(group) as Case);
      await runs.end();
      return told.splice(0);
    },
  };
}

const doubt = "It came in this case or from one just before, and when each was tried alone it did not come again.";

it("tells each result when nothing of its case is to come any more, in their order", async () => {
  const { runs, run, skip, told } = setUp({ a: { took: 50 }, b: { took: 50 }, c: { took: 50 }, d: {} });
  expect(await run("a")).toBe(true);
  await run("b");
  expect(told()).toEqual([]);
  skip("d");
  await run("c");
  expect(told()).toEqual(["a passed"]);
  await runs.end();
  expect(told()).toEqual(["b passed", "d skipped so", "c passed"]);
});

it("tells it at once where nothing can come", async () => {
  const { run, told } = setUp({ a: {}, b: { fails: "hang" } }, { hasAftermath: false });
  expect([await run("a"), told()]).toEqual([true, ["a passed"]]);
  expect([await run("b"), told()]).toEqual([true, ["b failed hang: at once."]]);
});

it("tells what it has where the run cannot go on", async () => {
  const { runs, run, told } = setUp({ a: {}, b: { throws: new Error("no such tenant") } });
  await run("a");
  await expect(run("b")).rejects.toThrow("no such tenant");
  expect(told()).toEqual([]);
  runs.abandon();
  expect(told()).toEqual(["a passed"]);
  const alone = setUp({ a: { spoiltBy: ["b"] } }, { hasAftermath: false });
  await expect(alone.run("a")).rejects.toThrow("gone.");
});

it("ends with a result that ends the run, once nothing of it is to come", async () => {
  const { runs, run, skip, told } = setUp({ a: {}, b: { onceCalm: {} }, c: {} }, { stopsAt: "b" });
  expect(await run("a")).toBe(true);
  expect(await run("b")).toBe(false);
  expect(told()).toEqual(["a passed", "b failed crash: gone."]);
  skip("c");
  await runs.end();
  expect(told()).toEqual([]);
});

it("gives a case what comes of it, and tells so where its result was told", async () => {
  const { runs, run, told } = setUp({ a: { took: 200, late: {} }, b: { took: 200, onceEnded: { rule: "hang" } } });
  await run("a");
  await run("b");
  expect(told()).toEqual(["a failed crash: gone."]);
  await runs.end();
  expect(told()).toEqual(["b passed", "b passed -> b failed hang: gone."]);
});

it("tells of the same but once, and nothing of a case that is none of its own", async () => {
  const twice = setUp({ a: { late: {}, onceEnded: { message: "gone as well." } } });
  expect(await twice.runAll()).toEqual(["a failed crash: gone."]);
  expect(await setUp({ a: { late: { of: ["x"] } } }).runAll()).toEqual(["a passed"]);
});

it("gives what comes of a case that was run twice to its last run", async () => {
  const { runs, run, told } = setUp({ a: [{}, { fails: "hang", onceEnded: {} }] });
  await run("a");
  await run("a");
  await runs.end();
  expect(told()).toEqual([
    "a passed",
    "a failed hang: at once.",
    "a failed hang: at once. -> a failed hang: at once. crash: gone.",
  ]);
});

it("tries those alone that may have caused something, and blames the one that does so again", async () => {
  const { runs, run, told, ran } = setUp({ a: [{}, { onceCalm: {} }], b: {}, c: { late: { of: ["a", "b"] } } });
  for (const group of ["a", "b"]) await run(group);
  expect(ran()).toEqual(["begin a", "a", "begin b", "b"]);
  await run("c");
  const alone = (group: string) => ["calm", `begin ${group}`, group, "calm 300"];
  expect(ran()).toEqual(["begin c", "c", ...alone("a"), ...alone("b")]);
  // What was tried alone is through: it need not be held back.
  expect(told()).toEqual(["a failed crash: gone.", "b passed"]);
  await runs.end();
  expect(told()).toEqual(["c passed"]);
});

it("blames the last in doubt where none does so again, or does something else", async () => {
  const late = { message: "one is gone.", of: ["a", "b"] };
  expect(await setUp({ a: {}, b: {}, c: { late } }).runAll()).toEqual([
    "a passed",
    `b failed crash: one is gone. ${doubt}`,
    "c passed",
  ]);
  const other = setUp({ a: [{}, { onceCalm: { rule: "protocol" } }], b: {}, c: { late } });
  expect(await other.runAll()).toEqual(["a passed", `b failed crash: one is gone. ${doubt}`, "c passed"]);
});

it("runs a case again that was spoilt, and blames it where the same comes in its course", async () => {
  const { run, runs, told, ran } = setUp({
    a: {},
    b: [{ spoiltBy: ["a", "b"] }, { fails: "crash", onceCalm: { rule: "hang" } }],
  });
  await run("a");
  await run("b");
  expect(ran()).toEqual(["begin a", "a", "begin b", "b", "calm", "begin b", "b", "calm 300"]);
  await runs.end();
  expect(told()).toEqual(["a passed", "b failed crash: at once. hang: gone."]);
});

it("blames one before where that does it again, and the spoilt one where its own comes late", async () => {
  const before = setUp({ a: [{}, { onceCalm: {} }], b: [{ spoiltBy: ["a", "b"] }, {}] });
  expect(await before.runAll()).toEqual(["a failed crash: gone.", "b passed"]);
  const own = setUp({ a: {}, b: [{ spoiltBy: ["a", "b"] }, { onceCalm: {} }] });
  expect(await own.runAll()).toEqual(["a passed", "b failed crash: gone."]);
  const both = setUp({ a: [{}, { onceCalm: {} }], b: [{ spoiltBy: ["a", "b"] }, { onceCalm: { rule: "hang" } }] });
  expect(await both.runAll()).toEqual(["a failed crash: gone.", "b failed hang: gone."]);
});

it("blames the spoilt one in doubt where nothing comes again, and for what else comes of it", async () => {
  const { runAll } = setUp({ a: {}, b: [{ spoiltBy: ["a", "b"] }, { fails: "hang", onceCalm: { rule: "protocol" } }] });
  expect(await runAll()).toEqual(["a passed", `b failed hang: at once. protocol: gone. crash: gone. ${doubt}`]);
});

it("heeds what comes of others while one is tried alone", async () => {
  const { runAll } = setUp({ a: {}, b: [{ spoiltBy: ["b"] }, { onceCalm: { of: ["a"], rule: "hang" } }] });
  expect(await runAll()).toEqual(["a failed hang: gone.", `b failed crash: gone. ${doubt}`]);
});
