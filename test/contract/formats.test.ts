import { expect, it } from "vitest";
import { contractOf, findingsIn } from "./contract-fixture.ts";

const examples: Record<string, { right: unknown[]; wrong: unknown[] }> = {
  "date-time": {
    right: [
      "2026-11-21T14:27:00Z",
      "2026-11-21t14:27:00z",
      "2026-11-21T14:27:00.123456789+01:00",
      "2024-02-29T23:59:59-23:59",
      "2016-12-31T23:59:60Z",
      "2017-01-01T00:59:60+01:00",
      "2016-12-31T15:59:60-08:00",
      "0000-01-01T00:00:00Z",
    ],
    wrong: [
      "2026-11-21",
      "2026-11-21T14:27:00",
      "2026-11-21 14:27:00Z",
      "2026-11-21T14:27Z",
      "2026-11-21T14:27:00+0100",
      "2026-11-21T14:27:00+24:00",
      "2026-11-21T14:27:00+01:60",
      "2026-11-21T24:00:00Z",
      "2026-11-21T14:60:00Z",
      "2026-11-21T14:27:60Z",
      "2016-12-31T23:59:60+01:00",
      "2016-12-31T23:59:61Z",
      "2026-02-29T00:00:00Z",
      "1900-02-29T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-00-01T00:00:00Z",
      "2026-04-31T00:00:00Z",
      "2026-11-00T00:00:00Z",
      "2026-11-21T14:27:00.Z",
      "2026-11-21T14:27:00,5Z",
      "2026-11-21T14:27:00Z\n",
      "26-11-21T14:27:00Z",
      "２026-11-21T14:27:00Z",
      "",
    ],
  },
  date: {
    right: ["2026-11-21", "2024-02-29", "2000-02-29"],
    wrong: ["2026-02-29", "1900-02-29", "2026-11-31", "2026-11-21T00:00:00Z", "21.11.2026", "2026-1-1", "2026-11-21\n"],
  },
  time: {
    right: ["14:27:00Z", "14:27:00.5+01:00", "23:59:60Z", "00:59:60+01:00"],
    wrong: ["14:27:00", "14:27Z", "24:00:00Z", "14:27:60Z"],
  },
  duration: { right: ["P1Y2M3DT4H5M6S", "PT0S", "P2W"], wrong: ["P", "PT", "1D", "P1S", "P1D2W"] },
  uuid: {
    right: [
      "3c90c3cc-0d44-4b50-8888-8dd25736052a",
      "3C90C3CC-0D44-4B50-8888-8DD25736052A",
      "00000000-0000-0000-0000-000000000000",
      "018c7dbd-a265-7edc-9cea-3f2fcd8c92d2",
    ],
    wrong: [
      "3c90c3cc0d444b5088888dd25736052a",
      "{3c90c3cc-0d44-4b50-8888-8dd25736052a}",
      "urn:uuid:3c90c3cc-0d44-4b50-8888-8dd25736052a",
      "3c90c3cc-0d44-4b50-8888-8dd25736052",
      "3c90c3cc-0d44-4b50-8888-8dd25736052g",
      "3c90c3cc-0d44-4b50-8888-8dd25736052a\n",
    ],
  },
  email: {
    right: ["a@example.com", "first.last+tag@sub.example.co", "o'neil@example.com"],
    wrong: [
      "a",
      "a@",
      "@example.com",
      "a@b@example.com",
      "a b@example.com",
      "a@exa mple.com",
      ".a@example.com",
      "a..b@example.com",
      "a@-example.com",
      "a@localhost",
      "a@example.com\n",
    ],
  },
  uri: {
    right: [
      "https://example.com",
      "https://example.com:8080/a%20b?c=d#e",
      "mailto:a@example.com",
      "urn:isbn:1",
      "http://[::1]/",
    ],
    wrong: [
      "example.com",
      "/a",
      "//example.com",
      "https://exa mple.com",
      "https://example.com/%zz",
      "https://example.com/ä",
      "",
      "https://example.com\n",
    ],
  },
  "uri-reference": { right: ["/a?b#c", "", "a/b", "https://example.com"], wrong: ["a b", "%zz", "\\a"] },
  hostname: {
    right: ["example.com", "localhost", "a-b.c"],
    wrong: ["-a.com", "a_b.com", "a..b", `${"a".repeat(64)}.com`],
  },
  ipv4: { right: ["192.168.0.1", "0.0.0.0"], wrong: ["256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4\n"] },
  ipv6: {
    right: ["::1", "2001:db8::8a2e:370:7334", "::ffff:1.2.3.4"],
    wrong: [":::1", "1::2::3", "12345::", "1.2.3.4"],
  },
  byte: { right: ["", "aGVsbG8=", "aGk="], wrong: ["a", "a===", "aGk-", "aGVsbG8=\n!", "aGVs\nbG8="] },
  regex: { right: ["^a+$", "\\p{L}"], wrong: ["[", "(?i)a", "a{2,1}"] },
  "json-pointer": { right: ["", "/a/~0~1"], wrong: ["a", "/~2", "#/a"] },
  phone: {
    right: ["+4930123456", "+12025550123", "+123456789012345"],
    wrong: ["4930123456", "+49 30 123456", "+0123456", "+1234567890123456", "+49-30-1", "+", "+1\n"],
  },
  int32: { right: [0, -2147483648, 2147483647, 1.0], wrong: [2147483648, -2147483649, 0.5] },
  int64: { right: [0, Number.MAX_SAFE_INTEGER, -(2 ** 63)], wrong: [2 ** 63 + 2048, 0.5, 1e300] },
  float: { right: [0.5, 1, -1e38], wrong: [] },
  double: { right: [0.5, 1e308], wrong: [] },
};

const contract = contractOf(
  Object.fromEntries(Object.keys(examples).map((format) => [format, { type: ["string", "number"], format }])),
);

const rows = Object.entries(examples).flatMap(([format, { right, wrong }]) => [
  ...right.map((value) => ({ format, value, found: [] as string[] })),
  ...wrong.map((value) => ({ format, value, found: ["format"] })),
]);

it.each(rows)("format $format has $found.length against $value", ({ format, value, found }) => {
  expect(findingsIn(contract, format, value).map(({ rule }) => rule)).toEqual(found);
});

it.each(Object.keys(examples))("format %s says nothing of values of another type", (format) => {
  const isNumeric = ["int32", "int64", "float", "double"].includes(format);
  expect(findingsIn(contract, format, isNumeric ? "1.5" : 1.5)).toEqual([]);
});

it.each(Object.keys(examples))("format %s is decided at once for a text of any length", (format) => {
  const started = performance.now();
  for (const part of ["a", "1", "-", ".", "a@", "%", "a.", ":", "1:", "P1", "~"]) {
    findingsIn(contract, format, part.repeat(50_000));
    findingsIn(contract, format, `${part.repeat(50_000)}!`);
  }
  expect(performance.now() - started).toBeLessThan(20_000);
});
