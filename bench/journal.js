// Serves many exchanges and watches the memory: node bench/journal.js [--exchanges 1000000] [--json]
// Each set-up is `standin serve` as a process of its own, under autocannon: the documented update of one provider.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

await import("../scripts/setup.js");
if (!existsSync(fileURLToPath(new URL("node_modules", import.meta.url)))) {
  console.error("The peers are not installed. Run: npm ci --ignore-scripts --prefix bench");
  process.exit(2);
}
const { default: autocannon } = await import("autocannon");
const { peers } = await import("./peers.js");
const { readUpdate } = await import("./updates.js");

const { values } = parseArgs({
  options: { exchanges: { type: "string", default: "1000000" }, json: { type: "boolean", default: false } },
});
const total = Number(values.exchanges);
const steps = 10;
const provider = "weeek";
const update = readUpdate(provider);
const bin = fileURLToPath(new URL("../dist/src/cli/standin.js", import.meta.url));
const setups = {
  "default bounds (10,000 exchanges, 16 MiB)": [],
  "1,000,000 exchanges, 4 GiB": ["--journal-limit", "1000000", "--journal-bytes", "4GiB"],
};

const results = [];
for (const [name, options] of Object.entries(setups)) results.push({ name, rows: await measure(name, options) });
const machine = `Node.js ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform}`;
if (values.json) console.log(JSON.stringify({ machine, results }, null, 2));
else {
  console.log("| served | set-up | kept | journal MiB | RSS MiB | requests/s |\n| --: | --- | --: | --: | --: | --: |");
  for (const { name, rows } of results)
    for (const { served, kept, journalMb, residentMb, rate } of rows)
      console.log(`| ${served} | ${name} | ${kept} | ${journalMb.toFixed(1)} | ${residentMb.toFixed(0)} | ${rate} |`);
  console.log(`\n${machine}`);
}

async function measure(name, options) {
  const args = [bin, "serve", "--port", "0", "--quiet", "--json", ...options];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = await once(child.stdout, "data");
    const { url } = JSON.parse(line);
    const health = async () => (await fetch(`${url}/_standin/health`)).json();
    const rows = [];
    for (let step = 0; step <= steps; step++) {
      const result = step === 0 ? undefined : await load(url, Math.round(total / steps));
      const { exchanges, journal } = await health();
      const residentMb = readResident(child.pid);
      const rate = result === undefined ? 0 : Math.round(result.requests.total / result.duration);
      rows.push({ served: exchanges, kept: journal.exchanges, journalMb: journal.bytes / 2 ** 20, residentMb, rate });
      console.error(`${name}: ${JSON.stringify(rows.at(-1))}`);
    }
    return rows;
  } finally {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
}

async function load(url, amount) {
  const { method, headers, body } = update;
  const target = peers.standin.target(provider, update);
  const result = await autocannon({ url: `${url}${target}`, method, headers, body, amount, connections: 16 });
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`);
  return result;
}

/** In MiB, as the kernel counts it. */
function readResident(pid) {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
}
