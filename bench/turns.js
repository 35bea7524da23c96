// Measures tenants in turn beside idle ones: node bench/turns.js [provider...] [--idle 500] [--active 1000] [--rounds 3]
import { parseArgs } from "node:util";

await import("../scripts/setup.js");
const { createTenants } = await import("./tenant-requests.js");
const { startServer } = await import("./server-process.js");
const { providers: all } = await import("./updates.js");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    idle: { type: "string", default: "500" },
    active: { type: "string", default: "1000" },
    rounds: { type: "string", default: "3" },
  },
});
const [idle, active, rounds] = [values.idle, values.active, values.rounds].map(Number);

console.log("| provider | CPU µs/request, round by round | RSS MB, highest |");
console.log("| --- | --: | --: |");
for (const provider of positionals.length > 0 ? positionals : all) {
  const standin = await startServer("standinAlone", provider);
  try {
    const tenants = createTenants(provider, new URL(standin.url).origin);
    await tenants.visit(active + idle);
    const figures = [];
    for (let round = 0; round < rounds; round++) {
      const before = standin.usage().cpuSeconds;
      const sent = await tenants.visit(active);
      figures.push((((standin.usage().cpuSeconds - before) * 1e6) / sent).toFixed(0));
    }
    console.log(`| ${provider} | ${figures.join(", ")} | ${standin.usage().highestMb.toFixed(0)} |`);
  } finally {
    await standin.stop();
  }
}
process.exit();
