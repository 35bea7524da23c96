import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { StandinError } from "../errors.ts";
import { Disturbed, type Late } from "./aftermath.ts";
import { AskedCalls } from "./asked-calls.ts";
import type { AdapterAnswer, FailureRule } from "./driver.ts";
import { type AskingLine, cut, readAnswer } from "./driver-line.ts";
import { lastWords } from "./last-words.ts";
import { LineSplitter, longestLine } from "./line-splitter.ts";
import { type DriverCommand, killGroup, startGroup } from "./process-group.ts";

/** Who is told what a process does beside its answers. */
export interface DriverListener {
  late(late: Late): void;
  printed(text: string): void;
}

const keptOfPrinted = 64 * 1024;

/** In milliseconds: who is told that there is nothing more to do has so long to end. */
const endingMs = 1000;

/** In milliseconds: what a process has written is there so soon after its end, unless a child of it holds the pipe. */
const drainMs = 200;

/** A driver at work, until it dies, hangs or says what is no answer. */
export class DriverProcess {
  /** It is asked nothing any more: it has ended, or is to. */
  isOver = false;
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #tell: DriverListener;
  readonly #asked = new AskedCalls();
  readonly #lines = new LineSplitter();
  /** Resolves when nothing comes of it any more. */
  readonly #gone: Promise<void>;
  #answers = new Map<number, AdapterAnswer>();
  #isEnding = false;
  #cannotStart: StandinError | undefined;
  #printed = "";
  #printedInAll = 0;

  constructor(start: DriverCommand, tell: DriverListener) {
    this.#name = start.command.join(" ");
    this.#tell = tell;
    this.#child = startGroup(start);
    this.#gone = new Promise((resolve) => this.#listen(resolve));
  }

