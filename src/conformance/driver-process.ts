import { type ChildProcess, spawn } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { StandinError } from "../errors.ts";
import type { AdapterAnswer, FailureRule } from "./driver.ts";
import { type AskingLine, cut, readAnswer } from "./driver-line.ts";

/** How the process of a driver is started. */
export interface DriverCommand {
  command: readonly [string, ...string[]];
  /** The folder that it is started in. */
  cwd: string;
  /** Beside the variables of this process. */
  env?: Readonly<Record<string, string>>;
}

/** A call that waits for its line. */
interface Waiting {
  settle(answer: AdapterAnswer): void;
}

const keptOfPrinted = 64 * 1024;

/** In characters. */
const longestLine = 64 * 1024 * 1024;

/** A driver at work, until it dies, hangs or says what is no answer. */
export class DriverProcess {
  hasEnded = false;
  /** What was wrong with it while nothing was asked of it: told to the next call. */
  untold: AdapterAnswer | undefined;
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #answered = new Set<number>();
  #cannotStart: StandinError | undefined;
  #line = "";
  #printed = "";
  #printedInAll = 0;

  constructor({ command, cwd, env }: DriverCommand) {
    const [file, ...given] = command;
    this.#name = command.join(" ");
    this.#child = spawn(file, given, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    const { stdin, stdout, stderr } = this.#child;
    this.#child.on("error", (error) => {
      if (this.#child.pid === undefined) this.#cannotStart = cannotStart(this.#name, error);
      this.#fail("crash", `The driver fails: ${error.message}.`);
    });
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
    stdout?.setEncoding("utf8").on("data", (text: string) => this.#readLines(text));
  }

  /** Note: node:readline would end a line at U+2028 too, which JSON may hold. */
  #readLines(text: string): void {
    const lines = text.split("\n");
    lines[0] = this.#line + lines[0];
    this.#line = lines.pop() ?? "";
    for (const line of lines) this.#read(line);
    if (this.#line.length <= longestLine) return;
    this.#line = "";
    this.#stop("protocol", `The driver has printed a line of more than ${longestLine} characters.`);
  }

  /** Answers what is printed to standard error from now on. */
  keepPrinted(): () => string {
    const before = this.#printedInAll;
    return () => this.#printed.slice(Math.max(0, this.#printed.length - (this.#printedInAll - before)));
  }

  /** Throws where the process cannot be started. */
  async ask(line: AskingLine, limit: number): Promise<AdapterAnswer> {
    const { untold } = this;
    this.untold = undefined;
    const answer = untold ?? (await this.#send(line, limit));
    if (this.#cannotStart !== undefined) throw this.#cannotStart;
    return answer;
  }

  #send(line: AskingLine, limit: number): Promise<AdapterAnswer> {
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
    if (rule === "protocol" && this.#waiting.size === 0 && !this.hasEnded)
      this.untold = { kind: "failure", rule, message: this.#named(message) };
    this.#fail(rule, message);
    this.#child.kill("SIGKILL");
  }

  #named(message: string): string {
    return `${message} (${this.#name})`;
  }

  #fail(rule: FailureRule, message: string): void {
    this.hasEnded = true;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { settle } of waiting) settle({ kind: "failure", rule, message: this.#named(message) });
  }

  #lastWords(): string {
    const last = this.#printed.trim().split("\n").at(-1) ?? "";
    return last === "" ? "" : ` Its last words: ${cut(last)}`;
  }
}

function cannotStart(name: string, error: NodeJS.ErrnoException): StandinError {
  const reasons: Record<string, string> = { ENOENT: "there is no such command", EACCES: "permission is denied" };
  const reason = reasons[error.code ?? ""] ?? error.message;
  return new StandinError("SUITE_INVALID", `The driver cannot be started: ${reason} (${name}).`);
}
