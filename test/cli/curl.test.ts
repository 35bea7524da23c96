import { execFile, spawnSync } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { formatCurl } from "../../src/cli/curl.ts";

describe("formatCurl", () => {
  it("writes no more than the request needs", () => {
    expect(formatCurl({ method: "GET", url: "http://127.0.0.1:4010/acme/tasks/1", headers: {} })).toMatchInlineSnapshot(
      `"curl http://127.0.0.1:4010/acme/tasks/1"`,
    );
  });

  it("gives Basic credentials in their readable form, and quotes a body for the shell", () => {
    const headers = { authorization: "Basic c3RhbmRpbi1rZXk6", "content-type": "application/json" };
    const request = {
      method: "PUT",
      url: "http://127.0.0.1:4010/acme/tasks/1?a=1&b",
      headers,
      body: `{"it's":"$HOME"}`,
    };
    expect(formatCurl(request)).toMatchInlineSnapshot(
      `"curl -X PUT 'http://127.0.0.1:4010/acme/tasks/1?a=1&b' -u standin-key: -H 'content-type: application/json' --data-raw '{"it'\\''s":"$HOME"}'"`,
    );
  });
});

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

// Whoever has no curl can test the rest all the same.
describe.skipIf(!hasCurl)("the command in a shell", () => {
  let received: { request: IncomingMessage; body: string } | undefined;
  const server = createServer(async (request, response) => {
    received = { request, body: await text(request) };
    response.end();
  }).listen(0, "127.0.0.1");
  afterAll(() => server.close());
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const requests = [
    { method: "GET", path: "/a?filter[a]={b}&c=%20'", headers: { accept: "a/b", "x-empty": "" } },
    {
      method: "DELETE",
      path: "/a",
      headers: { "content-type": 'a/b; c="d\'e"' },
      body: "$(false) `false` \\n 'ä' \"\n",
    },
    { method: "POST", path: "/", headers: {}, body: "@/etc/hostname" },
    { method: "GET", path: "/", headers: { "content-type": "application/json" }, body: "{}" },
  ];

  it.each(requests)("sends the request as it is: %j", async ({ method, path, headers, body }) => {
    const command = formatCurl({ method, url: origin() + path, headers, ...(body === undefined ? {} : { body }) });
    await promisify(execFile)("sh", ["-c", `${command} -s -m 10`]);
    expect(received?.request.method).toBe(method);
    expect(received?.request.url).toBe(path);
    expect(received?.request.headers).toMatchObject(headers);
    expect(received?.request.headers["content-type"]).toBe((headers as Record<string, string>)["content-type"]);
    expect(received?.body).toBe(body ?? "");
  });
});
