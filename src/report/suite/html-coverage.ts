import type { Coverage, OperationCoverage, Seen, SeenProperty, Share } from "../../contract/coverage.ts";
import { escapeMarkup } from "../escape.ts";

/** The heat map of operations and statuses, and below it each operation field by field. */
export function formatCoverage(coverage: Coverage): string {
  const { provider, totals, operations, unmatched } = coverage;
  const statuses = [...new Set(operations.flatMap((one) => one.statuses.map(({ status }) => status)))].sort();
  const head = ["Operation", ...statuses].map((name) => `<th scope="col">${escapeMarkup(name)}</th>`).join("");
  const rows = operations.map((one) => formatRow(provider, one, statuses));
  const name = escapeMarkup(provider);
  return `<section aria-labelledby="coverage-${name}">
<h3 id="coverage-${name}">${name}</h3>
<p>Seen of what the contract has: ${Object.entries(totals).map(formatShare).join(", ")}.</p>
<p class="legend"><span class="seen">seen</span><span class="unseen">documented, not seen</span><span class="undocumented">seen, not documented</span></p>
<div class="scroll" tabindex="0" role="region" aria-label="${name}: operations and statuses">
<table><caption>${name}: exchanges by operation and status</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>
</div>
${unmatched.exchanges === 0 ? "" : `<p>No operation takes ${unmatched.requests.map(({ request }) => `<code>${escapeMarkup(request)}</code>`).join(", ")}.</p>`}
${operations.map((one) => formatOperation(provider, one)).join("")}
</section>
`;
}

const nouns: Readonly<Record<keyof Coverage["totals"], string>> = {
  operations: "operations",
  statuses: "statuses",
  parameters: "parameters",
  requestBody: "properties of requests",
  responseHeaders: "response headers",
  responseBody: "properties of responses",
};

function formatShare([name, { seen, of }]: [string, Share]): string {
  return `${seen} of ${of} ${nouns[name as keyof typeof nouns]}`;
}

function idOf(provider: string, operation: string): string {
  return escapeMarkup(`fields-${provider}-${operation}`);
}

function formatRow(provider: string, { operation, statuses }: OperationCoverage, columns: readonly string[]): string {
  const cells = columns.map((column) => {
    const found = statuses.find(({ status }) => status === column);
    return found === undefined ? '<td class="n none">-</td>' : formatCell(found);
  });
  const link = `#${encodeURIComponent(`fields-${provider}-${operation}`)}`;
  return `<tr><th scope="row"><a href="${escapeMarkup(link)}">${escapeMarkup(operation)}</a></th>${cells.join("")}</tr>`;
}

function formatCell({ documented, exchanges }: Seen): string {
  if (!documented) return `<td class="n undocumented">${exchanges}, not documented</td>`;
  if (exchanges === 0) return '<td class="n unseen">0</td>';
  return `<td class="n ${exchanges < 10 ? "seen" : exchanges < 100 ? "seen2" : "seen3"}">${exchanges}</td>`;
}

function formatOperation(provider: string, one: OperationCoverage): string {
  const { operation, method, path, exchanges, faulted, unanswered, parameters, requestBody, responses } = one;
  const lists: [string, { name: string; seen: Seen }[]][] = [
    ["Parameters", parameters.map((seen) => ({ name: `${seen.name} (${seen.in})`, seen }))],
    ["Request body", toNamed(requestBody)],
    ...responses.flatMap(({ status, headers, body }): [string, { name: string; seen: Seen }[]][] => [
      [`Response ${status}, headers`, headers.map((seen) => ({ name: seen.name, seen }))],
      [`Response ${status}, body`, toNamed(body)],
    ]),
  ];
  const tables = lists
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => formatFields(operation, title, rows));
  return `<details id="${idOf(provider, operation)}"><summary><strong>${escapeMarkup(operation)}</strong> <code>${escapeMarkup(`${method} ${path}`)}</code>, ${exchanges} exchanges</summary>
<p>${faulted} of them with a fault, whose answers do not count; ${unanswered} without an answer.</p>
${tables.join("")}
</details>
`;
}

function toNamed(properties: readonly SeenProperty[]): { name: string; seen: Seen }[] {
  return properties.map((seen) => ({ name: seen.pointer, seen }));
}

function formatFields(operation: string, title: string, rows: readonly { name: string; seen: Seen }[]): string {
  const body = rows.map(
    ({ name, seen }) => `<tr><th scope="row"><code>${escapeMarkup(name)}</code></th>${formatCell(seen)}</tr>`,
  );
  return `<table><caption>${escapeMarkup(`${operation}: ${title}`)}</caption><thead><tr><th scope="col">Field</th><th scope="col">Exchanges</th></tr></thead><tbody>${body.join("")}</tbody></table>\n`;
}
