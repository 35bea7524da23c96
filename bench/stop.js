// Measures how long a stop takes that saves all tenants: node bench/stop.js [provider...] [--tenants 10000]
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

await import("../scripts/setup.js");
const { peers } = await import("./peers.js");
const { createTenants } = await import("./tenant-requests.js");
const { startServer } = await import("./server-process.js");
const { providers: all } = await import("./updates.js");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tenants: { type: "string", default: "10000" } },
});
const wanted = Number(values.tenants);
const mostSeconds = 5;

const folder = mkdtempSync(join(tmpdir(), "standin-stop-"));
const results = [];
try {
  for (const provider of positionals.length > 0 ? positionals : all) {
    console.error(`${provider}: ${wanted} tenants`);
    const file = join(folder, `${provider}.ndjson`);
    const { args, ...alone } = peers.standinAlone;
    const standin = await startServer({ ...alone, args: (...given) => [...args(...given), "--state", file] }, provider);
    try {
      // One more, "default", has been served already. The connections stay open.
      await createTenants(provider, new URL(standin.url).origin).visit(wanted - 1);
      const before = standin.usage().cpuSeconds;
      let last = before;
      const watch = setInterval(() => {
        try {
          last = standin.usage().cpuSeconds;
        } catch {
          // It has ended, and this has not been told yet.
        }
      }, 20);
      const { status, seconds } = await standin.end().finally(() => clearInterval(watch));
      if (status !== 0) throw new Error(`${provider}: ended with status ${status}`);
      results.push({ provider, seconds, cpuSeconds: last - before, megabytes: statSync(file).size / 1e6 });
      rmSync(file);
    } finally {
      await standin.stop();
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

console.log("| provider | file MB | seconds from SIGTERM to the end | of the processor |");
console.log("| --- | --: | --: | --: |");
for (const { provider, megabytes, seconds, cpuSeconds } of results)
  console.log(`| ${provider} | ${megabytes.toFixed(0)} | ${seconds.toFixed(1)} | ${cpuSeconds.toFixed(1)} |`);
if (results.some(({ seconds }) => seconds >= mostSeconds)) process.exitCode = 1;
process.exit();
