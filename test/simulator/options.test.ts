import request from "supertest";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createApp, StandinError, startStandin } from "../../src/index.ts";
import { bearer, createFixtureApp, providersDir, startFixture } from "./fixture.ts";

/** What a set-up is refused with: code and message. */
async function refusalOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof StandinError) return `${error.code}: ${error.message.replace(/ Known: .*/, "")}`;
    throw error;
  }
  return "accepted";
}

describe("an option is refused with its value and what is allowed", () => {
  it.each<{ options: object; message: string }>([
    { options: { seed: 0.5 }, message: "The option seed is 0.5. It is a whole number from 0 on." },
    { options: { seed: -1 }, message: "The option seed is -1. It is a whole number from 0 on." },
    { options: { seed: Number.NaN }, message: "The option seed is NaN. It is a whole number from 0 on." },
    { options: { seed: 1n }, message: "The option seed is 1n. It is a whole number from 0 on." },
    { options: { open: "no" }, message: 'The option open is "no". It is true or false.' },
    { options: { providers: [] }, message: "The option providers is []. It is a list of at least one provider's id." },
    {
      options: { providers: "acme" },
      message: `The option providers is "acme". It is a list of at least one provider's id.`,
    },
    { options: { providersDir: "" }, message: 'The option providersDir is "". It is the path of a folder.' },
    { options: { bodyLimit: 0 }, message: "The option bodyLimit is 0. It is a number of bytes, at least 1." },
    {
      options: { journalLimit: -1 },
      message: "The option journalLimit is -1. It is a number of exchanges, at least 1.",
    },
    {
      options: { journalBody: 0 },
      message: "The option journalBody is 0. It is a number of bytes, at least 1.",
    },
    {
      options: { journalBytes: "16MiB" },
      message: 'The option journalBytes is "16MiB". It is a number of bytes, at least 1.',
    },
    { options: { clock: "slow" }, message: 'The option clock is "slow". It is "stepped" or "real".' },
    { options: { log: "stderr" }, message: 'The option log is "stderr". It is a function.' },
    { options: { log: console }, message: "The option log is an object. It is a function." },
    { options: { onExchange: null }, message: "The option onExchange is null. It is a function." },
    {
      options: { port: 70_000 },
      message: "The option port is 70000. It is a whole number from 0 to 65535, and 0 takes a free one.",
    },
    {
      options: { port: 1.5 },
      message: "The option port is 1.5. It is a whole number from 0 to 65535, and 0 takes a free one.",
    },
    {
      options: { port: "x" },
      message: 'The option port is "x". It is a whole number from 0 to 65535, and 0 takes a free one.',
    },
    { options: { host: 5 }, message: 'The option host is 5. It is an address of this machine, such as "127.0.0.1".' },
    { options: { host: "" }, message: 'The option host is "". It is an address of this machine, such as "127.0.0.1".' },
    {
      options: { sede: 7 },
      message:
        'There is no option "sede". Did you mean seed? There are: providers, providersDir, scenario, seed, open, clock, limits, token, bodyLimit, tenantLimit, journalLimit, journalBytes, journalBody, log, onExchange, onStray, port, host, watch, state.',
    },
  ])("$message", async ({ options, message }) => {
    expect(await refusalOf(() => startFixture(options))).toBe(`OPTION_INVALID: ${message}`);
  });

  it.each([
    [null, "null"],
    [5, "5"],
    [["weeek"], "[ 'weeek' ]"],
    ["weeek", '"weeek"'],
  ])("as no object at all: %j", async (options, shown) => {
    const message = `OPTION_INVALID: The options are ${shown}. They are an object such as { providers: ["acme"] }.`;
    expect(await refusalOf(() => startStandin(options as never))).toBe(message);
    expect(await refusalOf(() => createApp(options as never).ready)).toBe(message);
  });

  it("where nothing is listened on, a port among them", async () => {
    expect(await refusalOf(() => createApp({ port: 1 } as never).ready)).toMatchInlineSnapshot(
      `"OPTION_INVALID: There is no option "port". There are: providers, providersDir, scenario, seed, open, clock, limits, token, bodyLimit, tenantLimit, journalLimit, journalBytes, journalBody, log, onExchange, onStray."`,
    );
  });

  it.each([
    [
      { scenario: "empty" },
      'SCENARIO_UNKNOWN: The scenario "empty" is not in zeta (it has documented). It is in acme: name no others, or another scenario. All have: documented.',
    ],
    [
      { scenario: "emty" },
      'SCENARIO_UNKNOWN: No provider has a scenario "emty". Did you mean empty? It was sought in acme (it has documented, empty, busy), zeta (it has documented). All have: documented.',
    ],
    [
      { scenario: "empty", providers: ["zeta"] },
      'SCENARIO_UNKNOWN: [zeta] has no scenario "empty". Its scenarios are: documented.',
    ],
    [{ providers: ["acmee"] }, 'PROVIDER_UNKNOWN: Unknown provider "acmee". Did you mean acme?'],
  ])("that no provider knows: %j", async (options, message) => {
    expect(await refusalOf(() => startFixture(options))).toBe(message);
  });
});

