import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { openTap, type Passed } from "./tap.ts";

const ends: (() => unknown)[] = [];
afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

/** A tap before a server at /api, whose base URL is answered. */
async function tapBefore(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const tap = await openTap();
  ends.push(tap.close, () => server.close());
  return { tap, url: tap.reach(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api`) };
}

it("hands on request and answer, and remembers both with the credential", async () => {
  const seen: string[] = [];
  const { tap, url } = await tapBefore((request, response) => {
    request.on("data", (chunk: Buffer) => seen.push(`${request.method} ${request.url} ${chunk}`));
    request.on("end", () => response.writeHead(201, { "x-told": "yes" }).end("är"));
  });
  const response = await fetch(`${url}/a%2Fb?c=d`, {
    method: "PUT",
    headers: { authorization: "Bearer key" },
    body: "ü",
  });
  expect([response.status, response.headers.get("x-told"), await response.text()]).toEqual([201, "yes", "är"]);
  expect(seen).toEqual(["PUT /api/a%2Fb?c=d ü"]);
  const [passed, ...others] = tap.take();
  const { method, path, headers, body, answer } = passed as Passed;
  expect([method, path, String(body), headers[headers.indexOf("authorization") + 1]]).toEqual([
    "PUT",
    "/a%2Fb?c=d",
    "ü",
    "Bearer key",
  ]);
  expect(answer).toMatchObject({ status: 201, body: Buffer.from("är"), isWhole: true });
  expect([...others, ...tap.take()]).toEqual([]);
});

it("breaks off where the answer does", async () => {
  const { tap, url } = await tapBefore((_, response) => {
    response.writeHead(200, { "content-length": "10" }).write("half", () => response.socket?.destroy());
  });
  await expect(fetch(`${url}/`).then((response) => response.text())).rejects.toThrow("terminated");
  expect(tap.take()).toMatchObject([{ answer: { status: 200, body: Buffer.from("half"), isWhole: false } }]);
});

it("has no answer where none came", async () => {
  const { tap, url } = await tapBefore((request) => request.socket.destroy());
  await expect(fetch(`${url}/`)).rejects.toThrow("fetch failed");
  expect(tap.take()).toMatchObject([{ path: "/", answer: undefined }]);
});
