import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Standin, Tenant } from "../../src/index.ts";
import { startFixture } from "./fixture.ts";

let standin: Standin;
let acme: Tenant & { baseUrl: string };
let name: string;

beforeAll(async () => {
  standin = await startFixture();
});
afterAll(() => standin.close());

let count = 0;
beforeEach(() => {
  name = `clock-${++count}`;
  acme = standin.provider("acme").tenant(name);
});

/** Creates a task, and answers when that was: by the record, by the header Date and by the journal. */
async function create(): Promise<string> {
  const response = await fetch(`${acme.baseUrl}/tasks`, {
    method: "POST",
    headers: { authorization: `Bearer ${acme.credential}`, "content-type": "application/json" },
    body: '{"title":"Feed the dog"}',
  });
  const { createdAt } = (await response.json()) as { createdAt: string };
  expect(Date.parse(response.headers.get("date") ?? "")).toBe(Math.floor(Date.parse(createdAt) / 1000) * 1000);
  expect(acme.exchanges().at(-1)?.startedAt).toBe(createdAt);
  return createdAt;
}

async function control(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${standin.url}/_standin${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

describe("a tenant's clock", () => {
  it("steps a second an exchange unless it is set otherwise", async () => {
    expect([await create(), await create()]).toEqual(["2026-01-01T00:00:01.000Z", "2026-01-01T00:00:02.000Z"]);
    expect(acme.clock.read()).toEqual({ mode: "stepped", now: "2026-01-01T00:00:02.000Z" });
  });

  it("stands still when it is frozen, where it is or at another time", async () => {
    await create();
    expect(acme.clock.set({ mode: "frozen" })).toEqual({ mode: "frozen", now: "2026-01-01T00:00:01.000Z" });
    expect([await create(), await create()]).toEqual(["2026-01-01T00:00:01.000Z", "2026-01-01T00:00:01.000Z"]);
    acme.clock.set({ mode: "frozen", now: "2030-05-05T12:00:00+02:00" });
    expect(await create()).toBe("2030-05-05T10:00:00.000Z");
  });

  it("takes a Date in the library", async () => {
    const now = "2030-05-05T10:00:00.000Z";
    expect(acme.clock.set({ mode: "frozen", now: new Date(now) })).toEqual({ mode: "frozen", now });
    expect(() => acme.clock.set({ mode: "frozen", now: new Date(Number.NaN) })).toThrowErrorMatchingInlineSnapshot(
      `[StandinError: now is Invalid Date. It is a date-time from 1970 to 9999-12-31T00:00:00Z with its zone, such as "2026-03-01T09:00:00Z".]`,
    );
  });

  it("goes on from another time with the system's when it is shifted", async () => {
    acme.clock.set({ mode: "shifted", now: "2031-01-01T00:00:00Z" });
    const ahead = Date.parse(await create()) - Date.UTC(2031, 0, 1);
    expect(ahead).toBeGreaterThanOrEqual(0);
    expect(ahead).toBeLessThan(60_000);
  });

  it("tells the system's time when it is real, and is shifted once it is put forward", async () => {
    acme.clock.set({ mode: "real" });
    expect(Math.abs(Date.parse(await create()) - Date.now())).toBeLessThan(60_000);
    expect(acme.clock.advance("1d").mode).toBe("shifted");
    expect(Math.abs(Date.parse(await create()) - Date.now() - 86_400_000)).toBeLessThan(60_000);
  });

  it("is put forward by a duration", async () => {
    acme.clock.set({ mode: "frozen", now: "2026-03-01T00:00:00Z" });
    expect(acme.clock.advance("90s").now).toBe("2026-03-01T00:01:30.000Z");
    expect(acme.clock.advance("1.5h").now).toBe("2026-03-01T01:31:30.000Z");
    expect(await create()).toBe("2026-03-01T01:31:30.000Z");
  });

  it("is one tenant's, at one provider, and begins again with a reset", async () => {
    acme.clock.set({ mode: "frozen", now: "2030-01-01T00:00:00Z" });
    expect(standin.provider("acme").tenant("another").clock.read().now).toBe("2026-01-01T00:00:00.000Z");
    expect(standin.provider("zeta").tenant(name).clock.read().mode).toBe("stepped");
    acme.reset();
    expect(await create()).toBe("2026-01-01T00:00:01.000Z");
  });

  it("has a fault armed again where it is put back to before its end", async () => {
    const now = "2026-03-01T00:00:00Z";
    acme.clock.set({ mode: "frozen", now });
    acme.faults.arm({ kind: "delay", delay: "0ms", ttl: "10m" });
    acme.clock.advance("11m");
    await create();
    expect(acme.faults.list()).toMatchObject([{ hits: 0 }]);
    acme.clock.set({ mode: "frozen", now });
    await create();
    expect(acme.faults.list()).toMatchObject([{ hits: 1 }]);
  });

  it("ends the time of a fault", async () => {
    acme.clock.set({ mode: "frozen" });
    acme.faults.arm({ kind: "delay", delay: "0ms", ttl: "10m" });
    await create();
    acme.clock.advance("11m");
    await create();
    expect(acme.faults.list()).toMatchObject([{ hits: 1 }]);
  });
});

describe("the control API", () => {
  it("reads, sets and puts forward the tenant's clocks", async () => {
    const frozen = { mode: "frozen", now: "2026-03-01T09:00:00.000Z" };
    const everywhere = {
      providers: [
        { provider: "acme", ...frozen },
        { provider: "zeta", ...frozen },
      ],
    };
    expect(await control("PUT", `/clock?tenant=${name}`, { mode: "frozen", now: "2026-03-01T09:00:00Z" })).toEqual({
      status: 200,
      body: { tenant: name, ...frozen, ...everywhere },
    });
    expect(await create()).toBe(frozen.now);
    const advanced = await control("POST", `/clock/advance?tenant=${name}&provider=acme`, { by: "2m" });
    expect(advanced.body).toMatchObject({ now: "2026-03-01T09:02:00.000Z", providers: [{ provider: "acme" }] });
    expect((await control("GET", `/clock?tenant=${name}`)).body).toMatchObject({
      mode: "frozen",
      now: "2026-03-01T09:02:00.000Z",
      providers: [{ now: "2026-03-01T09:02:00.000Z" }, { now: frozen.now }],
    });
  });

  it.each([
    [
      "PUT",
      "/clock",
      undefined,
      'The clock is set by an object such as {"mode": "frozen", "now": "2026-03-01T09:00:00Z"}, and there is none.',
    ],
    [
      "PUT",
      "/clock",
      { mode: "frosen" },
      'mode is "frosen". Did you mean frozen? Allowed: real, frozen, shifted, stepped.',
    ],
    ["PUT", "/clock", {}, "mode is missing. Allowed: real, frozen, shifted, stepped."],
    ["PUT", "/clock", { mode: "frozen", at: 1 }, 'There is no member "at". Allowed: mode, now, tenant, providers.'],
    [
      "PUT",
      "/clock",
      { mode: "frozen", tenant: "another" },
      'tenant is "another", and the clock is that of "refusals". Leave it out, or name that tenant in the query: ?tenant=NAME.',
    ],
    [
      "PUT",
      "/clock",
      { mode: "frozen", providers: "acme" },
      'providers is "acme". It is a list as GET answers it, or left out.',
    ],
    [
      "PUT",
      "/clock",
      { mode: "frozen", providers: [{ provider: "acmee", mode: "frozen" }] },
      'providers[0]: provider is "acmee". Did you mean acme? Allowed: acme, zeta.',
    ],
    [
      "PUT",
      "/clock?provider=zeta",
      { mode: "frozen", providers: [{ provider: "acme", mode: "frozen" }] },
      'providers[0]: provider is "acme". Allowed: zeta.',
    ],
    [
      "PUT",
      "/clock",
      { mode: "frozen", providers: [{ provider: "acme", mode: "frozen" }, null] },
      'providers[1]: The clock is set by an object such as {"mode": "frozen", "now": "2026-03-01T09:00:00Z"}, not by null.',
    ],
    [
      "PUT",
      "/clock?provider=acme",
      { mode: "real", providers: [{ provider: "acme", mode: "frozen" }] },
      "providers sets each clock to something else than mode and now say at the top. Leave providers out to set all alike, have mode and now say the same as one of them, or set one clock alone with ?provider=NAME.",
    ],
    [
      "PUT",
      "/clock",
      {
        mode: "real",
        providers: [
          { provider: "acme", mode: "real" },
          { provider: "acme", mode: "real" },
        ],
      },
      'providers[1]: provider is "acme" a second time. Each stands once.',
    ],
    ["PUT", "/clock", { mode: "shifted" }, "now is missing: a shifted clock goes on from it."],
    [
      "PUT",
      "/clock",
      { mode: "real", now: "soon" },
      'now is "soon". It is a date-time from 1970 to 9999-12-31T00:00:00Z with its zone, such as "2026-03-01T09:00:00Z".',
    ],
    [
      "PUT",
      "/clock",
      { mode: "frozen", now: "2026-02-31T00:00:00Z" },
      'now is "2026-02-31T00:00:00Z". It is a date-time from 1970 to 9999-12-31T00:00:00Z with its zone, such as "2026-03-01T09:00:00Z".',
    ],
    [
      "PUT",
      "/clock",
      { mode: "frozen", now: "2026-03-01" },
      'now is "2026-03-01". It is a date-time from 1970 to 9999-12-31T00:00:00Z with its zone, such as "2026-03-01T09:00:00Z".',
    ],
    [
      "PUT",
      "/clock",
      { mode: "frozen", now: "2026-02-30T25:00:00Z" },
      'now is "2026-02-30T25:00:00Z". It is a date-time from 1970 to 9999-12-31T00:00:00Z with its zone, such as "2026-03-01T09:00:00Z".',
    ],
    [
      "PUT",
      "/clock",
      { mode: "frozen", now: "9999-12-31T23:59:59Z" },
      'now is "9999-12-31T23:59:59Z". It is a date-time from 1970 to 9999-12-31T00:00:00Z with its zone, such as "2026-03-01T09:00:00Z".',
    ],
    ["POST", "/clock/advance", { by: 90 }, 'by is 90. It is a duration such as "250ms" or "90s" (ms, s, m, h, d).'],
    [
      "POST",
      "/clock/advance",
      { by: "-1s" },
      'by is "-1s". It is a duration such as "250ms" or "90s" (ms, s, m, h, d).',
    ],
    ["POST", "/clock/advance", { by: "9999999d" }, 'by is "9999999d", which goes beyond 9999-12-31T00:00:00Z.'],
  ])("refuses %s %s with %j", async (method, path, body, detail) => {
    const query = path.includes("?") ? "&tenant=refusals" : "?tenant=refusals";
    expect(await control(method, path + query, body)).toMatchObject({ status: 400, body: { detail } });
    expect((await control("GET", "/clock?tenant=refusals")).body).toMatchObject({
      mode: "stepped",
      now: "2026-01-01T00:00:00.000Z",
    });
  });

  it("takes what it has told, each provider's clock as it was", async () => {
    acme.clock.set({ mode: "frozen", now: "2030-01-01T00:00:00Z" });
    const told = (await control("GET", `/clock?tenant=${name}`)).body as Record<string, unknown>;
    expect(told.providers).toMatchObject([{ mode: "frozen" }, { mode: "stepped" }]);
    await control("PUT", `/clock?tenant=${name}`, { mode: "frozen", now: "2027-01-01T00:00:00Z" });
    expect(await control("PUT", `/clock?tenant=${name}`, told)).toEqual({ status: 200, body: told });
    expect((await control("GET", `/clock?tenant=${name}`)).body).toEqual(told);
    const one = { ...told, mode: "real", providers: [{ provider: "acme", mode: "frozen" }] };
    expect((await control("PUT", `/clock?tenant=${name}`, one)).body).toMatchObject({
      providers: [
        { provider: "acme", mode: "frozen", now: "2030-01-01T00:00:00.000Z" },
        { provider: "zeta", mode: "real" },
      ],
    });
  });

  it("takes a real clock as it has told it, whose time is the system's whatever that says", async () => {
    const said = { mode: "real", now: "2001-01-01T00:00:00Z" };
    const { status, body } = await control("PUT", `/clock?tenant=${name}`, said);
    const { mode, now } = body as { mode: string; now: string };
    expect([status, mode]).toEqual([200, "real"]);
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(60_000);
    expect(acme.clock.set(acme.clock.read()).mode).toBe("real");
  });

  it("puts all clocks forward or none", async () => {
    standin.provider("zeta").tenant(name).clock.set({ mode: "frozen", now: "9999-12-30T00:00:00Z" });
    const { status } = await control("POST", `/clock/advance?tenant=${name}`, { by: "9d" });
    expect([status, acme.clock.read().now]).toEqual([400, "2026-01-01T00:00:00.000Z"]);
  });

  it("is told in the library by OPTION_INVALID", () => {
    expect(() => acme.clock.advance("soon")).toThrowErrorMatchingInlineSnapshot(
      `[StandinError: by is "soon". It is a duration such as "250ms" or "90s" (ms, s, m, h, d).]`,
    );
  });
});
