import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bin, build, providersDir, standin } from "./standin.ts";

beforeAll(build, 120_000);

describe("standin", () => {
  it.each(["--help", "-h"])("prints its help and no more with %s", async (option) => {
    const { code, stdout, stderr } = await standin([option]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "Usage: standin [options] [command]

      Local stand-ins for third-party REST APIs that judge every exchange against the
      vendor's contract.

      Options:
        --version                      print the version
        -h, --help                     print this help

      Commands:
        serve [options] [provider...]  serve stand-ins, all of them or those named,
                                       until Ctrl-C
        list [options] [provider]      list the providers, or one provider's
                                       operations with their evidence
        check [options] <file...>      judge recorded exchanges: HAR, NDJSON, a
                                       journal or interactions
        test [options] [config]        run the adapter suite against an adapter in any
                                       language
        report [options] <file>        make reports of recorded exchanges, or of a run
                                       that was reported as JSON
        help [command]                 print the help of a command

      Examples:
        standin serve                          all providers on http://127.0.0.1:4010
        standin serve PROVIDER --port 0        one of them, on a free port
        standin serve --json > ready.json      one line of JSON when it is ready
        standin list PROVIDER                  operations, credentials and scenarios of one provider
        standin test                           an adapter, as standin.adapter.yaml describes it
        standin check capture.har              recorded traffic, from a browser, a proxy or a test
        curl -s http://127.0.0.1:4010/_standin/exchanges | standin check -

      Exit status: 0 conforming, 1 errors found, 2 wrong usage or set-up.

      "
    `);
  });

  it("prints the help of a command by either way of asking", async () => {
    const asked = await standin(["help", "serve"]);
    expect(asked.stdout).toMatch(/^Usage: standin serve /);
    expect(asked).toEqual(await standin(["serve", "--help"]));
    expect(await standin(["help"])).toEqual(await standin(["--help"]));
  });

  it("shows a line of NDJSON that check takes, in its help", async () => {
    const { stdout } = await standin(["check", "--help"]);
    const [line = ""] = /^\{.+\}$/m.exec(stdout) ?? [];
    const input = line.replace("https://api.example.com/things", "https://api.acme.test/v1/tasks");
    expect(input).not.toBe(line);
    expect(await standin(["check", "-", "--providers", providersDir], { input })).toEqual({
      code: 0,
      stdout: "1 exchange: 0 errors, 0 warnings, 0 notes, 0 skipped\n",
      stderr: "",
    });
  });

  it("prints its version", async () => {
    expect(await standin(["--version"])).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
  });

  it("takes a call without a command for a wrong one, and prints the help", async () => {
    const { code, stdout, stderr } = await standin([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe((await standin(["--help"])).stdout);
  });
});

describe("a mistake", () => {
  const mistakes: [string, string[], string][] = [
    [
      "no file that says what to test",
      ["test"],
      "standin: There is no file standin.adapter.yaml, which says what to test. Write one, or name another: standin test CONFIG.\n",
    ],
    [
      "a misspelt command",
      ["sevre", "acme"],
      'standin: This version has no command "sevre". Did you mean serve? Its commands are: serve, list, check, test, report, help.\n',
    ],
    [
      "the help of a command that there is not",
      ["help", "nope"],
      'standin: This version has no command "nope". Its commands are: serve, list, check, test, report, help.\n',
    ],
    [
      "an option that resembles none",
      ["list", "--nope"],
      "standin: unknown option '--nope'; --help prints those that there are\n",
    ],
    ["a misspelt option", ["serve", "--prot", "1"], "standin: unknown option '--prot'\n(Did you mean --port?)\n"],
    [
      "an argument too many",
      ["list", "acme", "zeta"],
      "standin: too many arguments for 'list'. Expected 1 argument but got 2.\n",
    ],
    ["no file to check", ["check"], "standin: missing required argument 'file'; use - for standard input\n"],
    ...["abc", "99999", "-1", "1.5", ""].map((port): [string, string[], string] => [
      `the port "${port}"`,
      ["serve", "--port", port],
      `standin: option '--port <number>' argument '${port}' is invalid. A port is a whole number from 0 (any free port) to 65535.\n`,
    ]),
    [
      "a seed that is no number",
      ["serve", "--seed", "x"],
      "standin: option '--seed <number>' argument 'x' is invalid. A seed is a whole number from 0 on.\n",
    ],
    [
      "a journal that keeps nothing",
      ["serve", "--journal-limit", "0"],
      "standin: option '--journal-limit <number>' argument '0' is invalid. It is a whole number from 1 on.\n",
    ],
    ...["16MB", "64", "63KiB"].map((size): [string, string[], string] => [
      `the size ${size} of a journal`,
      ["serve", "--journal-bytes", size],
      `standin: option '--journal-bytes <size>' argument '${size}' is invalid. It is 64KiB at least: a number of bytes, or one with KiB, MiB or GiB behind it.\n`,
    ]),
    [
      "an unknown clock",
      ["serve", "--clock", "sun"],
      "standin: option '--clock <kind>' argument 'sun' is invalid. Allowed choices are stepped, real.\n",
    ],
    [
      "an unknown scenario",
      ["serve", "acme", "--scenario", "nix", "--port", "0", "--providers", providersDir],
      'standin: [acme] has no scenario "nix". Its scenarios are: documented, empty.\n',
    ],
    [
      "a folder that is not there",
      ["list", "--providers", "/no/such/folder"],
      "standin: There is no folder /no/such/folder. Name one that holds contracts/ and mocks/.\n",
    ],
    [
      "a host that is not known",
      ["serve", "acme", "--port", "0", "--host", "nowhere.invalid", "--providers", providersDir],
      "standin: Cannot listen on nowhere.invalid:0: no address is known for nowhere.invalid. Name one of this machine's, such as 127.0.0.1.\n",
    ],
  ];

  it.each(mistakes)("is told in one message, with status 2: %s", async (_mistake, args, stderr) => {
    expect(await standin(args)).toEqual({ code: 2, stdout: "", stderr });
  });

  it.each([
    ["serve", ["--port", "0"]],
    ["list", []],
  ])("names the known providers when %s gets another", async (command, options) => {
    const builtIn = readdirSync(join(import.meta.dirname, "..", "..", "contracts"));
    const known = ["acme", ...builtIn].sort().join(", ");
    expect(await standin([command, "acmee", ...options, "--providers", providersDir])).toEqual({
      code: 2,
      stdout: "",
      stderr: `standin: Unknown provider "acmee". Did you mean acme? Known: ${known}.\n`,
    });
  });

  describe("beside a port that is in use", () => {
    const server = createServer();
    beforeAll(async () => void (await once(server.listen(0, "127.0.0.1"), "listening")));
    afterAll(() => void server.close());
    const serve = (...args: string[]) =>
      standin(["serve", ...args, "--port", String((server.address() as AddressInfo).port)]);

    it.each([
      [["acmee", "--providers", providersDir], /^standin: Unknown provider "acmee"\. Did you mean acme\? Known: .*\n$/],
      [["acme", "--scenario", "nix", "--providers", providersDir], /^standin: \[acme\] has no scenario "nix"\. .*\n$/],
      [["--providers", "/no/such/folder"], /^standin: There is no folder \/no\/such\/folder\. .*\n$/],
    ])("is the one that is told: %j", async (args, told) => {
      expect(await serve(...args)).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(told) });
    });

    it("is none but the port: it is named", async () => {
      const { port } = server.address() as AddressInfo;
      expect(await serve("acme", "--providers", providersDir)).toEqual({
        code: 2,
        stdout: "",
        stderr: `standin: Cannot listen on 127.0.0.1:${port}: the port is in use. Stop what listens there, name another port, or take a free one with port 0.\n`,
      });
    });
  });

  it.runIf(existsSync("/dev/full"))("says when its output cannot be written, and takes it for no verdict", async () => {
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [bin, "list"], { stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    const [[code], stderr] = await Promise.all([once(child, "close"), child.stderr?.toArray()]);
    expect(code).toBe(2);
    expect(String(stderr)).toMatchInlineSnapshot(`
      "standin: The output cannot be written: ENOSPC: no space left on device, write.
      "
    `);
  });
});
