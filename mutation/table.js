// node mutation/table.js [REPORT...]: the scores of reports as the table of docs/mutation.md, of both parts' last run without any.
import { existsSync, readFileSync } from "node:fs";

const own = ["contract", "conformance"].map((part) => `${import.meta.dirname}/report-${part}.json`);
const reports = process.argv.length > 2 ? process.argv.slice(2) : own.filter((file) => existsSync(file));
const files = Object.assign({}, ...reports.map((report) => JSON.parse(readFileSync(report, "utf8")).files));

for (const part of ["src/contract", "src/conformance"]) {
  const names = Object.keys(files).filter((name) => name.startsWith(`${part}/`));
  if (names.length === 0) continue;
  const rows = names.sort().map((name) => [name, count(files[name].mutants)]);
  const total = rows.reduce((sum, [, counts]) => sum.map((each, index) => each + counts[index]), [0, 0, 0]);
  console.log("| file | mutants | noticed | not noticed | not reached | score |\n|---|--:|--:|--:|--:|--:|");
  for (const [name, counts] of [...rows, [part, total]]) console.log(row(name, counts));
}

function count(mutants) {
  const having = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  return [having("Killed", "Timeout"), having("Survived"), having("NoCoverage")];
}

function row(name, [noticed, ...unnoticed]) {
  const mutants = unnoticed.reduce((sum, each) => sum + each, noticed);
  const score = mutants === 0 ? "" : `${((100 * noticed) / mutants).toFixed(1)} %`;
  return `| ${[`\`${name}\``, mutants, noticed, ...unnoticed, score].join(" | ")} |`;
}
