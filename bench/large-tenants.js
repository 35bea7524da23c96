// Measures what tenants with large states cost: node bench/large-tenants.js [count...] [--bytes 1000000]
import { parseArgs } from "node:util";

await import("../scripts/setup.js");
const { startServer } = await import("./server-process.js");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { bytes: { type: "string", default: "1000000" } },
});
const mostMegabytes = 300;

/** A state of WEEEK's with so many contacts, all of them this tenant's own, that it has the wanted size as JSON. */
function createState({ state }, bytes, tenant) {
  const [example] = Object.values(state.contacts);
  const contacts = {};
  for (let number = 0, size = 0; size < bytes; number++) {
    const id = `${String(number).padStart(8, "0")}-${String(tenant).padStart(4, "0")}-4104-8711-82c2feac534a`;
    contacts[id] = { ...example, id, organizations: [], tags: [], emails: [], phones: [] };
    size += JSON.stringify({ [id]: contacts[id] }).length - 1;
  }
  return { ...state, contacts, organizations: {} };
}

const results = [];
for (const count of positionals.length > 0 ? positionals.map(Number) : [101, 300]) {
  const standin = await startServer("standinAlone", "weeek");
  try {
    const control = new URL("/_standin/", standin.url);
    const ask = async (path, init) => {
      const response = await fetch(new URL(path, control), init);
      if (!response.ok) throw new Error(`${path} was answered ${response.status}, ${await response.text()}`);
      return response.json();
    };
    const given = await ask("state/weeek");
    const started = standin.usage();
    for (let number = 0; number < count; number++) {
      const body = JSON.stringify({ state: createState(given, Number(values.bytes), number) });
      await ask(`state/weeek?tenant=large-${number}`, { method: "PUT", body });
    }
    const { residentMb, highestMb, cpuSeconds } = standin.usage();
    const { tenants } = await ask("health");
    const cpuMs = ((cpuSeconds - started.cpuSeconds) * 1000) / count;
    results.push({ count, emptyMb: started.residentMb, residentMb, highestMb, cpuMs, letGo: tenants.letGo });
  } finally {
    await standin.stop();
  }
}

console.log("| tenants | RSS MB before | after | highest | CPU ms a PUT | let go |");
console.log("| --: | --: | --: | --: | --: | --: |");
for (const { count, emptyMb, residentMb, highestMb, cpuMs, letGo } of results) {
  const figures = [count, emptyMb, residentMb, highestMb, cpuMs, letGo];
  console.log(`| ${figures.map((figure) => figure.toFixed(0)).join(" | ")} |`);
}
if (results.some(({ highestMb }) => highestMb >= mostMegabytes)) process.exitCode = 1;
