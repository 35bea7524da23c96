import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startStandin } from "../../src/index.ts";
import { build, start } from "../cli/standin.ts";
import { providersDir } from "../simulator/fixture.ts";

beforeAll(build, 120_000);

/** Where this machine is reached if something listens on all addresses, and is not if it listens on 127.0.0.1. */
const elsewhere = [
  ...(process.platform === "linux" ? ["127.0.0.2"] : []),
  ...Object.values(networkInterfaces())
    .flat()
    .flatMap((address) => (address?.family === "IPv4" && !address.internal ? [address.address] : [])),
];

async function isReached(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  const reached = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return reached;
}

async function reachedAt(port: number): Promise<string[]> {
  const reached = [];
  for (const host of ["127.0.0.1", ...elsewhere]) if (await isReached(host, port)) reached.push(host);
  return reached;
}

describe.skipIf(elsewhere.length === 0)("without a host", () => {
  it("the library listens on loopback alone", async () => {
    const standin = await startStandin({ providersDir, providers: ["acme"], log: () => {} });
    onTestFinished(() => standin.close());
    expect(standin.url).toBe(`http://127.0.0.1:${standin.port}`);
    expect(await reachedAt(standin.port)).toEqual(["127.0.0.1"]);
    const open = await startStandin({ providersDir, providers: ["acme"], log: () => {}, host: "0.0.0.0" });
    onTestFinished(() => open.close());
    expect(await reachedAt(open.port)).toEqual(["127.0.0.1", ...elsewhere]);
  });

  it("the command line listens on loopback alone", async () => {
    const { child, output, finished } = start(["serve", "acme", "--port", "0", "--providers", providersDir, "--json"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    while (!output.stdout.includes("\n")) {
      const ended = await Promise.race([once(child.stdout, "data"), finished]);
      if ("code" in ended) throw new Error(ended.stderr);
    }
    const { url } = JSON.parse(output.stdout);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await reachedAt(Number(new URL(url).port))).toEqual(["127.0.0.1"]);
  });
});
