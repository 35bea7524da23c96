import { join } from "node:path";
import { createCatalog } from "../../../src/catalog.ts";
import type { Finding } from "../../../src/conformance/finding.ts";
import { CoverageTally } from "../../../src/contract/coverage.ts";
import type { Exchange } from "../../../src/exchange.ts";
import type { Report, ReportCase } from "../../../src/report/suite/report.ts";

const catalog = createCatalog({ providersDir: join(import.meta.dirname, "..", "..", "cli", "providers") });
const { contract } = await catalog.loadProvider("acme");

/** What an adapter may put into everything that it says. */
const hostile =
  "</code></pre><script>alert(1)</script><img src=x onerror=alert(1)>\"'&]]>--><!-- \u0000\u0007\u001b[31m\ud800 \ufffe \u202egpj.exe ü 🛰";

const exchange: Exchange = {
  id: "x-000001",
  provider: "acme",
  tenant: "case-1",
  operation: "createTask",
  startedAt: "2026-01-01T00:00:00Z",
  recordedAt: "2026-01-01T00:00:00Z",
  durationMs: 1.5,
  request: {
    method: "POST",
    url: `https://api.acme.test/v1/tasks?q=${hostile}`,
    headers: { "x-a": hostile, "x-b": ["1", hostile] },
    body: JSON.stringify({ title: hostile }),
  },
  response: { status: 422, headers: { "content-type": "application/json" }, body: hostile },
  violations: [],
};

const violation: Finding = {
  provider: "acme",
  operation: "createTask",
  part: "request.body",
  pointer: `/${hostile}`,
  rule: "required",
  severity: "error",
  evidence: "documented",
  message: `the property is missing: ${hostile}`,
  expected: [hostile],
  actual: { [hostile]: hostile },
  contract: { file: "contracts/acme/openapi.yaml", line: 24, column: 7, pointer: "/paths/~1tasks/post" },
  source: hostile,
  case: "createTask documented",
  exchange: "x-000001",
};

const one: ReportCase = {
  provider: "acme",
  operation: "createTask",
  group: "documented",
  detail: "",
  claim: `does what is documented ${hostile}`,
  status: "failed",
  reason: null,
  durationMs: 1234,
  findings: [violation, { ...violation, part: "adapter", rule: "hang", exchange: null, expected: null, actual: null }],
  exchanges: [exchange, { ...exchange, id: "x-000002", response: null }],
};

const nothing = { findings: [], exchanges: [] };

function cover() {
  const tally = new CoverageTally(contract);
  const request = { method: "POST", url: "https://api.acme.test/v1/tasks", headers: {}, body: `{"title":"a"}` };
  const headers = { "content-type": "application/json" };
  tally.add({ request, response: { status: 201, headers, body: JSON.stringify({ id: 1, [hostile]: 2 }) } });
  tally.add({ request, response: { status: 418, headers, body: "{}" } });
  tally.add({ request: { ...request, url: `https://api.acme.test/v1/${hostile}` }, response: null });
  return tally.toCoverage();
}

/** A report with a case of every status, in which all that comes from an adapter is hostile. */
export const hostileReport: Report = {
  version: 1,
  kind: "suite",
  seed: 1,
  runs: 25,
  startedAt: "2026-01-01T00:00:00.123Z",
  durationMs: 5678,
  cases: [
    one,
    { ...one, ...nothing, detail: "passed", status: "passed" },
    { ...one, ...nothing, detail: "skipped", status: "skipped", reason: hostile },
    { ...one, detail: "known", status: "known" },
    { ...one, ...nothing, detail: "stale", status: "stale" },
  ],
  coverage: [cover()],
  problems: [`The skip of "${hostile}" names no case.`],
};

export const goodReport: Report = {
  ...hostileReport,
  cases: hostileReport.cases.filter(({ status }) => status === "passed"),
  problems: [],
};

export const folderOf = catalog.folderOf;
