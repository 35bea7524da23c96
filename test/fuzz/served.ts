import { once } from "node:events";
import { readFileSync } from "node:fs";
import { start } from "../cli/standin.ts";

/** The command line, serving all providers in a process of its own. */
export interface Served {
  port: number;
  lives(): boolean;
  /** What it has said of itself. */
  said(): string;
  /** In MiB; 0 where the system does not tell. */
  memory(): number;
  /** Ends it, and answers with its exit status. */
  stop(): Promise<number | null>;
}

export async function serveAll(): Promise<Served> {
  const { child, output, finished } = start(["serve", "--port", "0", "--json", "--quiet"]);
  while (!output.stdout.includes("\n")) {
    const ended = await Promise.race([once(child.stdout, "data"), finished]);
    if ("code" in ended) throw new Error(ended.stderr);
  }
  return {
    port: Number(new URL(JSON.parse(output.stdout).url).port),
    lives: () => child.exitCode === null && child.signalCode === null,
    said: () => output.stderr,
    memory() {
      if (process.platform !== "linux") return 0;
      const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
      return Math.round(Number(kilobytes) / 1024);
    },
    async stop() {
      child.kill("SIGTERM");
      return (await finished).code;
    },
  };
}
