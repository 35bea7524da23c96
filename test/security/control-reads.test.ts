import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Standin } from "../../src/index.ts";
import { controlRoutes } from "../../src/simulator/control/routes.ts";
import { startFixture } from "../simulator/fixture.ts";

let standin: Standin;
let before: string[];

/** There is something of everything that a route could change. */
beforeAll(async () => {
  standin = await startFixture();
  for (const name of ["default", "known"]) {
    const acme = standin.provider("acme").tenant(name);
    const headers = { authorization: `Bearer ${acme.credential}`, "content-type": "application/json" };
    await fetch(`${acme.baseUrl}/tasks`, { method: "POST", headers, body: '{"title":"Sweep"}' });
    await fetch(`${acme.baseUrl}/task?x`, { headers });
    acme.faults.arm({ kind: "reset" });
    acme.limits.set([{ name: "key" }]);
    acme.clock.set({ mode: "frozen" });
  }
  await fetch(`${standin.url}/nowhere`);
  before = await tellAll();
});
afterAll(() => standin.close());

const paths = [...new Set(controlRoutes.map(({ path }) => path))];

function locate(path: string, query = ""): string {
  const concrete = path.replace("{provider}", "acme").replace("{name}", "empty");
  return `${standin.url}/_standin${concrete}${query}`;
}

/** All that the control API tells of two tenants and of one that nobody has been. */
async function tellAll(): Promise<string[]> {
  const told = [];
  for (const { path } of controlRoutes.filter(({ method, path }) => method === "GET" && !/events|wait/.test(path)))
    for (const query of ["", "?tenant=known", "?tenant=stranger"]) {
      // An export says when it was made.
      const text = await (await fetch(locate(path, query))).text();
      told.push(`${path}${query} ${path.endsWith(".har") ? "" : text}`);
    }
  return told;
}

async function ask(method: string, url: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(url, { method, headers });
  // A stream of events would never end.
  await response.body?.cancel();
  return response;
}

describe("the control API", () => {
  it.each(paths)("changes nothing by GET or HEAD of %s, whatever these say that they are", async (path) => {
    const isRead = controlRoutes.some((route) => route.path === path && route.method === "GET");
    const isWait = path.endsWith("/wait");
    for (const method of ["GET", "HEAD"])
      for (const own of ["", "tenant=known", "tenant=stranger"])
        for (const headers of [{}, { "x-http-method-override": "DELETE" }, { "x-http-method-override": "PUT" }]) {
          const query = [own, ...(isWait ? ["within=1ms", "count=9"] : [])].filter((one) => one !== "").join("&");
          const { status } = await ask(method, locate(path, `?${query}`), headers);
          expect(status, `${method} ${path}?${query}`).toBe(isWait ? 404 : isRead ? 200 : 405);
        }
    // Nor does a name in the query make another method of it.
    for (const query of ["?_method=DELETE", "?method=PUT"]) {
      const { status } = await ask("GET", locate(path, query));
      expect(status, `GET ${path}${query}`).toBe(isRead ? 400 : 405);
    }
    expect(await tellAll()).toEqual(before);
  });

  it.each([...controlRoutes, ...paths.flatMap((path) => ["HEAD", "OPTIONS"].map((method) => ({ method, path })))])(
    "refuses $method $path to a page of another origin, and nothing changes",
    async ({ method, path }) => {
      for (const origin of ["http://evil.example", "null", standin.url.replace(/\d+$/, "1")]) {
        const { status, headers } = await ask(method, locate(path), { origin });
        expect([status, headers.get("standin-problem")]).toEqual([403, "forbidden"]);
        expect(headers.get("access-control-allow-origin")).toBeNull();
      }
      expect(await tellAll()).toEqual(before);
    },
  );
});
