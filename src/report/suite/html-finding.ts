import type { Finding } from "../../conformance/finding.ts";
import { nameOfCase } from "../../conformance/run.ts";
import type { Exchange, Headers } from "../../exchange.ts";
import { escapeMarkup } from "../escape.ts";
import type { Locate } from "../locate.ts";
import { staleText } from "./case-lines.ts";
import type { ReportCase } from "./report.ts";

/** The lines of a contract's file, as violations name it; none where it cannot be read. */
export type ContractLines = (provider: string, file: string) => readonly string[];

export interface FindingPlaces {
  locate: Locate;
  linesOf: ContractLines;
}

/** A case with all that it has found. */
export function formatHtmlCase(one: ReportCase, places: FindingPlaces): string {
  const told = new Set(one.findings.map(({ exchange }) => exchange));
  const others = one.exchanges.filter(({ id }) => !told.has(id));
  const findings = one.findings.map((finding) => formatFinding(finding, one, places));
  const stale = `<p>${escapeMarkup(staleText)}</p>`;
  return `<details class="case"><summary><span class="status ${one.status}">${one.status}</span> <strong>${escapeMarkup(nameOfCase(one))}</strong>: ${escapeMarkup(one.claim)}</summary>
${one.status === "stale" ? stale : ""}${findings.join("")}${others.length === 0 ? "" : `<h3>Other exchanges of the case</h3>${others.map(formatExchange).join("")}`}
</details>
`;
}

function formatFinding(finding: Finding, { exchanges }: ReportCase, { locate, linesOf }: FindingPlaces): string {
  const { part, pointer, rule, severity, evidence, message, expected, actual, source, provider, contract, callSite } =
    finding;
  const { file } = locate(finding).contract;
  const exchange = exchanges.find(({ id }) => id === finding.exchange);
  const facts: [string, string][] = [
    ["Rule", `${part} ${pointer} ${rule}`.replaceAll(/ +/g, " ")],
    ["Severity", severity],
    ["Evidence", evidence],
    ["Source", source ?? "none is named"],
    ["Contract", `${file}:${contract.line}`],
    ...(callSite === undefined
      ? []
      : [["Sent at", `${callSite.file}:${callSite.line}:${callSite.column}`] as [string, string]]),
    ...(expected === null ? [] : [["Expected", toText(expected)] as [string, string]]),
    ...(actual === null ? [] : [["Actual", toText(actual)] as [string, string]]),
  ];
  return `<article>
<h3>${escapeMarkup(message)}</h3>
<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd><code>${escapeMarkup(value)}</code></dd>`).join("")}</dl>
${formatExcerpt(linesOf(provider, contract.file), contract.line)}
${exchange === undefined ? "" : formatExchange(exchange)}
</article>
`;
}

const around = 4;

/** What the contract says at a line, counted from 1, and around it. */
function formatExcerpt(lines: readonly string[], line: number): string {
  if (lines[line - 1] === undefined) return "";
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const shown = lines.slice(first - 1, last).map((text, index) => {
    const number = first + index;
    const row = escapeMarkup(`${String(number).padStart(String(last).length)}  ${text}`);
    return number === line ? `<mark>${row}</mark>` : `${row}\n`;
  });
  return `<pre>${shown.join("")}</pre>`;
}

function formatExchange({ id, request, response, fault }: Exchange): string {
  const injected = fault === undefined ? "" : ` (fault: ${fault.kind})`;
  const answer = response === null ? "No answer came." : formatMessage(String(response.status), response);
  return `<h4>${escapeMarkup(`${id}${injected}`)}</h4><pre>${formatMessage(`${request.method} ${request.url}`, request)}</pre><pre>${answer}</pre>`;
}

interface Message {
  headers: Headers;
  body?: string;
  bodyEncoding?: "base64";
}

function formatMessage(head: string, { headers, body = "", bodyEncoding }: Message): string {
  const names = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}`),
  );
  const text = bodyEncoding === undefined ? toReadable(body) : `(${body.length} characters of base64)`;
  return escapeMarkup([head, ...names, ...(text === "" ? [] : ["", cut(text)])].join("\n"));
}

function toReadable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

function toText(value: unknown): string {
  return cut(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}

const longest = 10_000;

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
}
