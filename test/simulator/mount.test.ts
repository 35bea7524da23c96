import { once } from "node:events";
import { createServer, get } from "node:https";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type express from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { basic, createFixtureApp } from "./fixture.ts";

const createOuter = createRequire(import.meta.url)("express") as typeof express;

/** An application of the user's own that has the stand-ins below a path. */
function mounted(): express.Express {
  return createOuter().use("/vendors", createFixtureApp().app);
}

const host = "localhost:4010";

describe("stand-ins that are mounted below a path of another application", () => {
  const outer = mounted();

  it("tell a handler where the client sent its request", async () => {
    const { body } = await request(outer).get("/vendors/zeta/things/a?").set(basic).set({ host });
    const url = "https://zeta.example/things/a";
    expect(body).toEqual({ name: "a", url, sentTo: `http://${host}/vendors/zeta/things/a` });
  });

  it("welcome with an index of the places that they have there", async () => {
    const { body } = await request(outer).get("/vendors").set({ host });
    expect(body).toMatchObject({
      control: `http://${host}/vendors/_standin/openapi.json`,
      providers: [{ baseUrl: `http://${host}/vendors/acme/v2` }, { baseUrl: `http://${host}/vendors/zeta` }],
    });
  });

  it("list their base URLs there", async () => {
    const { body } = await request(outer).get("/vendors/_standin/providers").set({ host });
    const baseUrls = body.items.map(({ baseUrl }: { baseUrl: string }) => baseUrl);
    expect(baseUrls).toEqual([`http://${host}/vendors/acme/v2`, `http://${host}/vendors/zeta`]);
  });

  it("describe their control API as one that is there", async () => {
    const { body } = await request(outer).get("/vendors/_standin/openapi.json").set({ host });
    expect(body.servers).toEqual([{ url: `http://${host}/vendors/_standin` }]);
    expect((await request(outer).get(`${new URL(body.servers[0].url).pathname}/health`)).status).toBe(200);
  });

  it("name https behind a proxy that the application trusts", async () => {
    const behind = mounted().set("trust proxy", "loopback");
    const { body } = await request(behind).get("/vendors").set({ host, "x-forwarded-proto": "https" });
    expect(body.control).toBe(`https://${host}/vendors/_standin/openapi.json`);
  });
});

describe("stand-ins of a server that speaks TLS", () => {
  it("name https in what they say of themselves, and answer their own pages", async () => {
    // With a key that both sides have, no certificate is needed.
    const key = Buffer.from("standin");
    const secret = { ciphers: "PSK", maxVersion: "TLSv1.2" } as const;
    const server = createServer({ ...secret, pskCallback: () => key }, createFixtureApp().app).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const origin = `https://127.0.0.1:${port}`;
    const read = (path: string, headers: Record<string, string>) => {
      const pskCallback = () => ({ psk: key, identity: "test" });
      const options = { ...secret, agent: false, headers, pskCallback, checkServerIdentity: () => undefined };
      return once(get(origin + path, options), "response");
    };
    const [thing] = await read("/zeta/things/a", basic);
    expect(JSON.parse(await text(thing)).sentTo).toBe(`${origin}/zeta/things/a`);
    const [health] = await read("/_standin/health", { origin });
    expect([health.statusCode, JSON.parse(await text(health)).status]).toEqual([200, "ok"]);
    server.close();
  });
});
