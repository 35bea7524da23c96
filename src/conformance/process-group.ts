import { type ChildProcess, spawn } from "node:child_process";

/** How the process of a driver is started. */
export interface DriverCommand {
  command: readonly [string, ...string[]];
  /** The folder that it is started in. */
  cwd: string;
  /** Beside the variables of this process. */
  env?: Readonly<Record<string, string>>;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const live = new Set<ChildProcess>();

/** Starts a process whose children can be ended with it, where the platform has groups of processes. */
export function startGroup({ command: [file, ...given], cwd, env }: DriverCommand): ChildProcess {
  const child = spawn(file, given, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
    // Windows would open a window for it.
    detached: process.platform !== "win32",
  });
  if (child.pid === undefined) return child;
  if (live.size === 0) for (const signal of signals) process.once(signal, endWith);
  live.add(child);
  child.once("exit", () => forget(child));
  return child;
}

/** Ends a process with all that it has started and not set free. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch {
    // There is nobody any more.
  }
}

function forget(child: ChildProcess): void {
  live.delete(child);
  if (live.size === 0) for (const signal of signals) process.removeListener(signal, endWith);
}

/** Note: a terminal's signals reach the group in front, to which a group of its own does not belong. */
function endWith(signal: NodeJS.Signals): void {
  for (const child of live) {
    killGroup(child);
    forget(child);
  }
  process.kill(process.pid, signal);
}
