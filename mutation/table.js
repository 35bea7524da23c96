// npm run mutation:table: the scores of the last runs as the tables of docs/mutation.md.
import { existsSync, readFileSync } from "node:fs";

for (const part of ["contract", "conformance"]) {
  const report = new URL(`report-${part}.json`, import.meta.url);
  if (!existsSync(report)) continue;
  const rows = Object.entries(JSON.parse(readFileSync(report, "utf8")).files)
    .map(([file, { mutants }]) => [`\`${file}\``, count(mutants)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const total = rows.reduce((sum, [, counts]) => sum.map((each, index) => each + counts[index]), [0, 0, 0]);
  console.log("| file | mutants | noticed | not noticed | not reached | score |\n|---|--:|--:|--:|--:|--:|");
  for (const [file, counts] of [...rows, [`**all of \`src/${part}\`**`, total]]) console.log(row(file, counts));
}

function count(mutants) {
  const having = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  return [having("Killed", "Timeout"), having("Survived"), having("NoCoverage")];
}

function row(file, [noticed, ...unnoticed]) {
  const mutants = unnoticed.reduce((sum, each) => sum + each, noticed);
  const score = mutants === 0 ? "" : `${((100 * noticed) / mutants).toFixed(1)} %`;
  return `| ${[file, mutants, noticed, ...unnoticed, score].join(" | ")} |`;
}
