// Measures what tenants cost a provider: node bench/tenants.js [provider...] [--tenants 10000] [--json]
import { parseArgs } from "node:util";

await import("../scripts/setup.js");
const { createTenants } = await import("./tenant-requests.js");
const { startServer } = await import("./server-process.js");
const { providers: all } = await import("./updates.js");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tenants: { type: "string", default: "10000" }, json: { type: "boolean", default: false } },
});
const wanted = Number(values.tenants);
const mostMegabytes = 300;

const results = [];
for (const provider of positionals.length > 0 ? positionals : all) {
  console.error(`${provider}: ${wanted} tenants`);
  const standin = await startServer("standinAlone", provider);
  try {
    // One more, "default", has been served already.
    const tenants = createTenants(provider, new URL(standin.url).origin);
    const before = standin.usage();
    for (const round of ["first", "again"]) {
      const started = standin.usage();
      const sent = await tenants.visit(wanted - 1);
      const ended = standin.usage();
      if (round === "first") results.push({ provider, requests: sent });
      Object.assign(results.at(-1), { [`${round}CpuMicros`]: ((ended.cpuSeconds - started.cpuSeconds) * 1e6) / sent });
    }
    const { tenants: count } = await tenants.health();
    if (count.kept !== wanted || count.letGo !== 0)
      throw new Error(`${provider}: ${count.kept} tenants are kept, ${count.letGo} were let go`);
    const { residentMb, highestMb } = standin.usage();
    Object.assign(results.at(-1), { emptyMb: before.residentMb, residentMb, highestMb });
  } finally {
    await standin.stop();
  }
}

if (values.json) console.log(JSON.stringify(results, null, 2));
else {
  console.log("| provider | RSS MB before | after | highest | CPU µs/request, first visits | visits of the resting |");
  console.log("| --- | --: | --: | --: | --: | --: |");
  for (const one of results) {
    const figures = [one.emptyMb, one.residentMb, one.highestMb, one.firstCpuMicros, one.againCpuMicros];
    console.log(`| ${[one.provider, ...figures.map((figure) => figure.toFixed(0))].join(" | ")} |`);
  }
}
if (wanted >= 10_000 && results.some(({ highestMb }) => highestMb >= mostMegabytes)) process.exitCode = 1;
