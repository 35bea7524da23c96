// Judges a large archive in constant memory: node bench/check.js [--megabytes 2048] [--json]
// The archive is NDJSON of exchanges as a journal exports them, of all providers' documented interactions in turn.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

await import("../scripts/setup.js");
const { providers } = await import("./updates.js");

const { values } = parseArgs({
  options: { megabytes: { type: "string", default: "2048" }, json: { type: "boolean", default: false } },
});
const wanted = { perSecond: 20_000, residentMb: 200 };
/** A small exchange is one of at most so many bytes as a line. */
const small = 1024;

const folder = mkdtempSync(join(tmpdir(), "standin-check-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const archive = join(folder, "exchanges.ndjson");
const exchanges = await write(archive, Number(values.megabytes) * 2 ** 20);
const result = { megabytes: Number(values.megabytes), exchanges, ...(await judge(archive)) };
result.perSecond = Math.round(exchanges / result.seconds);

const machine = `Node.js ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform}`;
if (values.json) console.log(JSON.stringify({ machine, ...result }, null, 2));
else {
  console.log(
    "| MB | exchanges | seconds | exchanges/s | CPU s | RSS MB at most |\n| --: | --: | --: | --: | --: | --: |",
  );
  const { megabytes, seconds, perSecond, cpuSeconds, residentMb } = result;
  const row = [megabytes, exchanges, seconds.toFixed(1), perSecond, cpuSeconds.toFixed(1), residentMb.toFixed(0)];
  console.log(`| ${row.join(" | ")} |\n\n${machine}`);
}
const met = { perSecond: result.perSecond >= wanted.perSecond, residentMb: result.residentMb < wanted.residentMb };
console.error(
  `${met.perSecond ? "PASS" : "FAIL"}  at least ${wanted.perSecond} exchanges a second: ${result.perSecond}`,
);
console.error(
  `${met.residentMb ? "PASS" : "FAIL"}  below ${wanted.residentMb} MB resident: ${result.residentMb.toFixed(0)}`,
);
if (!met.perSecond || !met.residentMb) process.exitCode = 1;

/** Writes exchanges until there are so many bytes; answers how many. */
async function write(path, bytes) {
  const templates = providers.flatMap(readTemplates).filter(({ line }) => line(0).length <= small);
  const stream = createWriteStream(path);
  let written = 0;
  let count = 0;
  while (written < bytes) {
    let chunk = "";
    while (chunk.length < 2 ** 20) {
      // A tenant sends a thousand, of one provider.
      const tenant = Math.floor(count / 1000);
      chunk += templates[tenant % templates.length].line(count++);
    }
    written += chunk.length;
    if (!stream.write(chunk)) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "close");
  return count;
}

/** The interactions of a provider that break nothing, each as a line of a journal's export. */
function readTemplates(provider) {
  const interactions = fileURLToPath(new URL(`../contracts/${provider}/interactions/`, import.meta.url));
  return readdirSync(interactions)
    .map((name) => JSON.parse(readFileSync(join(interactions, name), "utf8")))
    .filter(
      ({ violates, operation, response }) => violates === undefined && operation !== null && response.status < 300,
    )
    .map(({ operation, request, response }) => {
      const text = ({ body, ...message }) => ({
        ...message,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const rest = JSON.stringify({ request: text(request), response: text(response), violations: [] }).slice(1);
      const line = (count) => {
        const id = `x-${String(count).padStart(6, "0")}`;
        const startedAt = new Date(Date.UTC(2026, 0, 1) + count * 1000).toISOString();
        const head = { id, provider, tenant: `t${Math.floor(count / 1000)}`, operation, startedAt, durationMs: 1 };
        return `${JSON.stringify(head).slice(0, -1)},${rest}\n`;
      };
      return { line };
    });
}

async function judge(path) {
  const bin = fileURLToPath(new URL("../dist/src/cli/standin.js", import.meta.url));
  const started = performance.now();
  const child = spawn(process.execPath, [bin, "check", path], { stdio: ["ignore", "pipe", "inherit"] });
  let residentMb = 0;
  let cpuSeconds = 0;
  const look = () => {
    if (process.platform !== "linux" || child.exitCode !== null) return;
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
    // Nothing is told of one that is about to be gone.
    if (kilobytes === undefined) return;
    residentMb = Number(kilobytes) / 1024;
    const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    cpuSeconds = (Number(fields[11]) + Number(fields[12])) / 100;
  };
  const timer = setInterval(look, 100);
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "exit");
  clearInterval(timer);
  if (code !== 0) throw new Error(`standin check ended with ${code}: ${said.slice(0, 2000)}`);
  return { seconds: (performance.now() - started) / 1000, cpuSeconds, residentMb, said: said.trim() };
}
