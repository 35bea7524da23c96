import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../../src/report/suite/report.ts";
import { formatSarif } from "../../../src/report/suite/sarif.ts";
import { goodReport, hostileReport } from "./hostile-report.ts";

const require = createRequire(import.meta.url);
const schema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
// It is of draft 4, of which it uses nothing but these that later drafts have not.
delete schema.$schema;
delete schema.id;
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
const asIs = <T>(told: T): T => told;
const made = (report = hostileReport) => JSON.parse(formatSarif(report, asIs, "0.1.0"));

/** What the official schema says of it. */
function problemsOf(log: unknown): unknown[] {
  return validate(log) ? [] : (validate.errors ?? []);
}

it("keeps to the schema of SARIF 2.1.0, whatever an adapter says", () => {
  expect(problemsOf(made())).toEqual([]);
  expect(problemsOf(made(goodReport))).toEqual([]);
});

it("is held by a schema that notices", () => {
  const log = made();
  delete log.runs[0].results[0].message;
  expect(problemsOf(log)).not.toEqual([]);
});

it("has a result for each finding, at the statement of the contract that is broken", () => {
  const { results, tool } = made().runs[0];
  expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual([
    "request.body/required",
    "adapter/hang",
    "request.body/required",
    "adapter/hang",
  ]);
  expect(results[0]).toMatchObject({
    level: "error",
    ruleIndex: 1,
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "contracts/acme/openapi.yaml" },
          region: { startLine: 24, startColumn: 7 },
        },
      },
    ],
  });
  expect(tool.driver.rules.map(({ id, name }: { id: string; name: string }) => [id, name])).toEqual([
    ["adapter/hang", "AdapterHang"],
    ["request.body/required", "RequestBodyRequired"],
  ]);
});

it("puts the place in the adapter, where it is known, before the statement of the contract", () => {
  const [first, ...others] = hostileReport.cases;
  const callSite = { file: "src/acme client.ts", line: 7, column: 3 };
  const findings = first?.findings.map((finding) => ({ ...finding, callSite })) ?? [];
  const log = made({ ...hostileReport, cases: [{ ...(first as (typeof others)[number]), findings }, ...others] });
  expect(problemsOf(log)).toEqual([]);
  expect(
    log.runs[0].results[0].locations.map(
      ({ physicalLocation }: { physicalLocation: { artifactLocation: { uri: string } } }) =>
        physicalLocation.artifactLocation.uri,
    ),
  ).toEqual(["src/acme%20client.ts", "contracts/acme/openapi.yaml"]);
});

it("tells known failures as suppressed", () => {
  const { results } = made().runs[0];
  expect(results.map(({ suppressions }: { suppressions?: unknown[] }) => suppressions?.length ?? 0)).toEqual([
    0, 0, 1, 1,
  ]);
});

describe("a run that is not good for what stands beside its cases", () => {
  const findings = hostileReport.cases.filter(({ status }) => status === "failed");
  const stale = hostileReport.cases.filter(({ status }) => status === "stale");
  const runOf = (of: Partial<Report>) => {
    const log = made({ ...goodReport, ...of });
    expect(problemsOf(log)).toEqual([]);
    return log.runs[0];
  };

  it("has succeeded, whatever it has found of an adapter", () => {
    for (const { invocations, tool } of [runOf({}), runOf({ cases: findings })]) {
      expect(invocations).toEqual([
        { executionSuccessful: true, toolConfigurationNotifications: [], toolExecutionNotifications: [] },
      ]);
      expect(tool.driver.notifications).toEqual([]);
    }
  });

  it("has not where a known failure passes, and says which", () => {
    const { invocations, tool, results } = runOf({ cases: stale });
    expect(results).toEqual([]);
    expect(invocations[0]).toMatchInlineSnapshot(`
      {
        "executionSuccessful": false,
        "toolConfigurationNotifications": [
          {
            "descriptor": {
              "id": "baseline",
              "index": 0,
            },
            "level": "error",
            "message": {
              "text": "createTask documented stale: the case passes, and the baseline has it as a known failure: it has to go from there",
            },
          },
        ],
        "toolExecutionNotifications": [],
      }
    `);
    expect(tool.driver.notifications).toMatchInlineSnapshot(`
      [
        {
          "id": "baseline",
          "shortDescription": {
            "text": "A failure that is known does fail: otherwise it has to go from the baseline.",
          },
        },
      ]
    `);
  });

  it("has not where the set-up names what is not there", () => {
    const problem = 'The skip of "unicod" names no case.';
    const { invocations, tool } = runOf({ cases: stale, problems: [problem] });
    const notices = invocations[0].toolConfigurationNotifications;
    expect(notices.map(({ descriptor }: { descriptor: unknown }) => descriptor)).toEqual([
      { id: "baseline", index: 0 },
      { id: "setup", index: 1 },
    ]);
    expect(notices[1].message).toEqual({ text: problem });
    expect(tool.driver.notifications.map(({ id }: { id: string }) => id)).toEqual(["baseline", "setup"]);
  });

  it("has not where part of an archive cannot be read", () => {
    const problems = ["traffic.ndjson:7: the line is no JSON"];
    const { executionSuccessful, ...notices } = runOf({ kind: "journal", problems }).invocations[0];
    expect(executionSuccessful).toBe(false);
    expect(notices).toMatchObject({
      toolConfigurationNotifications: [],
      toolExecutionNotifications: [{ level: "error", message: { text: problems[0] } }],
    });
  });
});

describe("a file", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "standin-sarif-"));
    for (const path of ["host/.git", "host/packages/shop", "none/shop"])
      mkdirSync(join(folder, path), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Where the statement of a contract in `file` is, in a report that is made in `cwd`. */
  const placeOf = (file: string, cwd: string) => {
    const locate = <T extends { contract: { file: string } }>(told: T): T => ({
      ...told,
      contract: { ...told.contract, file },
    });
    const log = JSON.parse(formatSarif(hostileReport, locate, "0.1.0", join(folder, cwd)));
    expect(problemsOf(log)).toEqual([]);
    const { originalUriBaseIds, results } = log.runs[0];
    const { uri, uriBaseId } = results[0].locations[0].physicalLocation.artifactLocation;
    const base: string | undefined = originalUriBaseIds[uriBaseId]?.uri;
    return [base?.replace(pathToFileURL(folder).href, "FOLDER"), uri];
  };

  it("is relative to the root of the repository, also in a package of it", () => {
    const file = "my contracts/openapi.yaml";
    expect(placeOf(file, "host/packages/shop")).toEqual(["FOLDER/host/", "packages/shop/my%20contracts/openapi.yaml"]);
    expect(placeOf(file, "host")).toEqual(["FOLDER/host/", "my%20contracts/openapi.yaml"]);
    const shared = join(folder, "host", "contracts", "openapi.yaml");
    expect(placeOf(shared, "host/packages/shop")).toEqual(["FOLDER/host/", "contracts/openapi.yaml"]);
  });

  it("is relative to the working directory where there is no repository", () => {
    expect(placeOf("openapi.yaml", "none/shop")).toEqual(["FOLDER/none/shop/", "openapi.yaml"]);
  });

  it("has a URL of its own outside of it", () => {
    expect(placeOf("/a b/openapi.yaml", "host")).toEqual([undefined, "file:///a%20b/openapi.yaml"]);
  });
});
