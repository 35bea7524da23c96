import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { Case } from "../../src/conformance/case.ts";
import type { CaseTime } from "../../src/conformance/driver.ts";
import { createFinding } from "../../src/conformance/finding.ts";
import { createProcessDriver } from "../../src/conformance/process-driver.ts";
import { nameOfCase } from "../../src/conformance/run.ts";
import { RunRecord, runSuite } from "../../src/conformance/run-suite.ts";
import { contractOf } from "../contract/sequence-fixture.ts";

const contract = contractOf("acme");
const folder = mkdtempSync(join(tmpdir(), "standin-late-"));
afterAll(() => rmSync(folder, { recursive: true }));

// It answers each call and then does what the call's input says, at once or after so many milliseconds.
const file = join(folder, "driver.mjs");
writeFileSync(
  file,
  `import { createInterface } from "node:readline";
import { spawn } from "node:child_process";
let calls = 0;
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, input, credential } = JSON.parse(line);
  const { does, after = 0, before } = input;
  calls++;
  const deeds = {
    dies: () => process.exit(7),
    throws() { throw new TypeError("boom in the adapter"); },
    twice: () => process.stdout.write(JSON.stringify({ id, result: 2 }) + "\\n"),
    garbage: () => process.stdout.write("done with it\\n"),
    both: () => process.stdout.write("done with it\\n" + JSON.stringify({ id, result: 1 }) + "\\n"),
    leaks: () => process.stderr.write("used " + credential + "\\n"),
    child: () => spawn("sleep", ["30"], { stdio: "inherit" }),
    fifth: () => calls === 5 && process.exit(5),
  };
  if (before) deeds[before]();
  process.stdout.write((calls === 1 ? "\\ufeff" : "") + JSON.stringify({ id, result: 1, error: null }) + "\\n", () => {
    if (does) setTimeout(deeds[does], after);
  });
});
`,
);

/** Runs cases of one call each; what an input does is what its case is called by. Answers a line for each that did not pass. */
async function told(inputs: readonly object[], more: { bail?: boolean; known?: string[] } = {}) {
  const driver = createProcessDriver({ command: [process.execPath, file], cwd: folder });
  const time: CaseTime = { now: () => 0, advance: async () => {}, vendorHangs: false, limit: 5000 };
  let tenants = 0;
  const cases = inputs.map((input, index): Case => {
    const group = `case-${index + 1}`;
    const run = async () => {
      const place = { baseUrl: "http://127.0.0.1:1", credential: `standin-key+case-${++tenants}-own` };
      const { answer } = await driver.open(place, time).call({ operation: "getTask", input });
      const operation = contract.operations[0];
      if (operation === undefined) throw new Error("acme has no operation");
      if (answer.kind !== "failure") return { found: [], exchanges: [] };
      const { rule, message } = answer;
      return { found: [createFinding({ contract, operation }, { rule, message })], exchanges: [] };
    };
    return { group, detail: "", claim: group, run };
  });
  const heard: string[] = [];
  const suite = {
    operations: [{ operation: "getTask", cases }],
    aftermath: driver.aftermath,
    close: () => driver.close(),
  };
  const run = await runSuite(suite, new RunRecord({ contract, seed: 1, runs: 0 }), {
    isChosen: () => true,
    reasonToSkip: () => undefined,
    known: new Set(more.known),
    bail: more.bail === true,
    onResult: ({ group, status }) => heard.push(`${group} ${status}`),
    problems: [],
  });
  await suite.close();
  const lines = run.cases.flatMap((one) =>
    one.findings.map(
      ({ rule, message }) =>
        `${nameOfCase(one)} ${rule}: ${message.replaceAll(process.execPath, "node").replaceAll(file, "FILE")}`,
    ),
  );
  return { heard, lines };
}

const well = {};

it.each([
  ["dies", { does: "dies" }, "crash: The driver has ended with status 7. (node FILE)"],
  ["dies a moment later", { does: "dies", after: 20 }, "crash: The driver has ended with status 7. (node FILE)"],
  [
    "throws what nobody catches",
    { does: "throws" },
    "crash: The driver has ended with status 1. Its last words: TypeError: boom in the adapter (node FILE)",
  ],
  [
    "prints what is no answer",
    { does: "garbage", after: 20 },
    expect.stringMatching(/protocol: The driver has printed a line that is no JSON: done with it\. /),
  ],
  [
    "prints what is no answer, and then answers",
    { before: "both" },
    expect.stringMatching(/protocol: The driver has printed a line that is no JSON: done with it\. /),
  ],
  ["prints its credential", { does: "leaks" }, "credential-leak: what the adapter prints has the credential in it"],
  [
    "prints its credential later",
    { does: "leaks", after: 30 },
    "credential-leak: what the adapter prints has the credential in it",
  ],
  ["dies before it answers", { before: "dies" }, "crash: The driver has ended with status 7. (node FILE)"],
])("blames the case whose call it was when the driver %s", async (_, input, failure) => {
  const { heard, lines } = await told([well, well, input, well, well, well]);
  const whole = typeof failure === "string" ? `getTask case-3 ${failure}` : failure;
  expect(lines).toEqual([whole]);
  expect(heard).toEqual([1, 2, 3, 4, 5, 6].map((number) => `case-${number} ${number === 3 ? "failed" : "passed"}`));
});

it("blames each of several that do the same, the last one too", async () => {
  const { lines } = await told([well, { does: "twice" }, well, { does: "twice", after: 10 }, { does: "twice" }]);
  expect(lines.map((line) => line.replace(/call \d+/, "call N"))).toEqual(
    [2, 4, 5].map((number) => `getTask case-${number} protocol: The driver has answered call N twice. (node FILE)`),
  );
  const dying = { does: "dies", after: 15 };
  expect((await told([dying, well, dying, dying])).lines).toEqual(
    [1, 3, 4].map((number) => `getTask case-${number} crash: The driver has ended with status 7. (node FILE)`),
  );
});

it("says so where it cannot tell whose it was", async () => {
  const { lines } = await told([well, well, well, well, { before: "fifth" }, well]);
  expect(lines).toEqual([
    "getTask case-5 crash: The driver has ended with status 5. (node FILE) It came in this case or from one just before, and when each was tried alone it did not come again.",
  ]);
});

it("ends with the first failure where it is told to, and holds a baseline, though they come late", async () => {
  const late = { does: "leaks", after: 20 };
  expect((await told([well, late, well, late, well], { bail: true })).heard).toEqual([
    "case-1 passed",
    "case-2 failed",
  ]);
  expect((await told([late, well], { known: ["getTask case-1", "getTask case-2"] })).heard).toEqual([
    "case-1 known",
    "case-2 stale",
  ]);
});

it("ends in bounded time though the driver leaves a child behind that holds its output", async () => {
  const before = performance.now();
  expect((await told([{ before: "child" }, well])).lines).toEqual([]);
  expect(performance.now() - before).toBeLessThan(20_000);
});
