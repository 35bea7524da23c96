import { renameSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import type { TenantFault } from "../../src/index.ts";
import { contractFile, createWatchedFolder, mockFile } from "./watched-folder.ts";

const greetingFile = "mocks/acme/words/greeting.ts";
const two = 'export const greeting: string = "two";\n';

describe("a stand-in that is watched", { timeout: 30_000 }, () => {
  it("serves a changed mock at once, whatever file below its folder it is in, and keeps the state", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    const acme = standin.provider("acme").tenant("mine");
    await fetch(`${acme.baseUrl}/tasks`, {
      method: "POST",
      headers: { authorization: `Bearer ${acme.credential}` },
    });
    const [, before] = await standin.get("/acme/v1/tasks", "mine");
    folder.write(greetingFile, two);
    expect(await standin.line()).toBe("[acme] reloaded: DIR/mocks/acme/words/greeting.ts");
    expect(before).toEqual({ greeting: "one", tasks: [expect.any(String)] });
    expect(await standin.get("/acme/v1/tasks", "mine")).toEqual([200, { ...(before as object), greeting: "two" }]);
    expect(acme.state()).toEqual({ tasks: (before as { tasks: string[] }).tasks });
  });

  it("serves a changed contract at once, and shows it in control API and library", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    const before = standin.provider("acme");
    folder.replace(contractFile, "acme.example/v1", "acme.example/v2");
    folder.replace(contractFile, "operationId: listTasks", "operationId: readTasks");
    folder.replace(mockFile, "listTasks:", "readTasks:");
    expect(await standin.line()).toBe("[acme] reloaded: DIR/contracts/acme/openapi.yaml, DIR/mocks/acme/index.ts");
    expect(await standin.get("/acme/v2/tasks")).toEqual([200, { greeting: "one", tasks: [] }]);
    expect(await standin.get("/_standin/providers")).toMatchObject([
      200,
      { items: [{ baseUrl: `${standin.url}/acme/v2`, operations: [{ id: "readTasks" }, { id: "createTask" }] }] },
    ]);
    expect(standin.provider("acme").baseUrl).toBe(`${standin.url}/acme/v2`);
    expect(before.tenant("default").exchanges({ operation: "readTasks" })).toHaveLength(1);
  });

  it("tells of faults that wait for an operation that is no more", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    const { faults } = standin.provider("acme").tenant("mine");
    faults.arm({ operation: "listTasks", kind: "reset" });
    faults.arm({ operation: "createTask", kind: "reset" });
    folder.replace(contractFile, "operationId: listTasks", "operationId: readTasks");
    folder.replace(mockFile, "listTasks:", "readTasks:");
    expect(await standin.line(2)).toBe(
      "[acme] faults are armed for what is no operation any more, and hit nothing: listTasks. Tenants: mine.",
    );
  });

  it("names no fault that is over by its time to live or has hit as often as it may", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    const arm = (tenant: string, fault: TenantFault) => {
      const own = standin.provider("acme").tenant(tenant);
      own.faults.arm({ operation: "listTasks", ...fault });
      return own;
    };
    arm("over", { kind: "reset", ttl: "1m" }).clock.advance("1m");
    arm("used", { kind: "status", status: 200, times: 1 });
    await standin.get("/acme/v1/tasks", "used");
    arm("live", { kind: "reset", ttl: "1m" }).clock.advance("59s");
    folder.replace(contractFile, "operationId: listTasks", "operationId: readTasks");
    folder.replace(mockFile, "listTasks:", "readTasks:");
    expect(await standin.line(2)).toBe(
      "[acme] faults are armed for what is no operation any more, and hit nothing: listTasks. Tenants: live.",
    );
  });

  it("keeps a tenant's clock, faults, limits and journal", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    const acme = standin.provider("acme").tenant("mine");
    await standin.get("/acme/v1/tasks", "mine");
    acme.clock.set({ mode: "frozen", now: "2026-03-31T23:59:00Z" });
    acme.faults.arm({ operation: "createTask", kind: "reset" });
    acme.limits.set([{ name: "key", requests: 7 }]);
    const kept = () => [acme.clock.read(), acme.faults.list(), acme.limits.list(), acme.exchanges()];
    const before = kept();
    folder.replace(contractFile, "operationId: listTasks", "operationId: readTasks");
    folder.replace(mockFile, "listTasks:", "readTasks:");
    await standin.line();
    expect(kept()).toEqual(before);
    expect(acme.exchanges().map(({ operation }) => operation)).toEqual(["listTasks"]);
  });

  it("switches on the quotas that the changed mock documents", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    const acme = standin.provider("acme").tenant("mine");
    acme.limits.set();
    folder.replace(mockFile, "requests: 100", "requests: 5");
    await standin.line();
    expect(acme.limits.list()).toMatchObject([{ requests: 100 }]);
    expect(acme.limits.set()).toMatchObject([{ requests: 5 }]);
  });

  it("redacts strays by the changed contract, and by that of a provider that comes", async () => {
    const folder = createWatchedFolder();
    folder.replace(contractFile, "type: http, scheme: bearer", "type: apiKey, in: query, name: sesame");
    const strays: (string | null)[] = [];
    const standin = await folder.start({
      providers: undefined as never,
      onStray: ({ target }) => strays.push(target),
    });
    const stray = () => fetch(`${standin.url}/nowhere?sesame=one&shibboleth=two&mellon=three`);
    await stray();
    folder.replace(contractFile, "name: sesame", "name: shibboleth");
    await standin.line();
    await stray();
    folder.copy("mocks/acme", "mocks/beta");
    folder.copy("contracts/acme", "contracts/beta");
    folder.replace("contracts/beta/openapi.yaml", "name: shibboleth", "name: mellon");
    while (!/^\[beta\] (served|reloaded)/.test(standin.lines.at(-1) as string))
      await standin.line(standin.lines.length + 1);
    await stray();
    expect(strays).toEqual([
      "/nowhere?sesame=redacted&shibboleth=two&mellon=three",
      "/nowhere?sesame=one&shibboleth=redacted&mellon=three",
      "/nowhere?sesame=one&shibboleth=redacted&mellon=redacted",
    ]);
    expect((await standin.get("/_standin/strays"))[1]).toMatchObject({ items: strays.map((target) => ({ target })) });
  });

  it("ends an exchange with the version that it began with", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    const socket = connect(standin.port, "127.0.0.1");
    const answered = text(socket);
    const head =
      "GET /acme/v1/tasks HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer standin-key\r\nconnection: close\r\n";
    // Answered as soon as it has read the body's first byte, which makes sure that the request has begun.
    socket.write(`${head}expect: 100-continue\r\ncontent-length: 2\r\n\r\n`);
    await new Promise((resolve) => socket.once("readable", resolve));
    folder.write(greetingFile, two);
    await standin.line();
    socket.write("{}");
    expect(await answered).toMatch(/"greeting":"one"/);
    expect(await standin.get("/acme/v1/tasks")).toMatchObject([200, { greeting: "two" }]);
  });

  it.each([
    ["a contract that is no YAML", contractFile, "paths:", "paths: ]"],
    ["a contract that is none", contractFile, "openapi: 3.1.0", "openapi: 2.0.0"],
    ["a mock that cannot be parsed", mockFile, "export default", "export defalt"],
    ["a mock that throws", mockFile, "const ok", 'throw new TypeError("not today");\nconst ok'],
    ["a mock that ends the process", mockFile, "const ok", "process.exit(3);\nconst ok"],
    ["a mock that imports what is not there", mockFile, "./words/greeting.ts", "./words/greetings.ts"],
    ["a mock that does not fit", mockFile, "listTasks:", "listTask:"],
    ["a mock without the scenario", mockFile, "documented:", "empty:"],
  ])("goes on with its last good version when it is given %s", async (_, file, from, to) => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    folder.replace(file, from, to);
    expect(await standin.line()).toMatchSnapshot();
    expect(await standin.get("/acme/v1/tasks")).toEqual([200, { greeting: "one", tasks: [] }]);
    folder.replace(file, to, from);
    expect(await standin.line(2)).toBe(`[acme] reloaded: DIR/${file}`);
  });

  it("takes the last save, whatever an earlier one still waits for", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    const [reached, gate, done] = [withResolvers(), withResolvers(), withResolvers()];
    Object.assign(globalThis, { standinTest: { reached: reached.resolve, gate: gate.promise, done: done.resolve } });
    const early = "globalThis.standinTest.reached(); await globalThis.standinTest.gate; globalThis.standinTest.done();";
    folder.replace(mockFile, "const ok", `${early}\nconst ok`);
    await reached.promise;
    folder.replace(mockFile, `${early}\n`, "");
    folder.write(greetingFile, two);
    await standin.line();
    gate.resolve();
    await done.promise;
    // What it has imported is served by the second request at the latest, if ever.
    for (const _ of [1, 2]) expect(await standin.get("/acme/v1/tasks")).toMatchObject([200, { greeting: "two" }]);
    expect(standin.lines).toEqual(["[acme] reloaded: DIR/mocks/acme/index.ts, DIR/mocks/acme/words/greeting.ts"]);
  });

  it("is loaded once for a file that is written elsewhere and renamed", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    folder.write("mocks/acme/words/.greeting.ts.swp", two);
    renameSync(join(folder.dir, "mocks/acme/words/.greeting.ts.swp"), join(folder.dir, greetingFile));
    expect(await standin.line()).toBe("[acme] reloaded: DIR/mocks/acme/words/greeting.ts");
    expect(await standin.get("/acme/v1/tasks")).toMatchObject([200, { greeting: "two" }]);
  });

  it("is not loaded for tests, interactions and what editors leave behind", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    folder.write("contracts/acme/interactions/listTasks.documented.json", "{");
    folder.write("contracts/acme/README.md", "");
    folder.write("mocks/acme/acme.test.ts", "");
    folder.write("mocks/acme/index.ts~", "");
    folder.write("mocks/acme/.index.ts.swp", "");
    folder.write(greetingFile, two);
    expect(await standin.line()).toBe("[acme] reloaded: DIR/mocks/acme/words/greeting.ts");
  });

  it("may import what its neighbours import too, JSON and CommonJS", async () => {
    const folder = createWatchedFolder();
    folder.write("mocks/_shared/word.json", '{ "word": "one" }');
    folder.write("mocks/_shared/inner.cjs", "module.exports = 'one';");
    folder.write("mocks/_shared/outer.cjs", "module.exports = require('./inner.cjs');");
    folder.write(
      greetingFile,
      'import outer from "../../_shared/outer.cjs"; import json from "../../_shared/word.json"; export const greeting = outer + json.word;',
    );
    const standin = await folder.start();
    expect(await standin.get("/acme/v1/tasks")).toMatchObject([200, { greeting: "oneone" }]);
    folder.write("mocks/_shared/word.json", '{ "word": "two" }');
    folder.write("mocks/_shared/inner.cjs", "module.exports = 'two';");
    expect(await standin.line()).toBe("[acme] reloaded: DIR/mocks/_shared/inner.cjs, DIR/mocks/_shared/word.json");
    expect(await standin.get("/acme/v1/tasks")).toMatchObject([200, { greeting: "twotwo" }]);
  });

  it("may be JavaScript with import and await, in as many modules as it likes", async () => {
    const folder = createWatchedFolder();
    folder.remove("mocks/acme");
    folder.write("mocks/acme/words/greeting.mjs", 'await null; export const greeting = "one";');
    folder.write(
      "mocks/acme/index.mjs",
      `import { greeting } from "./words/greeting.mjs";
      const { greeting: again } = await import("./words/greeting.mjs");
      export default {
        scenarios: { documented: () => ({}) },
        refusals: { unauthenticated: () => ({ status: 401 }), invalid: () => undefined },
        operations: {
          listTasks: () => ({ status: 200, body: [greeting, again] }),
          createTask: () => ({ status: 201, body: {} }),
        },
      };`,
    );
    const standin = await folder.start();
    for (const [index, word] of ["two", "three"].entries()) {
      folder.write("mocks/acme/words/greeting.mjs", `await null; export const greeting = "${word}";`);
      expect(await standin.line(index + 1)).toBe("[acme] reloaded: DIR/mocks/acme/words/greeting.mjs");
      expect(await standin.get("/acme/v1/tasks")).toEqual([200, [word, word]]);
    }
  });

  it("may have a contract that refers to a file from elsewhere", async () => {
    const folder = createWatchedFolder();
    folder.write("elsewhere/any.yaml", "description: Anything.\ncontent: { application/json: { schema: {} } }\n");
    folder.replace(contractFile, '$ref: "#/components/responses/Any"', "$ref: ../../elsewhere/any.yaml");
    const standin = await folder.start();
    folder.replace("elsewhere/any.yaml", "schema: {}", "schema: { type: array }");
    expect(await standin.line()).toBe("[acme] reloaded: DIR/elsewhere/any.yaml");
    await standin.get("/acme/v1/tasks");
    expect(await standin.line(2)).toMatch(/response\.body type: must be array, and is object/);
  });

  it("is told of again when it is as wrong as before", async () => {
    const folder = createWatchedFolder();
    folder.replace(contractFile, "schema: {}", "schema: { type: array }");
    const standin = await folder.start();
    for (const count of [1, 3]) {
      await standin.get("/acme/v1/tasks");
      await standin.get("/acme/v1/tasks");
      expect(await standin.line(count)).toMatch(/must be array, and is object/);
      folder.write(greetingFile, `${two}// ${count}\n`);
      expect(await standin.line(count + 1)).toMatch(/reloaded/);
    }
  });
});

