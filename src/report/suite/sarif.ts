import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { CallSite } from "../../conformance/call-sites.ts";
import type { Finding } from "../../conformance/finding.ts";
import { nameOfCase } from "../../conformance/run.ts";
import { oneLine } from "../../contract/violation.ts";
import type { Locate } from "../locate.ts";
import { formatExchange } from "./case-lines.ts";
import type { Report, ReportCase } from "./report.ts";
import { describeRule } from "./rules.ts";
import { describeNotices, toInvocation } from "./sarif-invocation.ts";

/** SARIF 2.1.0: a result for each finding, at the statement of the contract and where the adapter breaks it. */
export function formatSarif(report: Report, locate: Locate, version: string): string {
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
    results: found.map(({ one, finding }) => toResult(one, finding, ids, locate)),
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function toResult(one: ReportCase, finding: Finding, ids: readonly string[], locate: Locate): object {
  const { file, line, column, pointer } = locate(finding).contract;
  const { part, severity, message, evidence, source, provider, operation } = finding;
  const exchange = one.exchanges.find(({ id }) => id === finding.exchange);
  const place = finding.pointer === "" ? part : `${part} ${finding.pointer}`;
  const name = nameOfCase(one);
  return {
    ruleId: ruleId(finding),
    ruleIndex: ids.indexOf(ruleId(finding)),
    level: severity,
    message: { text: oneLine(`${operation ?? "no operation"} ${place}: ${message} (case ${name}, ${evidence})`) },
    // Code hosts show a result at its first location: where the adapter can be mended, as far as that is known.
    locations: [
      ...(finding.callSite === undefined ? [] : [toLocation(finding.callSite, "sent here")]),
      {
        ...toLocation({ file, line, column }, "the contract's statement"),
        logicalLocations: [{ fullyQualifiedName: `${provider}/${operation ?? ""}${pointer}` }],
      },
    ],
    // The same finding of two runs is one, wherever the statement has moved to meanwhile.
    partialFingerprints: { "standinFinding/v1": hashOf([provider, name, ruleId(finding), finding.pointer]) },
    ...(one.status === "known" ? { suppressions: [{ kind: "external", justification: "known to fail" }] } : {}),
    properties: {
      ...{ case: name, evidence, source, part, pointer: finding.pointer },
      ...{ expected: finding.expected, actual: finding.actual },
      exchange: exchange === undefined ? finding.exchange : formatExchange(exchange),
    },
  };
}

function toLocation({ file, line, column }: CallSite, text: string): object {
  const artifactLocation = { uri: toUri(file) };
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

/** Relative to the working directory where it is below that: code hosts find a file of the repository so. */
function toUri(file: string): string {
  return isAbsolute(file) ? pathToFileURL(file).href : file.split(/[\\/]/).map(encodeURIComponent).join("/");
}

function hashOf(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
