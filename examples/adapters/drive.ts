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
  /** Sends one line, as it stands. */
  send(line: string): void;
  /** The next answer, whichever line it is to. Rejects when the driver has ended. */
  receive(): Promise<Answer>;
  call(operation: string, input: unknown, target: { baseUrl: string; credential: string }): Promise<Answer>;
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
  const answers: Answer[] = [];
  const waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];
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
      const next = waiting.shift();
      if (next === undefined) answers.push(answer);
      else next.resolve(answer);
    }
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  void ended.then((status) => {
    for (const { reject } of waiting) reject(new Error(`The driver has ended with status ${status}: ${errors}`));
  });
  const receive = () =>
    new Promise<Answer>((resolve, reject) => {
      const answer = answers.shift();
      if (answer === undefined) waiting.push({ resolve, reject });
      else resolve(answer);
    });
  return {
    send: (line) => child.stdin.write(`${line}\n`),
    receive,
    call(operation, input, { baseUrl, credential }) {
      child.stdin.write(`${JSON.stringify({ id: ++count, operation, input, baseUrl, credential })}\n`);
      return receive();
    },
    errors: () => errors,
    end() {
      child.stdin.end();
      return ended;
    },
  };
}
