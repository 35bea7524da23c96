import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { CallSite } from "../../conformance/call-sites.ts";
import type { Finding } from "../../conformance/finding.ts";
import { nameOfCase } from "../../conformance/run.ts";
import { showPath } from "../../contract/show-path.ts";
import { oneLine } from "../../contract/violation.ts";
import type { Locate } from "../locate.ts";
import { nameOfExchange } from "./case-lines.ts";
import type { Report, ReportCase } from "./report.ts";
import { describeRule } from "./rules.ts";
import { describeNotices, toInvocation } from "./sarif-invocation.ts";

/** SARIF 2.1.0: a result for each finding, at the statement of the contract and where the adapter breaks it. */
export function formatSarif(report: Report, locate: Locate, version: string, cwd = process.cwd()): string {
  const place: Place = { cwd, root: findRoot(cwd) };
  const found = report.cases.flatMap((one) => one.findings.map((finding) => ({ one, finding })));
  const ids = [...new Set(found.map(({ finding }) => ruleId(finding)))].sort();
  const run = {
    tool: {
      driver: {
        name: "Standin",
        semanticVersion: version,
        rules: ids.map((id) => {
          const rule = id.slice(id.indexOf("/") + 1);
          return {
            id,
            name: toPascalCase(id),
            shortDescription: { text: describeRule(rule) },
            fullDescription: { text: `${describeRule(rule)} Where it is broken, the result names the statement.` },
            help: { text: `In ${id.slice(0, id.indexOf("/"))}: ${describeRule(rule)}` },
            defaultConfiguration: { level: "error" },
          };
        }),
        notifications: describeNotices(report),
      },
    },
    columnKind: "utf16CodeUnits",
    invocations: [toInvocation(report)],
    originalUriBaseIds: { [rootId]: { uri: `${pathToFileURL(place.root).href.replace(/\/$/, "")}/` } },
    results: found.map(({ one, finding }) => toResult(one, finding, ids, locate, place)),
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** Where the report is made. */
interface Place {
  /** What paths are relative to. */
  cwd: string;
  /** Of the repository, to which a code host takes them to be. */
  root: string;
}

/** What a code host takes for the folder that it has checked out. */
const rootId = "SRCROOT";

/** The nearest folder upwards that git keeps; where there is none, the working directory. Of a worktree .git is a file. */
function findRoot(cwd: string): string {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return resolve(cwd);
  }
}

function toResult(one: ReportCase, finding: Finding, ids: readonly string[], locate: Locate, place: Place): object {
  const { file, line, column, pointer } = locate(finding).contract;
  const { part, severity, message, evidence, source, provider, operation } = finding;
  const exchange = one.exchanges.find(({ id }) => id === finding.exchange);
  const where = finding.pointer === "" ? part : `${part} ${finding.pointer}`;
  const name = nameOfCase(one);
  return {
    ruleId: ruleId(finding),
    ruleIndex: ids.indexOf(ruleId(finding)),
    level: severity,
    message: { text: oneLine(`${operation ?? "no operation"} ${where}: ${message} (case ${name}, ${evidence})`) },
    // Code hosts show a result at its first location: where the adapter can be mended, as far as that is known.
    locations: [
      ...(finding.callSite === undefined ? [] : [toLocation(finding.callSite, "sent here", place)]),
      {
        ...toLocation({ file, line, column }, "the contract's statement", place),
        logicalLocations: [{ fullyQualifiedName: `${provider}/${operation ?? ""}${pointer}` }],
      },
    ],
    // The same finding of two runs is one, wherever the statement has moved to meanwhile.
    partialFingerprints: { "standinFinding/v1": hashOf([provider, name, ruleId(finding), finding.pointer]) },
    ...(one.status === "known" ? { suppressions: [{ kind: "external", justification: "known to fail" }] } : {}),
    properties: {
      ...{ case: name, evidence, source, part, pointer: finding.pointer },
      ...{ expected: finding.expected, actual: finding.actual },
      exchange: exchange === undefined ? finding.exchange : nameOfExchange(exchange),
    },
  };
}

function toLocation({ file, line, column }: CallSite, text: string, place: Place): object {
  const artifactLocation = toArtifact(file, place);
  return {
    physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column } },
    message: { text },
  };
}

/** "request.body/required". */
function ruleId({ part, rule }: Finding): string {
  return `${part}/${rule}`;
}

function toPascalCase(id: string): string {
  return id.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Relative to the repository's root where it is below that: code hosts find a file so. */
function toArtifact(file: string, { cwd, root }: Place): object {
  const path = showPath(resolve(cwd, file), root);
  if (isAbsolute(path)) return { uri: pathToFileURL(path).href };
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: rootId };
}

function hashOf(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
