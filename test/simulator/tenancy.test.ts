import request from "supertest";
import { describe, expect, it } from "vitest";
import { basic, createFixtureApp } from "./fixture.ts";

const { app, tenant } = createFixtureApp();
const as = (credential: string) => ({ authorization: `Bearer ${credential}` });

async function createTask(credential: string, title: string, on = app) {
  return (await request(on).post("/acme/v2/tasks").set(as(credential)).send({ title })).status;
}

async function listTitles(credential: string, on = app): Promise<string[]> {
  const { body } = await request(on).get("/acme/v2/tasks").set(as(credential));
  return body.tasks.map(({ title }: { title: string }) => title);
}

describe("a credential", () => {
  it("with a suffix has a state, a clock and a journal of its own", async () => {
    await createTask("standin-key+one", "of one");
    expect(await listTitles("standin-key+one")).toEqual(["Water the plants", "Feed the cat", "of one"]);
    expect(await listTitles("standin-key+two")).toEqual(["Water the plants", "Feed the cat"]);
    expect(tenant("acme", "one").exchanges()).toHaveLength(2);
    expect(tenant("acme", "two").exchanges()).toMatchObject([
      { tenant: "two", operation: "listTasks", startedAt: "2026-01-01T00:00:01.000Z" },
    ]);
  });

  it("of another name that the mock accepts has tenants too, the same ones", async () => {
    expect(await listTitles("read-only-key+one")).toContain("of one");
  });

  it.each([
    ["Basic", "/zeta/things/a", { authorization: `Basic ${Buffer.from("standin-key+t:").toString("base64")}` }],
    ["a query, where the plus is a space", "/acme/v2/reports?api_key=standin-key+t", {}],
    ["a query, where the plus is encoded", "/acme/v2/reports?api_key=standin-key%2Bt", {}],
  ])("carries its tenant in %s", async (_, path, headers) => {
    const response = await request(app).get(path).set(headers);
    expect(response.status).toBe(200);
    expect(tenant(path.startsWith("/zeta") ? "zeta" : "acme", "t").exchanges().length).toBeGreaterThan(0);
  });

  it("is not needed where the contract asks for none", async () => {
    expect((await request(app).get("/acme/v2/status")).body).toEqual({ up: true });
  });

  it.each([
    ["is unknown", "Bearer nobody", "unknown"],
    ["is unknown with a tenant", "Bearer nobody+one", "unknown"],
    ["names a tenant of no letters", "Bearer standin-key+", "unknown"],
    ["names a tenant with a strange letter", "Bearer standin-key+a+b", "unknown"],
    ["names a tenant of too many letters", `Bearer standin-key+${"x".repeat(129)}`, "unknown"],
    ["has another scheme", basic.authorization, "malformed"],
    ["is empty", "Bearer ", "malformed"],
  ])("that %s is refused as the vendor refuses it", async (_, authorization, reason) => {
    const response = await request(app).get("/acme/v2/tasks").set({ authorization });
    expect([response.status, response.body]).toEqual([401, { error: `${reason} credential` }]);
    expect(tenant("acme").exchanges().at(-1)).toMatchObject({ tenant: "default", response: { status: 401 } });
  });
});

it("tells once why a known credential is refused whose suffix is no tenant's name", async () => {
  const lines: string[] = [];
  const { app } = createFixtureApp({ log: (line) => lines.push(line) });
  for (const credential of ["standin-key+a/b", "standin-key+a+b", "read-only-key+", "nobody+a/b", "standin-key+a"])
    await request(app).get("/acme/v2/tasks").set(as(credential));
  expect(lines).toEqual([
    '[acme] a credential is refused for what follows "standin-key+": a tenant\'s name is 1 to 128 of A-Z, a-z, 0-9 and . _ ~ -',
    '[acme] a credential is refused for what follows "read-only-key+": a tenant\'s name is 1 to 128 of A-Z, a-z, 0-9 and . _ ~ -',
  ]);
});

describe("with open: true", () => {
  const open = createFixtureApp({ open: true });

  it("every well-formed credential is accepted, each with a tenant whose name does not tell it", async () => {
    await createTask("secret-a", "of a", open.app);
    expect(await listTitles("secret-a", open.app)).toContain("of a");
    expect(await listTitles("secret-b", open.app)).not.toContain("of a");
    const { body } = await request(open.app).get("/_standin/exchanges");
    const tenants = body.items.map((exchange: { tenant: string }) => exchange.tenant);
    expect(tenants[0]).toMatch(/^open-[0-9a-f]{16}$/);
    expect([tenants[0] === tenants[1], tenants[0] === tenants[2]]).toEqual([true, false]);
    expect(JSON.stringify(body)).not.toContain("secret");
  });

  it("the accepted credentials keep their tenants", async () => {
    await createTask("standin-key+one", "x", open.app);
    expect(open.tenant("acme", "one").exchanges()).toHaveLength(1);
  });

  it("a missing or malformed credential is still refused", async () => {
    expect((await request(open.app).get("/acme/v2/tasks")).status).toBe(401);
    expect((await request(open.app).get("/acme/v2/tasks").set(basic)).status).toBe(401);
  });
});

describe("a tenant in process", () => {
  it("shows its state and begins again on reset, with the journal kept", async () => {
    const mine = tenant("acme", "reset");
    expect(mine.credential).toBe("standin-key+reset");
    const first = await request(app).post("/acme/v2/tasks").set(as(mine.credential)).send({ title: "a" });
    expect((mine.state() as { tasks: Map<string, unknown> }).tasks.size).toBe(3);
    mine.reset();
    expect((mine.state() as { tasks: Map<string, unknown> }).tasks.size).toBe(2);
    const again = await request(app).post("/acme/v2/tasks").set(as(mine.credential)).send({ title: "a" });
    expect([again.body, again.headers]).toEqual([first.body, first.headers]);
    expect(mine.exchanges({ operation: "createTask" })).toHaveLength(2);
  });

  it("finds the violations of its own exchanges only", async () => {
    await request(app).post("/acme/v2/tasks").set(as("standin-key+v1")).send({});
    await request(app).post("/acme/v2/tasks").set(as("standin-key+v2")).send({ title: "" });
    expect(tenant("acme", "v1").violations()).toMatchObject([{ rule: "required", pointer: "/title" }]);
    expect(tenant("acme", "v2").violations({ severity: "error" })).toMatchObject([{ rule: "minLength" }]);
    expect(tenant("acme", "v2").violations({ severity: "note" })).toEqual([]);
  });

  it("has the scenario's records under the same ids as any other", async () => {
    const ids = (name: string) => [...(tenant("acme", name).state() as { tasks: Map<string, unknown> }).tasks.keys()];
    expect(ids("same-1")).toEqual(ids("same-2"));
    expect(ids("same-1")[1]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("takes no member of Object.prototype for a tenant or a credential", async () => {
    expect((await request(app).get("/acme/v2/tasks").set(as("standin-key+__proto__"))).status).toBe(200);
    expect((await request(app).get("/acme/v2/tasks").set(as("constructor"))).status).toBe(401);
  });
});
