import { expect, it } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";
import type { CaseResult } from "../../src/conformance/run.ts";

function result(operation: string, group: string, status: CaseResult["status"] = "passed"): CaseResult {
  const nothing = { detail: "", claim: "", reason: null, findings: [], exchanges: [] };
  return { operation, group, status, durationMs: 500, ...nothing };
}

function run(screen: { isTTY: boolean; columns: number }): string {
  const written: string[] = [];
  const progress = createProgress({ ...screen, write: (text) => void written.push(text) });
  progress.done(result("createTask", "documented"), 1, 3);
  progress.done(result("createTask", "a-group-of-cases-with-a-long-name\u001b[2J", "failed"), 2, 3);
  progress.done(result("getTask", "documented", "skipped"), 3, 3);
  progress.end();
  return written.join("").replaceAll("\r\u001b[K", "\n>");
}

it("is a line for each operation where it is no terminal", () => {
  expect(run({ isTTY: false, columns: 0 })).toMatchInlineSnapshot(`
    "createTask: 2 cases, 1 failed, 1.0 s
    getTask: 1 case, 0 failed, 1 skipped, 0.5 s
    "
  `);
});

it("is one line on a terminal, written anew, that never wraps", () => {
  expect(run({ isTTY: true, columns: 40 })).toMatchInlineSnapshot(`
    "
    >1/3, 0 failed: createTask documented
    >2/3, 1 failed: createTask a-group-of-ca
    >3/3, 1 failed: getTask documented
    >"
  `);
});

it("takes a terminal that does not say how wide it is for one of 80 columns", () => {
  expect(run({ isTTY: true, columns: 0 })).toContain("a-group-of-cases-with-a-long-name");
});
