import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { constants, hostname } from "node:os";
import { afterAll, describe, expect, it } from "vitest";
import { Clone } from "./clone.ts";

const clone = new Clone();
afterAll(() => clone.remove());

const setUp = () => clone.run(process.execPath, ["scripts/setup.js"]);
/** What the set-up itself says, without what npm and tsc print. */
const said = (stderr: string) => stderr.split("\n").filter((line) => line.endsWith("…"));

const installing = "Installing the dependencies (npm ci) …";
const building = "Building (tsc, rolldown) …";

// The tests go through the life of one clone, in this order.
describe("the set-up", { timeout: 60_000 }, () => {
  it("installs and builds once when two run at the same time on a fresh clone", async () => {
    const both = await Promise.all([setUp(), setUp()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const lines = both.flatMap(({ stderr }) => said(stderr));
    expect(lines.filter((line) => !line.startsWith("Waiting"))).toEqual([installing, building]);
    expect(existsSync(clone.path("dist/mocks/acme/index.js"))).toBe(true);
    expect(existsSync(clone.path("dist/mocks/acme/acme.test.js"))).toBe(false);
    expect(existsSync(clone.path(".setup-lock"))).toBe(false);
  });

  it("does nothing and says nothing the second time", async () => {
    expect(await setUp()).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("lets npx find the command of the clone itself", async () => {
    const { code, stdout } = await clone.run("npx", ["standin", "--port", "0"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "--port 0\n" });
  });

  it("is part of npm start, which hands its arguments on", async () => {
    const { code, stdout } = await clone.run("npm", ["start", "--silent", "--", "--port", "0", "acme"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "serve --port 0 acme\n" });
  });

  it("builds again after an edit and leaves nothing of deleted sources", async () => {
    clone.write("mocks/extra/index.ts", "export const extra = 1;\n");
    expect(said((await setUp()).stderr)).toEqual([building]);
    expect(existsSync(clone.path("dist/mocks/extra/index.js"))).toBe(true);
    rmSync(clone.path("mocks/extra/index.ts"));
    expect(said((await setUp()).stderr)).toEqual([building]);
    expect(existsSync(clone.path("dist/mocks/extra/index.js"))).toBe(false);
  });

  it("shows the errors of a failed build, each time, until they are mended", async () => {
    clone.write("mocks/extra/index.ts", 'export const extra: number = "1";\n');
    const failed = await setUp();
    expect(failed.code).toBe(2);
    expect(failed.stderr).toBe(
      `${building}\nmocks/extra/index.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'.\nThe build failed; tsc's errors are above.\n`,
    );
    expect((await setUp()).code).toBe(2);
    expect(existsSync(clone.path("dist/mocks/extra/index.js"))).toBe(false);
    rmSync(clone.path("mocks/extra/index.ts"));
    expect(await setUp()).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("refuses a raw text that the build would change", async () => {
    const sound = 'export { a } from "../../src/cli/standin.ts";\n';
    clone.write("mocks/acme/index.ts", `${sound}export const raw = String.raw\`\\a \u2192\`;\n`);
    const { code, stderr } = await setUp();
    expect(code).toBe(2);
    expect(stderr).toContain(
      "Error: String.raw`\\a \u2192` would hand out an escape as it is written: name the character without String.raw.\n",
    );
    clone.write("mocks/acme/index.ts", sound);
    expect(await setUp()).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("installs again when an install was broken off", async () => {
    rmSync(clone.path("node_modules/.standin-lock-hash"));
    rmSync(clone.path("node_modules/.package-lock.json"));
    expect(said((await setUp()).stderr)).toEqual([installing]);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "ends all that it has started on %s, and is begun anew",
    async (name) => {
      rmSync(clone.path("node_modules/.standin-lock-hash"));
      rmSync(clone.path("node_modules/.package-lock.json"));
      // Like npm it does not end at once, and has a process of its own. While one of them lives, the output stays open.
      clone.write("commands/npm", "#!/bin/sh\ntrap '' INT TERM HUP\nsleep 1000 &\necho 'npm has begun' >&2\nwait\n");
      chmodSync(clone.path("commands/npm"), 0o755);
      const commands = clone.path("commands");
      const broken = await clone.run(process.execPath, ["scripts/setup.js"], {
        commands,
        once: { said: "npm has begun", act: (child) => child.kill(name) },
      });
      expect(broken).toEqual({
        code: 128 + constants.signals[name],
        stdout: "",
        stderr: `${installing}\nnpm has begun\nThe set-up was broken off. The next start begins it anew.\n`,
      });
      const { code, stderr } = await setUp();
      expect({ code, said: said(stderr) }).toEqual({ code: 0, said: [installing] });
    },
  );

  it("waits for an install whose own set-up was killed", async () => {
    rmSync(clone.path("node_modules/.standin-lock-hash"));
    rmSync(clone.path("node_modules/.package-lock.json"));
    const until = (found: string) => `for i in $(seq 200); do if ${found}; then break; fi; sleep 0.05; done`;
    const lines = [
      until('grep -q "\\b$$\\b" .setup-lock/owner.json'),
      'echo "npm has begun as $$" >&2',
      until("[ -e go-on ]"),
    ];
    clone.write("commands/npm", `#!/bin/sh\n${lines.join("\n")}\n`);
    let next: ReturnType<typeof setUp> | undefined;
    const goOn = { said: "Waiting", act: () => clone.write("go-on", "") };
    const killed = await clone.run(process.execPath, ["scripts/setup.js"], {
      commands: clone.path("commands"),
      once: {
        said: "npm has begun",
        act: (child) => {
          child.once("exit", () => {
            next = clone.run(process.execPath, ["scripts/setup.js"], { once: goOn });
          });
          child.kill("SIGKILL");
        },
      },
    });
    const group = /as (\d+)/.exec(killed.stderr)?.[1] ?? "";
    const { code, stderr } = (await next) ?? {};
    const waiting = `Waiting for another set-up of this folder (process group ${group}) …`;
    expect({ code, said: said(stderr ?? "") }).toEqual({ code: 0, said: [waiting, installing] });
    rmSync(clone.path("go-on"));
  });

  it("takes an install that was done by hand", async () => {
    expect((await clone.run("npm", ["ci"])).code).toBe(0);
    expect(await setUp()).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("installs and builds again when the lock file has changed", async () => {
    clone.dependOn("typescript", "@types/node", "rolldown", "yaml", "picocolors");
    expect(said((await setUp()).stderr)).toEqual([installing, building]);
  });

  it("takes over the lock of a process that died", async () => {
    rmSync(clone.path("dist"), { recursive: true });
    mkdirSync(clone.path(".setup-lock"));
    writeFileSync(clone.path(".setup-lock/owner.json"), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    expect(said((await setUp()).stderr)).toEqual([building]);
    expect(existsSync(clone.path(".setup-lock"))).toBe(false);
  });

  it("refuses a Node.js that is too old, before anything else", async () => {
    const pretend = `--import "data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.18.3'}})"`;
    const { code, stdout, stderr } = await clone.run(process.execPath, ["scripts/setup.js"], { nodeOptions: pretend });
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `Standin needs Node.js 20.19 or later; this is 20.18.3 (${process.execPath}).\n`,
    });
  });
});
