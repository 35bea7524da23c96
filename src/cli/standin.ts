#!/usr/bin/env node
import { type Command, CommanderError } from "commander";
import { StandinError } from "../errors.ts";
import { createProgram } from "./program.ts";
import { tellUncaught } from "./uncaught.ts";

let isDone = false;

/** 0 conforming, 1 errors found, 2 wrong usage or set-up. */
async function main(program: Command): Promise<void> {
  process.on("uncaughtException", tellUncaught).on("exit", tellEarlyEnd);
  // Whoever reads no further has seen enough; the exit status still tells the whole.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", (error) => endUnlessClosed(error, stream));
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
  isDone = true;
}

/** Whatever status a mock ends the process with, or waits for ever with, it is no verdict of Standin's. */
function tellEarlyEnd(status: number): void {
  if (isDone || status === 2) return;
  process.exitCode = 2;
  process.stderr.write(
    "standin: The process ends before its work is done, as it does when a mock calls process.exit.\n",
  );
}

/** What cannot be written, for lack of space above all, is no verdict. A terminal that was closed answers EIO. */
function endUnlessClosed({ code, message }: NodeJS.ErrnoException, { isTTY }: NodeJS.WriteStream): void {
  if (code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || (isTTY && code === "EIO")) return;
  process.stderr.write(`standin: The output cannot be written: ${message}.\n`);
  process.exit(2);
}

function exitCodeOf(error: unknown): number {
  // Commander has said what is wrong; --help and --version are such errors with status 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const text = error instanceof StandinError ? error.message : `unexpected: ${(error as Error).stack ?? error}`;
  process.stderr.write(`standin: ${text}\n`);
  return 2;
}

await main(createProgram());
