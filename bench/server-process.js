import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { peers } from "./peers.js";
import { readUpdate } from "./updates.js";

const patience = 30_000;
const interval = 4;

/**
 * Starts a peer, by its name or as `peers` has them, as a process of its own and sends the documented update until it is answered as documented.
 * Throws when the answer has another status, or none comes.
 */
export async function startServer(peer, provider) {
  const { label, args, target } = typeof peer === "string" ? peers[peer] : peer;
  const update = readUpdate(provider);
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, args(provider, String(port)), { stdio: ["ignore", "ignore", "pipe"] });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaints += text;
  });
  const server = {
    peer,
    url: `http://127.0.0.1:${port}${target(provider, update)}`,
    update,
    readyMs: 0,
    usage: () => readUsage(child.pid),
    /** Sends SIGTERM, and answers with which status and after how many seconds it ended. */
    async end() {
      const ended = once(child, "exit");
      const asked = performance.now();
      child.kill("SIGTERM");
      const [status] = await ended;
      return { status, seconds: (performance.now() - asked) / 1000 };
    },
    async stop() {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
      child.kill("SIGKILL");
      await ended;
    },
  };
  try {
    for (let answer = await send(server); ; answer = await send(server)) {
      const elapsed = performance.now() - started;
      if (answer?.status === update.response.status) return { ...server, readyMs: elapsed };
      if (answer !== undefined) throw new Error(`answered ${answer.status}: ${answer.text}`);
      if (child.exitCode !== null) throw new Error(`ended with status ${child.exitCode}`);
      if (elapsed > patience) throw new Error(`did not answer within ${patience / 1000} s`);
      await wait(interval);
    }
  } catch (error) {
    await server.stop();
    throw new Error(`${label}, ${provider}: ${error.message}\n${complaints}`, { cause: error });
  }
}

/** The answer to the documented update, or undefined while nobody listens. */
async function send({ url, update: { method, headers, body } }) {
  try {
    const response = await fetch(url, { method, headers: { ...headers, connection: "close" }, body });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (error.cause?.code === "ECONNREFUSED") return undefined;
    throw error;
  }
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** What the kernel says of a process: megabytes resident, seconds of processor time. Null where it has no /proc. */
function readUsage(pid) {
  if (process.platform !== "linux") return { residentMb: null, highestMb: null, cpuSeconds: null };
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name of the program stands in parentheses and may hold spaces; user and system time are the 12th and 13th after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticksPerSecond = 100;
  return {
    residentMb: Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) / 1024,
    highestMb: Number(/^VmHWM:\s+(\d+)/m.exec(status)[1]) / 1024,
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
  };
}
