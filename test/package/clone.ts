import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";

const root = join(import.meta.dirname, "..", "..");

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  nodeOptions?: string;
  /** Looked through for commands before all others. */
  commands?: string;
  /** What to do when standard error has the text. */
  once?: { said: string; act: (child: ChildProcess) => void };
}

/** A clone of a package as small as the set-up scripts can handle, in a folder with a name that asks for trouble. */
export class Clone {
  readonly folder = join(realpathSync(mkdtempSync(join(tmpdir(), "standin-"))), "Prüfung mit Leerzeichen & 'mehr'");

  private readonly manifest: object;

  constructor() {
    mkdirSync(this.folder);
    cpSync(join(root, "scripts"), this.path("scripts"), { recursive: true });
    cpSync(join(root, "tsconfig.json"), this.path("tsconfig.json"));
    cpSync(join(root, "tsconfig.build.json"), this.path("tsconfig.build.json"));
    const scripts = { start: "exec node scripts/start.js" };
    this.manifest = { name: "standin", version: "0.0.0", type: "module", bin: "dist/src/cli/standin.js", scripts };
    this.dependOn("typescript", "@types/node", "rolldown", "yaml");
    this.write(
      "src/cli/standin.ts",
      '#!/usr/bin/env node\nconsole.log(...process.argv.slice(2));\nexport const a = "a";\n',
    );
    this.write("mocks/acme/index.ts", 'export { a } from "../../src/cli/standin.ts";\n');
    this.write("mocks/acme/acme.test.ts", "This is not TypeScript.\n");
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Writes package.json and the lock file. The packages are there already: npm links them, and needs no network. */
  dependOn(...names: string[]): void {
    const target = (name: string) => relative(this.folder, join(root, "node_modules", name));
    const devDependencies = Object.fromEntries(names.map((name) => [name, `file:${target(name)}`]));
    const links = names.flatMap((name): [string, object][] => [
      [target(name), { version: "0.0.0", dev: true }],
      [`node_modules/${name}`, { resolved: target(name), link: true }],
    ]);
    const packages = { "": { name: "standin", version: "0.0.0", devDependencies }, ...Object.fromEntries(links) };
    this.writeJson("package.json", { ...this.manifest, devDependencies });
    this.writeJson("package-lock.json", { name: "standin", version: "0.0.0", lockfileVersion: 3, packages });
  }

  run(command: string, args: string[] = [], options: RunOptions = {}): Promise<Finished> {
    const { nodeOptions = "", commands = "", once } = options;
    const path = `${commands}${delimiter}${process.env.PATH}`;
    const env = { ...process.env, PATH: path, NODE_OPTIONS: nodeOptions, npm_config_offline: "true" };
    return new Promise((resolve) => {
      const child = spawn(command, args, { cwd: this.folder, env, stdio: ["ignore", "pipe", "pipe"] });
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (chunk) => (stdout += chunk));
      child.stderr.on("data", (chunk) => {
        const before = stderr;
        stderr += chunk;
        if (once !== undefined && stderr.includes(once.said) && !before.includes(once.said)) once.act(child);
      });
      child.on("close", (code) => resolve({ code, stdout, stderr }));
    });
  }

  remove(): void {
    rmSync(dirname(this.folder), { recursive: true, force: true });
  }

  private writeJson(name: string, value: unknown): void {
    this.write(name, JSON.stringify(value, undefined, 2));
  }
}
