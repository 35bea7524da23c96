import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** What a driver answers to one line. */
export interface Answer {
  id: number | null;
  result?: unknown;
  error?: { kind: string; status?: number; message: string; retryAfterMs?: number };
}

export interface Driver {
  /** Resolves with the answer to this call. Rejects when the driver ends without one. */
  call(operation: string, input: unknown, target: { baseUrl: string; credential: string }): Promise<Answer>;
  /** Sends one line as it stands, and resolves with the next answer that has no id. */
  sendLine(line: string): Promise<Answer>;
  /** What it has written to standard error. */
  errors(): string;
  /** Closes its standard input, and resolves with its exit status. */
  end(): Promise<number | null>;
}

export interface Config {
  provider: string;
  driver: { command: [string, ...string[]] };
  operations: Record<string, { input: string; output?: string }>;
  retries: boolean;
}

export function readConfig(folder: string): Config {
  return parse(readFileSync(join(import.meta.dirname, folder, "standin.adapter.yaml"), "utf8"));
}

/** Starts the driver that a folder's configuration names. */
export function startDriver(folder: string): Driver {
  const [command, ...parameters] = readConfig(folder).driver.command;
  const child = spawn(command, parameters, { cwd: join(import.meta.dirname, folder) });
  const waiting = new Map<number | null, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let rest = "";
  let errors = "";
  let count = 0;
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  child.stdout.setEncoding("utf8").on("data", (text) => {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() as string;
    for (const line of lines) {
      const answer: Answer = JSON.parse(line);
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    }
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  void ended.then((status) => {
    for (const { reject } of waiting.values())
      reject(new Error(`The driver has ended with status ${status}: ${errors}`));
  });
  const send = (id: number | null, line: string) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      child.stdin.write(`${line}\n`);
    });
  return {
    call(operation, input, { baseUrl, credential }) {
      const id = ++count;
      return send(id, JSON.stringify({ id, operation, input, baseUrl, credential }));
    },
    sendLine: (line) => send(null, line),
    errors: () => errors,
    end() {
      child.stdin.end();
      return ended;
    },
  };
}
