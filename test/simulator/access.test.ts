import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Standin } from "../../src/index.ts";
import { refuseAccess } from "../../src/simulator/control/access.ts";
import { sendRaw, startFixture } from "./fixture.ts";

function ask(remoteAddress: string | undefined, host: string, destroyed = false): string | undefined {
  const request = {
    url: "/_standin/health",
    socket: { remoteAddress, destroyed },
    headers: { host },
  } as IncomingMessage;
  return refuseAccess(request, undefined)?.detail;
}

it.each(["127.0.0.1", "127.3.4.5", "::1", "::ffff:127.0.0.1", undefined])("lets in this machine, at %s", (address) => {
  expect(ask(address, "localhost")).toBeUndefined();
});

it.each(["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1", "::"])("lets in no other machine, such as %s", (address) => {
  expect(ask(address, "localhost")).toBe(
    `The control API answers this machine only, not ${address}, unless a token is set.`,
  );
});

it("lets in nobody who has hung up, for then the connection says no more who it was", () => {
  expect(ask(undefined, "localhost", true)).toMatchInlineSnapshot(
    `"The control API answers this machine only, not a client that is gone, unless a token is set."`,
  );
});

describe("an absolute target", () => {
  let standin: Standin;
  beforeAll(async () => {
    standin = await startFixture();
  });
  afterAll(() => standin.close());

  const send = async (target: string, host: string, origin = ""): Promise<string> => {
    const received = await sendRaw(
      standin.port,
      `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${origin}Connection: close\r\n\r\n`,
    );
    return received.slice(received.indexOf(" ") + 1);
  };

  it.each([
    "http://evil.example/_standin/health",
    "HTTP://evil.example:4010/_standin/health",
    "http://127.0.0.1.evil.example/_standin/health",
    "http://localhost@evil.example/_standin/health",
  ])("has the host that is asked, not the header: %s is refused", async (target) => {
    const [, authority] = /\/\/([^/]*)/.exec(target) ?? [];
    const received = await send(target, `127.0.0.1:${standin.port}`);
    expect(received).toMatch(/^403 /);
    expect(received).toContain(JSON.stringify(`to the host "${authority}" unless`).slice(1, -1));
  });

  it("of this machine is answered, and names that host in what it says of itself", async () => {
    expect(await send("http://localhost:4010/_standin/health", "other.example")).toMatch(/^200 /);
    expect(await send("http://localhost:4010/_standin/openapi.json", "other.example")).toContain(
      '"servers":[{"url":"http://localhost:4010/_standin"}]',
    );
  });

  it("says what a page's own origin is", async () => {
    const target = "http://localhost:4010/_standin/health";
    expect(await send(target, "other.example", "Origin: http://localhost:4010\r\n")).toMatch(/^200 /);
    expect(await send(target, "evil.example", "Origin: http://evil.example\r\n")).toMatch(/^403 /);
  });
});
