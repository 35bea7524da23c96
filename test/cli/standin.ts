import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
/** What the command line is started with. */
export const bin = join(root, "dist", "src", "cli", "standin.js");

/** A folder with one fictional provider, acme. */
export const providersDir = join(import.meta.dirname, "providers");

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** What comes on standard input. */
  input?: string;
  env?: NodeJS.ProcessEnv;
  /** Ends reading after so many characters of standard output, as `head` does. */
  readOnly?: number;
}

/** Builds what the tests run, if the sources have changed. */
export async function build(): Promise<void> {
  const child = spawn(process.execPath, [join(root, "scripts", "setup.js")], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(said);
}

/** Runs the command line to its end, in an empty folder. */
export async function standin(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const running = start(args, options);
  running.child.stdin.on("error", () => {}).end(options.input ?? "");
  return running.finished;
}

/** Starts the command line and leaves it running. */
export function start(args: readonly string[], options: RunOptions = {}) {
  const cwd = mkdtempSync(join(tmpdir(), "standin-cli-"));
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: { ...env, ...options.env } });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
    if (output.stdout.length >= (options.readOnly ?? Number.POSITIVE_INFINITY)) child.stdout.destroy();
  });
  child.stderr.on("data", (chunk) => (output.stderr += chunk));
  const finished = once(child, "close").then(([code]): Finished => {
    rmSync(cwd, { recursive: true, force: true });
    return { code, ...output };
  });
  return { child, output, finished };
}