  #listen(resolve: () => void): void {
    const { stdin, stdout, stderr } = this.#child;
    let hasGone = false;
    const leave = (how: string): void => {
      if (hasGone) return;
      hasGone = true;
      // What it has started may hold the pipes, and goes with it.
      killGroup(this.#child);
      for (const stream of [stdin, stdout, stderr]) stream?.destroy();
      this.#happen("crash", how);
      this.#isEnding = true;
      resolve();
    };
    this.#child.on("error", (error) => {
      if (this.#child.pid !== undefined) return;
      this.#cannotStart = cannotStart(this.#name, error);
      leave(`The driver fails: ${error.message}.`);
    });
    this.#child.on("exit", (code, signal) => {
      const how = () =>
        `The driver has ended ${signal === null ? `with status ${code}` : `by ${signal}`}.${this.#lastWords()}`;
      const timer = setTimeout(() => leave(how()), drainMs);
      this.#child.once("close", () => {
        clearTimeout(timer);
        leave(how());
      });
    });
    // Its end is told by "exit".
    stdin?.on("error", () => {});
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#printedInAll += text.length;
      this.#printed = (this.#printed + text).slice(-keptOfPrinted);
      this.#tell.printed(text);
    });
    stdout?.setEncoding("utf8").on("data", (text: string) => this.#readLines(text));
  }

  /** Answers what is printed to standard error from now on. */
  keepPrinted(): () => string {
    const before = this.#printedInAll;
    return () => this.#printed.slice(Math.max(0, this.#printed.length - (this.#printedInAll - before)));
  }

  /**
   * Calls for a case. Throws where the process cannot be started, and `Disturbed` where it comes to no answer and it is not
   * sure that it is the case's own fault.
   */
  async ask(line: AskingLine, of: object, limit: number): Promise<AdapterAnswer> {
    const answer = await new Promise<AdapterAnswer>((resolve, reject) => {
      const timer = setTimeout(() => this.#hang(line.id, limit), limit);
      const settled = <T>(settle: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          settle(value);
        };
      };
      const waiting = { resolve: settled(resolve), reject: settled(reject) };
      this.#asked.add(line.id, of, waiting);
      this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
    });
    if (this.#cannotStart !== undefined) throw this.#cannotStart;
    return answer;
  }

  /** Whether it has answered in the last milliseconds, so that something of a call may be to come. */
  isRestless(ms: number): boolean {
    return !this.#isEnding && this.#asked.hasAnsweredSince(performance.now() - ms);
  }

  /** What comes from now on is of none of the calls so far. */
  settle(): void {
    this.#asked.settle();
  }

  /** Ends it in bounded time, whatever it does. */
  async end(): Promise<void> {
    this.isOver = true;
    this.#isEnding = true;
    this.#child.stdin?.end();
    const kill = setTimeout(() => killGroup(this.#child), endingMs);
    await Promise.race([this.#gone, delay(2 * endingMs, undefined, { ref: false })]);
    clearTimeout(kill);
    this.#child.unref();
  }

  #readLines(text: string): void {
    for (const line of this.#lines.split(text)) this.#read(line);
    // Now, for a second answer comes as a rule along with the first.
    for (const [id, answer] of this.#answers) this.#asked.answer(id, answer);
    this.#answers = new Map();
    if (!this.#lines.isTooLong) return;
    this.#lines.drop();
    this.#stop("protocol", `The driver has printed a line of more than ${longestLine} characters.`);
  }

  #read(line: string): void {
    if (line.trim() === "") return;
    const said = readAnswer(line);
    if (typeof said === "string") this.#stop("protocol", said);
    else this.#take(said.id, said.answer, line);
  }

  #take(id: number, answer: AdapterAnswer, line: string): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) {
      this.#stop("protocol", `The driver answers a call that was not made, ${id}: ${cut(line)}`);
      return;
    }
    if (asked.waiting !== undefined && !this.#answers.has(id)) {
      this.#answers.set(id, answer);
      return;
    }
    const message = this.#named(`The driver has answered call ${id} twice.`);
    // The calls that wait for it have nothing to do with that.
    this.isOver = true;
    if (asked.waiting !== undefined) this.#answers.set(id, { kind: "failure", rule: "protocol", message });
    else this.#tell.late({ rule: "protocol", message, of: [asked.of] });
  }

  #hang(id: number, limit: number): void {
    const others = this.#asked.waiting - 1;
    const beside = others > 0 ? `, nor have ${others} others that were asked with it` : "";
    this.#asked.answer(id, { kind: "failure", rule: "hang", message: `It has not ended within ${limit} ms${beside}.` });
    this.#stop("hang", "The driver was stopped, for another call hung.");
  }

  #stop(rule: FailureRule, message: string): void {
    this.#happen(rule, message);
    this.#isEnding = true;
    killGroup(this.#child);
  }

  /** Something of which nothing says whose it is: of the calls that wait, unless others may have caused it a moment ago. */
  #happen(rule: FailureRule, message: string): void {
    if (this.#isEnding) return;
    this.isOver = true;
    const late: Late = { rule, message: this.#named(message), of: this.#asked.suspects() };
    const isSure = late.of.length === 1 || rule === "hang";
    const hasWaited = this.#asked.end(({ resolve, reject }) => {
      if (isSure) resolve({ kind: "failure", rule, message: late.message });
      else reject(new Disturbed(late));
    });
    if (!hasWaited && late.of.length > 0 && rule !== "hang") this.#tell.late(late);
  }

  #named(message: string): string {
    return `${message} (${this.#name})`;
  }

  #lastWords(): string {
    const words = lastWords(this.#printed);
    return words === "" ? "" : ` Its last words: ${words}`;
  }
}

function cannotStart(name: string, error: NodeJS.ErrnoException): StandinError {
  const reasons: Record<string, string> = { ENOENT: "there is no such command", EACCES: "permission is denied" };
  const reason = reasons[error.code ?? ""] ?? error.message;
  return new StandinError("SUITE_INVALID", `The driver cannot be started: ${reason} (${name}).`);
}
