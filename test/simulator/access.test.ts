import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { refuseAccess } from "../../src/simulator/control/access.ts";

function ask(remoteAddress: string | undefined, host: string, destroyed = false): string | undefined {
  const request = { socket: { remoteAddress, destroyed }, headers: { host } } as IncomingMessage;
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
