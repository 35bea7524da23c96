import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";
import type { AdapterAnswer, AdapterCall, AdapterPlace, Driver, FailureRule, ReportedError } from "./driver.ts";

/** How the process of a driver is started. */
export interface DriverCommand {
  command: readonly [string, ...string[]];
  /** The folder that it is started in. */
  cwd: string;
  /** Beside the variables of this process. */
  env?: Readonly<Record<string, string>>;
}

/** What is written to the driver. */
interface AskingLine extends AdapterCall, AdapterPlace {
  id: number;
}

/** A call that waits for its line. */
interface Waiting {
  settle(answer: AdapterAnswer): void;
}

/**
 * Calls an adapter in another process, which reads one JSON object a line and answers one a line. It is started at the
 * first call and again after it has died, hung or said what is no answer.
 */
export function createProcessDriver(start: DriverCommand): Driver {
  let running: DriverProcess | undefined;
  let count = 0;
  const process = (): DriverProcess => {
    if (running === undefined || running.hasEnded) running = new DriverProcess(start);
    return running;
  };
  return {
    drivesTime: false,
    open: (place, time) => ({
      async call({ operation, input }) {
        const driver = process();
        const printed = driver.keepPrinted();
        const { baseUrl, credential } = place;
        const answer = await driver.ask({ id: ++count, operation, input, baseUrl, credential }, time.limit);
        return { answer, printed: printed() };
      },
      async close() {},
    }),
    close: async () => running?.end(),
  };
}

const keptOfPrinted = 64 * 1024;

class DriverProcess {
  hasEnded = false;
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #answered = new Set<number>();
  #printed = "";
  #printedInAll = 0;

  constructor({ command, cwd, env }: DriverCommand) {
    const [file, ...given] = command;
    this.#name = command.join(" ");
    this.#child = spawn(file, given, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    const { stdin, stdout, stderr } = this.#child;
    this.#child.on("error", (error) => this.#fail("crash", `The driver cannot be started: ${error.message}.`));
    this.#child.on("close", (code, signal) => {
      const how = signal === null ? `with status ${code}` : `by ${signal}`;
      this.#fail("crash", `The driver has ended ${how}.${this.#lastWords()}`);
    });
    // Its end is told by "close".
    stdin?.on("error", () => {});
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#printedInAll += text.length;
      this.#printed = (this.#printed + text).slice(-keptOfPrinted);
    });
    if (stdout) createInterface({ input: stdout }).on("line", (line) => this.#read(line));
  }

  /** Answers what is printed to standard error from now on. */
  keepPrinted(): () => string {
    const before = this.#printedInAll;
    return () => this.#printed.slice(Math.max(0, this.#printed.length - (this.#printedInAll - before)));
  }

  ask(line: AskingLine, limit: number): Promise<AdapterAnswer> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(line.id);
        resolve({ kind: "failure", rule: "hang", message: `It has not ended within ${limit} ms.` });
        this.#stop("hang", "The driver was stopped, for another call hung.");
      }, limit);
      this.#waiting.set(line.id, {
        settle(answer) {
          clearTimeout(timer);
          resolve(answer);
        },
      });
      this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
    });
  }

  async end(): Promise<void> {
    if (this.hasEnded) return;
    const ended = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), 1000);
    await ended;
    clearTimeout(timer);
  }

  async #read(line: string): Promise<void> {
    if (line.trim() === "") return;
    const said = readAnswer(line);
    if (typeof said === "string") return this.#stop("protocol", said);
    const { id, answer } = said;
    if (this.#answered.has(id)) return this.#stop("protocol", `The driver has answered call ${id} twice.`);
    const waiting = this.#waiting.get(id);
    if (waiting === undefined)
      return this.#stop("protocol", `The driver answers a call that was not made, ${id}: ${cut(line)}`);
    this.#answered.add(id);
    // A second answer comes as a rule along with the first.
    await setImmediate();
    if (this.#waiting.delete(id)) waiting.settle(answer);
  }

  #stop(rule: FailureRule, message: string): void {
    this.#fail(rule, message);
    this.#child.kill("SIGKILL");
  }

  #fail(rule: FailureRule, message: string): void {
    this.hasEnded = true;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { settle } of waiting) settle({ kind: "failure", rule, message: `${message} (${this.#name})` });
  }

  #lastWords(): string {
    const last = this.#printed.trim().split("\n").at(-1) ?? "";
    return last === "" ? "" : ` Its last words: ${cut(last)}`;
  }
}

/** What a line says, or what is wrong with it. */
function readAnswer(line: string): { id: number; answer: AdapterAnswer } | string {
  const wrong = (what: string) =>
    `The driver has printed ${what}: ${cut(line)}. A line is {"id", "result"} or {"id", "error": {"message", "kind"?, "status"?}}; all else goes to standard error.`;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return wrong("a line that is no JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong("what is no object");
  const { id, result, error } = value as { id?: unknown; result?: unknown; error?: unknown };
  if (typeof id !== "number") return wrong("an answer without the number of its call");
  if ("result" in value === "error" in value) return wrong("an answer with neither or both of result and error");
  if ("result" in value) return { id, answer: { kind: "result", result } };
  const reported = readError(error);
  return reported === undefined
    ? wrong("an error without a message")
    : { id, answer: { kind: "error", error: reported } };
}

function readError(value: unknown): ReportedError | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { message, kind, status } = value as Record<string, unknown>;
  if (typeof message !== "string") return undefined;
  return {
    message,
    ...(typeof kind === "string" ? { kind } : {}),
    ...(typeof status === "number" ? { status } : {}),
  };
}

function cut(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