describe("a name is refused", () => {
  it("of a provider that is not served, with those that are", async () => {
    const standin = await startStandin({ providersDir, providers: ["acme", "zeta"] });
    expect([
      await refusalOf(() => standin.provider("acmme")),
      await refusalOf(() => standin.provider("nobody")),
      await refusalOf(() => standin.provider(undefined as never)),
    ]).toMatchInlineSnapshot(`
      [
        "PROVIDER_UNKNOWN: The provider "acmme" is not served. Did you mean acme? Served: acme, zeta.",
        "PROVIDER_UNKNOWN: The provider "nobody" is not served. Served: acme, zeta.",
        "PROVIDER_UNKNOWN: The provider "undefined" is not served. Served: acme, zeta.",
      ]
    `);
    await standin.close();
  });

  it("of a provider before it is loaded", async () => {
    const { tenant, ready } = createFixtureApp();
    expect(await refusalOf(() => tenant("acme"))).toMatchInlineSnapshot(
      `"PROVIDER_UNKNOWN: The provider "acme" is not served. The providers are not loaded yet: await ready."`,
    );
    await ready;
  });

  it.each([undefined, null, "", "a b", 7])("of a tenant that cannot stand in a credential: %j", async (name) => {
    const standin = await startFixture();
    const shown = typeof name === "string" ? `"${name}"` : name;
    expect(await refusalOf(() => standin.provider("acme").tenant(name as never))).toBe(
      `OPTION_INVALID: The tenant ${shown} has no valid name: 1 to 128 of A-Z, a-z, 0-9 and . _ ~ -`,
    );
    await standin.close();
  });
});

describe("a filter of a tenant's journal is refused", () => {
  it.each<[filter: unknown, message: string]>([
    [5, 'A filter is an object such as { severity: "error" }.'],
    [null, 'A filter is an object such as { severity: "error" }.'],
    [{ limt: 1 }, 'There is no parameter "limt" here. Did you mean limit? Allowed: operation, severity, since, limit.'],
    [{ provider: "zeta" }, 'There is no parameter "provider" here. Allowed: operation, severity, since, limit.'],
    [{ operation: "listTaks" }, 'Unknown operation "listTaks". Did you mean listTasks?'],
    [{ severity: "eror" }, '"eror" is no severity. Allowed: error, warning, note.'],
    [{ limit: -1 }, '"-1" is no limit. Allowed: a whole number from 1 on.'],
    [{ limit: Number.NaN }, '"NaN" is no limit. Allowed: a whole number from 1 on.'],
    [
      { since: "nonsense" },
      '"nonsense" is no since. Allowed: the id of an exchange, or a date-time such as "2026-01-01T00:00:00Z".',
    ],
  ])("%j", async (filter, message) => {
    const { tenant, ready } = createFixtureApp();
    await ready;
    const { exchanges, violations } = tenant("acme");
    expect(await refusalOf(() => exchanges(filter as never))).toBe(`OPTION_INVALID: ${message}`);
    expect(await refusalOf(() => violations(filter as never))).toBe(`OPTION_INVALID: ${message}`);
  });

  it("and taken where it can match", async () => {
    const { app, tenant } = createFixtureApp();
    for (let count = 0; count < 3; count++) await request(app).get("/acme/v2/tasks?x=1").set(bearer);
    const { exchanges, violations } = tenant("acme");
    expect(exchanges()).toHaveLength(3);
    expect(exchanges({ operation: "listTasks", severity: "error", since: "x-000001", limit: 5000 })).toHaveLength(2);
    expect(violations({ limit: 1, since: undefined as never })).toHaveLength(1);
  });
});

describe("a callback that throws changes no answer", () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    [
      "at once",
      () => {
        throw new Error("not now");
      },
    ],
    [
      "later",
      async () => {
        throw new Error("not now");
      },
    ],
  ])("%s: onExchange is told in the log and thrown by close", async (_, onExchange) => {
    const lines: string[] = [];
    const standin = await startFixture({ onExchange, log: (line) => lines.push(line) });
    const response = await fetch(`${standin.url}/acme/v2/tasks`, { headers: bearer });
    expect(response.status).toBe(200);
    await expect(standin.close()).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: The option onExchange threw: Error: not now]`,
    );
    expect(lines).toEqual([
      expect.stringMatching(/^The option onExchange threw: Error: not now\nError: not now\n {4}at /),
    ]);
  });

  it("log: its line goes to standard error", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const { app } = createFixtureApp({
      log: () => {
        throw new Error("no room");
      },
    });
    const response = await request(app).get("/acme/v2/defects/crash").set(bearer);
    expect([response.status, response.body.detail]).toEqual([
      500,
      "[acme] crash threw: TypeError: the handler has a defect",
    ]);
    expect(written.mock.calls.join("")).toMatch(
      /^\[acme\] crash threw: TypeError: the handler has a defect\n.*\nThe option log threw: Error: no room\n$/s,
    );
  });
});

describe("what is told of an exchange", () => {
  const task = { title: "a", note: 1 };

  it("belongs to whom it is told", async () => {
    const { app, tenant } = createFixtureApp();
    await request(app).post("/acme/v2/tasks").set(bearer).send(task);
    const { exchanges, violations } = tenant("acme");
    const before = JSON.stringify([exchanges(), violations()]);
    for (const value of [exchanges(), violations()]) ruin(value);
    expect(JSON.stringify([exchanges(), violations()])).toBe(before);
  });

  it("belongs to onExchange, whose changes the client does not see", async () => {
    const headersOf = async (onExchange: (exchange: object) => void) => {
      const { app, tenant } = createFixtureApp({ onExchange });
      const { headers, text } = await request(app).post("/acme/v2/tasks").set(bearer).send(task);
      return JSON.stringify([headers, text, tenant("acme").violations()]);
    };
    expect(await headersOf(ruin)).toBe(await headersOf(() => {}));
  });
});

/** Overwrites every text that a value holds. */
function ruin(value: object): void {
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === "object" && member !== null) ruin(member);
    else Object.assign(value, { [name]: "ruined" });
  }
}
