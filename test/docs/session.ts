import { type ChildProcess, spawn } from "node:child_process";
import type { RepositoryCopy } from "./repository-copy.ts";

/** The port that the stand-ins have in the documents where none is named. */
const defaultPort = "4010";

/** What `standin serve` prints when it is ready, and what it has logged. */
interface Server {
  child: ChildProcess;
  stdout: string;
  stderr: string;
}

/**
 * A reader who types in what a document says: commands into one shell, stand-ins into terminals of their own.
 * The stand-ins take free ports; commands and outputs have the documented ones.
 */
export class Session {
  private readonly copy: RepositoryCopy;
  private readonly shell: ChildProcess;
  private readonly servers: Server[] = [];
  /** Actual ports by documented ones. */
  private readonly ports = new Map<string, string>();
  private printed = "";
  /** How much each server had logged before the last command. */
  private logged: number[] = [];

  constructor(copy: RepositoryCopy) {
    this.copy = copy;
    this.shell = spawn("sh", { cwd: copy.folder, env: copy.env, stdio: ["pipe", "pipe", "pipe"] });
    this.shell.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.printed += text;
    });
    this.shell.stderr?.resume();
  }

  /** Runs commands and answers what they print to standard output. Throws when the last one fails. */
  async run(commands: string): Promise<string> {
    this.logged = this.servers.map(({ stderr }) => stderr.length);
    if (/^(npm start|npx standin serve)\b/.test(commands)) return this.serve(commands);
    const end = /\nend of the block (\d+)\n$/;
    this.printed = "";
    // Note: a command that read standard input would take the commands that follow it.
    this.shell.stdin?.write(`{ ${this.toActual(commands)}\n} </dev/null\nprintf '\\nend of the block %d\\n' $?\n`);
    await this.until(this.shell, () => end.test(this.printed));
    const status = end.exec(this.printed)?.[1];
    const output = this.toDocumented(this.printed.replace(end, ""));
    if (status !== "0") throw new Error(`The exit status is ${status}. The output is:\n${output}`);
    return output;
  }

  /** What the stand-ins have logged since the last command. */
  get log(): string {
    return this.toDocumented(this.servers.map(({ stderr }, index) => stderr.slice(this.logged[index] ?? 0)).join(""));
  }

  async end(): Promise<void> {
    this.shell.kill();
    for (const { child } of this.servers) {
      if (child.exitCode !== null) continue;
      const gone = new Promise((resolve) => child.once("close", resolve));
      // Note: a terminal's Ctrl-C goes to all of its processes, and npx counts on that.
      process.kill(-(child.pid as number), "SIGINT");
      await gone;
    }
  }

  private async serve(command: string): Promise<string> {
    const documented = / --port (\d+)/.exec(command)?.[1] ?? defaultPort;
    const bare = command.replace(/ --port \d+/, "");
    const separator = bare.startsWith("npm") && !bare.includes(" -- ") ? " --" : "";
    const { folder, env } = this.copy;
    const child = spawn("sh", ["-c", `${bare}${separator} --port 0`], { cwd: folder, env, detached: true });
    const server: Server = { child, stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      server.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      server.stderr += text;
    });
    this.servers.push(server);
    await this.until(child, () => server.stdout.includes("Ctrl-C ends it.\n"));
    this.logged.push(server.stderr.length);
    const actual = /http:\/\/127\.0\.0\.1:(\d+)/.exec(server.stdout)?.[1] as string;
    this.ports.set(documented, actual);
    // npm says first what it runs.
    return this.toDocumented(server.stdout.replace(/^\n> .*\n> .*\n\n/, ""));
  }

  /** Waits until something holds, looking again with each thing that the process says. */
  private until(child: ChildProcess, holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!holds()) return;
        stop();
        resolve();
      };
      const fail = (code: number | null) => {
        stop();
        const said = this.servers.map(({ stdout, stderr }) => stdout + stderr).join("");
        reject(new Error(`It has ended with status ${code}.\n${said}${this.printed}`));
      };
      const stop = () => {
        child.stdout?.off("data", look);
        child.stderr?.off("data", look);
        child.off("close", fail);
      };
      child.stdout?.on("data", look);
      child.stderr?.on("data", look);
      child.on("close", fail);
      look();
    });
  }

  private toActual(text: string): string {
    return [...this.ports].reduce((all, [documented, actual]) => all.replaceAll(`:${documented}`, `:${actual}`), text);
  }

  private toDocumented(text: string): string {
    return [...this.ports].reduce((all, [documented, actual]) => all.replaceAll(`:${actual}`, `:${documented}`), text);
  }
}
