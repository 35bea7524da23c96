// How long the adapter suite takes: node bench/suite.js [FOLDER...] [--rounds 3] [--json]
// Each operation of the adapters of examples/adapters/ is a process of its own, one after the other, as a test file of
// node:test; then all adapters that are written on fetch run at once, two processes at a time.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "./median.js";

await import("../scripts/setup.js");
// The peers' dependencies, which lie nearer, have another version of it.
const { parse } = createRequire(new URL("../package.json", import.meta.url))("yaml");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "3" }, json: { type: "boolean", default: false } },
});
const wanted = { operationSeconds: 2, allSeconds: 20 };
const five = ["ctrl-hub", "stackone", "stuut", "truto", "weeek"];
const folders = positionals.length === 0 ? five : positionals;
const rounds = Number(values.rounds);

const rows = [];
for (const folder of folders)
  for (const operation of operationsOf(folder)) rows.push(await measure(`${folder} ${operation}`, [folder, operation]));
const all = positionals.length === 0 ? await measureAll() : undefined;

const machine = `Node.js ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform}`;
const busy = `Load average ${loadavg()[0]?.toFixed(1)} at the end: what is above 2 is others' work, and makes the clock's figures worse.`;
if (values.json) console.log(JSON.stringify({ machine, rows, all }, null, 2));
else {
  console.log("| adapter, operation | cases | suite s | process s | CPU s |\n| --- | --: | --: | --: | --: |");
  for (const { name, cases, suiteMs, processMs, cpuMs } of rows)
    console.log(`| ${[name, cases, ...[suiteMs, processMs, cpuMs].map(toSeconds)].join(" | ")} |`);
  if (all !== undefined)
    console.log(`\nAll of ${five.join(", ")}: ${toSeconds(all.wallMs)} s, ${toSeconds(all.cpuMs)} s of CPU.`);
  console.log(`\n${machine}. ${busy}`);
}
const slowest = rows.reduce((worst, row) => (row.suiteMs > worst.suiteMs ? row : worst));
judge(
  slowest.suiteMs / 1000 <= wanted.operationSeconds,
  `one operation within ${wanted.operationSeconds} s: ${toSeconds(slowest.suiteMs)} s at worst (${slowest.name})`,
);
if (all !== undefined)
  judge(all.wallMs / 1000 <= wanted.allSeconds, `all five within ${wanted.allSeconds} s: ${toSeconds(all.wallMs)} s`);

function judge(isMet, claim) {
  console.error(`${isMet ? "PASS" : "FAIL"}  ${claim}`);
  if (!isMet) process.exitCode = 1;
}

function operationsOf(folder) {
  const file = new URL(`../examples/adapters/${folder}/standin.adapter.yaml`, import.meta.url);
  return Object.keys(parse(readFileSync(file, "utf8")).operations);
}

async function measure(name, args) {
  const taken = [];
  for (let round = 0; round < rounds; round++) taken.push(await run(args));
  const middle = (figure) => median(taken.map((one) => one[figure]));
  console.error(`${name}: ${taken.map(({ suiteMs }) => toSeconds(suiteMs)).join(", ")} s`);
  const [{ cases }] = taken;
  return { name, cases, suiteMs: middle("suiteMs"), processMs: middle("processMs"), cpuMs: middle("cpuMs") };
}

/** One adapter after the other on each of two cores, as a runner of tests would have them. */
async function measureAll() {
  const taken = [];
  for (let round = 0; round < rounds; round++) {
    const pending = [...five];
    const started = performance.now();
    let cpuMs = 0;
    const work = async () => {
      for (let folder = pending.shift(); folder !== undefined; folder = pending.shift())
        cpuMs += (await run([folder])).cpuMs;
    };
    await Promise.all([work(), work()]);
    taken.push({ wallMs: performance.now() - started, cpuMs });
    console.error(`all five: ${toSeconds(taken.at(-1).wallMs)} s`);
  }
  return { wallMs: median(taken.map((one) => one.wallMs)), cpuMs: median(taken.map((one) => one.cpuMs)) };
}

async function run(args) {
  const script = fileURLToPath(new URL("suite-process.js", import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit", "pipe"] });
  const [, tests, , taken] = child.stdio;
  const said = Promise.all([readAll(tests), readAll(taken)]);
  const [code] = await once(child, "exit");
  const [report, figures] = await said;
  if (code !== 0) throw new Error(`The suite of ${args.join(" ")} fails:\n${report}`);
  return { cases: Number(/^# tests (\d+)/m.exec(report)?.[1]), ...JSON.parse(figures) };
}

async function readAll(stream) {
  let text = "";
  for await (const part of stream) text += part;
  return text;
}

function toSeconds(ms) {
  return (ms / 1000).toFixed(2);
}
