import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";

const root = join(import.meta.dirname, "..", "..");

/** What is no part of it, or is made anew. */
const leftOut = /^(\.git|standin|coverage|dist\..*|\.setup-lock.*|(.*\/)?node_modules)$/;

/** The repository in a folder of its own, as a clone of it is after the set-up: what the documents do stays in there. */
export class RepositoryCopy {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "standin-docs-")));
  /** What a user's shell has, without what the test runner has put there; and npm has no need of a network. */
  readonly env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$|npm_)/.test(name))),
    npm_config_offline: "true",
    // npx leaves a link to the folder there.
    npm_config_cache: this.path(".npm"),
    npm_config_update_notifier: "false",
    NO_COLOR: "1",
  };

  /** Of the built-in providers it has those that are named. */
  constructor(providers: readonly string[]) {
    cpSync(root, this.folder, { recursive: true, filter: (path) => !leftOut.test(relative(root, path)) });
    for (const name of ["contracts", "mocks"].flatMap((folder) => list(this.folder, folder))) {
      if (!providers.includes(basename(name))) rmSync(this.path(name), { recursive: true });
    }
    this.linkModules();
    this.setUp();
  }

  path(name: string): string {
    return resolve(this.folder, name);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text.endsWith("\n") ? text : `${text}\n`);
  }

  /** Builds what has changed. Throws what the compiler says. */
  setUp(): void {
    const result = this.run(process.execPath, ["scripts/setup.js"]);
    if (result.status !== 0) throw new Error(result.stdout + result.stderr);
  }

  run(command: string, args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(command, args, { cwd: this.folder, env: this.env, encoding: "utf8" });
  }

  /** Files that are not the repository's and that it does not ignore; undefined where there is no git. */
  listStrangers(): string[] | undefined {
    if (this.run("git", ["init", "--quiet"]).status !== 0) return undefined;
    const { stdout } = this.run("git", ["ls-files", "--others", "--exclude-standard"]);
    return stdout.split("\n").filter((path) => !path.startsWith(".npm/") && !existsSync(join(root, path)));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The packages are the repository's own; the folder is not, for the set-up writes into it. */
  private linkModules(): void {
    const link = (from: string, to: string, names: readonly string[]) => {
      mkdirSync(to);
      for (const name of names) symlinkSync(realpathSync(join(from, name)), join(to, name));
    };
    const modules = join(root, "node_modules");
    const records = [".package-lock.json", ".standin-lock-hash"].filter((name) => existsSync(join(modules, name)));
    const packages = readdirSync(modules).filter((name) => !name.startsWith("."));
    link(modules, this.path("node_modules"), packages);
    for (const name of records) cpSync(join(modules, name), this.path(`node_modules/${name}`));
    const commands = readdirSync(join(modules, ".bin")).filter((name) => name !== "standin");
    link(join(modules, ".bin"), this.path("node_modules/.bin"), commands);
  }
}

function list(folder: string, name: string): string[] {
  return readdirSync(join(folder, name)).map((entry) => `${name}/${entry}`);
}
