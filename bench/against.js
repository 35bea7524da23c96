// Measures the request path against that of an earlier commit: node bench/against.js [commit] [provider...] [--rounds 9] [--requests 20000] [--json]
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

await import("../scripts/setup.js");
const { load } = await import("./load.js");
const { median } = await import("./median.js");
const { peers } = await import("./peers.js");
const { startServer } = await import("./server-process.js");
const { providers: all } = await import("./updates.js");

/** Before faults, limits, clocks and the rest of the control API were kept in mind with every request. */
const foundation = "658d8dd";
const mostLost = 0.05;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "9" },
    requests: { type: "string", default: "20000" },
    json: { type: "boolean", default: false },
  },
});
const named = positionals.filter((one) => all.includes(one));
const [commit = foundation] = positionals.filter((one) => !all.includes(one));
// So many and not so long: on a busy machine a server would else be measured before the engine has compiled it.
const settings = { connections: 16, amount: Number(values.requests) };

const folder = mkdtempSync(join(tmpdir(), "standin-against-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const bin = build();
const before = { ...peers.standin, label: commit, args: (_, port) => [bin, "serve", "--quiet", "--port", port] };
const results = [];
for (const provider of named.length > 0 ? named : all) results.push({ provider, ...(await compare(provider)) });

if (values.json) console.log(JSON.stringify({ commit, settings, results }, null, 2));
else {
  console.log(
    `| provider | CPU µs/request, ${commit} | now | its rate, by CPU | by the clock |\n| --- | --: | --: | --: | --: |`,
  );
  for (const { provider, before, now, byCpu, byClock } of results)
    console.log(
      `| ${provider} | ${before.toFixed(1)} | ${now.toFixed(1)} | ${byCpu.toFixed(3)}× | ${byClock.toFixed(3)}× |`,
    );
}
const worst = Math.min(...results.map(({ byCpu }) => byCpu));
console.error(
  `${worst >= 1 - mostLost ? "PASS" : "FAIL"}  loses at most ${mostLost * 100} %: ${worst.toFixed(3)} at worst`,
);
if (worst < 1 - mostLost) process.exitCode = 1;

/** Both under load in turn, and in turn the first, so that what disturbs one disturbs the other. */
async function compare(provider) {
  const servers = [await startServer(before, provider), await startServer("standin", provider)];
  try {
    for (const server of servers) await load(server, { ...settings, amount: 2 * settings.amount });
    const rounds = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      console.error(`${provider}: round ${round + 1} of ${values.rounds}`);
      const figures = [];
      for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) figures[index] = await load(servers[index], settings);
      rounds.push(figures);
    }
    return {
      before: median(rounds.map(([one]) => one.cpuMicros)),
      now: median(rounds.map(([, one]) => one.cpuMicros)),
      byCpu: median(rounds.map(([one, other]) => one.cpuMicros / other.cpuMicros)),
      byClock: median(rounds.map(([one, other]) => other.rate / one.rate)),
    };
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** The command line of the commit, built in a clone of its own. */
function build() {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const run = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  console.error(`building ${commit}`);
  run("git", ["clone", "--quiet", "--no-checkout", root, folder]);
  run("git", ["checkout", "--quiet", commit], folder);
  const lock = (at) => readFileSync(join(at, "package-lock.json"), "utf8");
  if (lock(root) === lock(folder)) symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  run(process.execPath, ["scripts/setup.js"], folder);
  return join(folder, "dist", "src", "cli", "standin.js");
}