describe("a provider that comes while others are watched", { timeout: 30_000 }, () => {
  it("is served without a new start, as soon as it has both halves", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start({ providers: undefined as never });
    folder.copy("contracts/acme", "contracts/beta");
    expect(await standin.line()).toMatchInlineSnapshot(
      `"[beta] not served yet: has no mock. Looked in DIR/mocks/beta for index.ts, index.mts, index.js, index.mjs."`,
    );
    folder.replace("contracts/beta/openapi.yaml", "acme.example", "beta.example");
    await standin.line(2);
    folder.copy("mocks/acme", "mocks/beta");
    expect(await standin.line(3)).toMatchInlineSnapshot(
      `"[beta] served at /beta/v1: DIR/mocks/beta/index.ts, DIR/mocks/beta/words/greeting.ts"`,
    );
    expect(await standin.get("/beta/v1/tasks")).toEqual([200, { greeting: "one", tasks: [] }]);
    expect(standin.providers).toContain("beta");
    expect(standin.provider("beta").host).toBe("beta.example");
  });

  it("is not served where others were named", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    folder.copy("contracts/acme", "contracts/beta");
    folder.copy("mocks/acme", "mocks/beta");
    folder.write(greetingFile, two);
    expect(await standin.line()).toBe("[acme] reloaded: DIR/mocks/acme/words/greeting.ts");
    expect(standin.providers).toEqual(["acme"]);
  });

  it("does not keep the others from being loaded when its name is none", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    folder.write("contracts/Beta/openapi.yaml", "");
    expect(await standin.line()).toMatchInlineSnapshot(
      `"The folder DIR/contracts/Beta is named as no provider can be. A provider's name has lower-case letters and digits, with single hyphens between them, such as "acme-crm"; folders whose names begin with "." or "_" are passed over."`,
    );
    folder.write(greetingFile, two);
    expect(await standin.line(3)).toBe("[acme] reloaded: DIR/mocks/acme/words/greeting.ts");
  });

  it("is refused by the name of a built-in one, of which nothing is loaded anew", async () => {
    const folder = createWatchedFolder();
    const builtIn = createCatalog().listProviders()[0] as string;
    const standin = await folder.start({ providers: [builtIn, "acme"] });
    folder.copy("mocks/acme", `mocks/${builtIn}`);
    folder.copy("contracts/acme", `contracts/${builtIn}`);
    expect(await standin.line()).toBe(
      `[${builtIn}] is defined twice, in ${process.cwd()} and in DIR. Rename the folders of your own.`,
    );
    folder.write(greetingFile, two);
    while (!standin.lines.some((line) => line.startsWith("[acme]"))) await standin.line(standin.lines.length + 1);
    expect(new Set(standin.lines)).toEqual(
      new Set([standin.lines[0], "[acme] reloaded: DIR/mocks/acme/words/greeting.ts"]),
    );
    expect((await standin.get(`/_standin/providers`))[1]).toMatchObject({ items: [{ id: builtIn }, { id: "acme" }] });
    folder.remove(`mocks/${builtIn}`);
    folder.remove(`contracts/${builtIn}`);
    folder.write(greetingFile, `${two}// again`);
    while (standin.lines.filter((line) => line.startsWith("[acme]")).length < 2)
      await standin.line(standin.lines.length + 1);
    expect(standin.lines.filter((line) => line.startsWith(`[${builtIn}] `) && line !== standin.lines[0])).toEqual([]);
  });

  it("may go again, and its last good version goes on until it is back", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    folder.copy("mocks/acme", "mocks/_kept");
    folder.remove("mocks/acme");
    expect(await standin.line()).toMatchInlineSnapshot(
      `"[acme] not reloaded, the last good version goes on: has no mock. Looked in DIR/mocks/acme for index.ts, index.mts, index.js, index.mjs."`,
    );
    expect(await standin.get("/acme/v1/tasks")).toEqual([200, { greeting: "one", tasks: [] }]);
    folder.copy("mocks/_kept", "mocks/acme");
    expect(await standin.line(2)).toMatch(/^\[acme\] reloaded: /);
  });

  it("may be moved away with the folder of all, and back", async () => {
    const folder = createWatchedFolder();
    const standin = await folder.start();
    renameSync(folder.dir, `${folder.dir}-away`);
    const told = async (text: string) => {
      while (!standin.lines.some((line) => line.startsWith(text))) await standin.line(standin.lines.length + 1);
    };
    await told("[acme] not reloaded, the last good version goes on: ");
    expect(await standin.get("/acme/v1/tasks")).toEqual([200, { greeting: "one", tasks: [] }]);
    renameSync(`${folder.dir}-away`, folder.dir);
    await told("[acme] reloaded: ");
    folder.replace("mocks/acme/words/greeting.ts", "one", "two");
    await told("[acme] reloaded: DIR/mocks/acme/words/greeting.ts");
    expect(await standin.get("/acme/v1/tasks")).toEqual([200, { greeting: "two", tasks: [] }]);
  });
});

function withResolvers() {
  let resolve: (value?: unknown) => void = () => {};
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
