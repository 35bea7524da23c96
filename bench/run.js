// Measures Standin against its peers: node bench/run.js [provider...] [--rounds 5] [--seconds 2] [--quick] [--json]
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

await import("../scripts/setup.js");
if (!existsSync(fileURLToPath(new URL("node_modules", import.meta.url)))) {
  console.error("The peers are not installed. Run: npm ci --ignore-scripts --prefix bench");
  process.exit(2);
}
const { measureLoad, measureStart } = await import("./measure.js");
const { formatTable } = await import("./table.js");
const { judge } = await import("./targets.js");
const { providers: all } = await import("./updates.js");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string" },
    seconds: { type: "string" },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const settings = {
  connections: 16,
  rounds: Number(values.rounds ?? (values.quick ? 1 : 5)),
  seconds: Number(values.seconds ?? (values.quick ? 1 : 2)),
  // The engine has to have compiled what is measured.
  warmUp: values.quick ? 1 : 5,
};
const providers = positionals.length > 0 ? positionals : all;
const say = (line) => console.error(line);

const results = [];
for (const provider of providers) {
  const start = await measureStart(provider, settings, say);
  const load = await measureLoad(provider, settings, say);
  results.push({ provider, load, start });
}
const targets = judge(results);
const machine = `Node.js ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform}`;

if (values.json) console.log(JSON.stringify({ machine, settings, results, targets }, null, 2));
else {
  const { connections, rounds, seconds } = settings;
  console.log(formatTable(results));
  console.log(`${machine}; ${connections} connections, ${rounds} rounds of ${seconds} s, in turn; medians.\n`);
  for (const { text, pass, shown } of targets) console.log(`${verdict(pass)}  ${text}: ${shown}`);
}
// A short run says only that everything runs.
if (!values.quick && targets.some(({ pass }) => pass === false)) process.exitCode = 1;

function verdict(pass) {
  return pass === null ? "----" : pass ? "PASS" : "FAIL";
}
