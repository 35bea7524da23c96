import { nameOfCase } from "../../conformance/run.ts";
import { count } from "../count.ts";
import { escapeMarkup } from "../escape.ts";
import type { Locate } from "../locate.ts";
import { formatCoverage } from "./html-coverage.ts";
import { type ContractLines, formatHtmlCase } from "./html-finding.ts";
import { formatPage } from "./html-page.ts";
import { isGood, providersOf, type Report, type ReportCase } from "./report.ts";

/** One page that holds all: verdict, what was found with the contract's own lines, coverage, cases. */
export function formatHtml(report: Report, locate: Locate, linesOf: ContractLines): string {
  const title = `Standin: ${providersOf(report)}`;
  const found = report.cases.filter(({ status, findings }) => status === "stale" || findings.length > 0);
  const body = `<a class="skip" href="#main">To the findings</a>
<header>
<h1>${escapeMarkup(title)}</h1>
<p><strong class="verdict ${isGood(report) ? "good" : "bad"}">${isGood(report) ? "Conforms" : "Does not conform"}</strong></p>
${formatCounts(report)}
<nav aria-label="Parts of the report"><ul><li><a href="#findings">Findings</a></li><li><a href="#coverage">Coverage</a></li><li><a href="#cases">Cases</a></li></ul></nav>
</header>
<main id="main" tabindex="-1">
${formatProblems(report)}
<section aria-labelledby="findings">
<h2 id="findings">Findings</h2>
${found.length === 0 ? "<p>Nothing was found.</p>" : `${tools(found.length)}${found.map((one) => formatHtmlCase(one, { locate, linesOf })).join("")}`}
</section>
<section aria-labelledby="coverage">
<h2 id="coverage">Coverage</h2>
${report.coverage.map(formatCoverage).join("")}
</section>
<section aria-labelledby="cases">
<h2 id="cases">${report.kind === "suite" ? "Cases" : "Operations"}</h2>
${formatCases(report.cases)}
</section>
</main>`;
  return formatPage(title, body);
}

function formatCounts({ cases, seed, runs, startedAt, durationMs, kind }: Report): string {
  const have = (status: ReportCase["status"]) => cases.filter((one) => one.status === status).length;
  const parts = [
    count(cases.length, kind === "suite" ? "case" : "operation"),
    `${have("passed")} passed`,
    `${have("failed")} failed`,
    `${have("known")} known to fail`,
    `${have("stale")} passed and known to fail`,
    `${have("skipped")} skipped`,
    `began ${startedAt}`,
    `took ${(durationMs / 1000).toFixed(1)} s`,
    ...(seed === null ? [] : [`seed ${seed}`, `${runs} generated inputs an operation`]),
  ];
  return `<ul class="counts">${parts.map((part) => `<li>${escapeMarkup(part)}</li>`).join("")}</ul>`;
}

function formatProblems({ problems }: Report): string {
  if (problems.length === 0) return "";
  const items = problems.map((problem) => `<li>${escapeMarkup(problem)}</li>`).join("");
  return `<section aria-labelledby="problems"><h2 id="problems">Problems of the run</h2><ul>${items}</ul></section>`;
}

function tools(number: number): string {
  return `<div class="tools"><label>Find <input id="filter" type="search"></label><button type="button" id="open">Open all</button><button type="button" id="close">Close all</button><span id="told" role="status">${number} of ${number} shown</span></div>\n`;
}

function formatCases(cases: readonly ReportCase[]): string {
  const rows = cases.map((one) => {
    const { provider, status, claim, reason, durationMs } = one;
    const cells = [claim + (reason === null ? "" : ` (${reason})`), `${durationMs} ms`];
    return `<tr><td class="${status}">${status}</td><th scope="row">${escapeMarkup(`${provider} ${nameOfCase(one)}`)}</th>${cells.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join("")}</tr>`;
  });
  const head = ["Status", "Case", "Claim", "Time"].map((name) => `<th scope="col">${name}</th>`).join("");
  return `<div class="scroll" tabindex="0" role="region" aria-label="All cases"><table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
