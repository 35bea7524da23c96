import { expect, it } from "vitest";
import { isLoopback } from "../../src/simulator/is-loopback.ts";

it.each(["localhost", "LocalHost", "127.0.0.1", "127.3.4.5", "::1", "[::1]", "::ffff:127.0.0.1", "[::ffff:127.0.0.1]"])(
  "%s is this machine",
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

it.each([
  "",
  "0.0.0.0",
  "::",
  "192.0.2.7",
  "::ffff:192.0.2.7",
  "127.evil.example",
  "127.0.0.1.evil.example",
  "x.localhost",
])("%j may be another", (host) => {
  expect(isLoopback(host)).toBe(false);
});
