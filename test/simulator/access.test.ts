import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { refuseAccess } from "../../src/simulator/control/access.ts";

function ask(remoteAddress: string | undefined, host: string, listening?: string): string | undefined {
  return refuseAccess({ socket: { remoteAddress }, headers: { host } } as IncomingMessage, listening);
}

it.each(["127.0.0.1", "127.3.4.5", "::1", "::ffff:127.0.0.1", undefined])("lets in this machine, at %s", (address) => {
  expect(ask(address, "localhost")).toBeUndefined();
});

it.each(["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1", "::"])("lets in no other machine, such as %s", (address) => {
  expect(ask(address, "localhost")).toBe(`The control API answers this machine only, not ${address}.`);
});

it("answers to the name that the server listens on", () => {
  expect(ask("127.0.0.1", "Box.internal:4010", "box.internal")).toBeUndefined();
  expect(ask("127.0.0.1", "other.internal:4010", "box.internal")).toBe(
    'The control API does not answer to the host "other.internal:4010". Ask for it as localhost, 127.0.0.1 or [::1].',
  );
});
