import { expect, it } from "vitest";
import type { SequencedExchange } from "../../src/contract/sequence/step.ts";
import { SequenceCheck } from "../../src/contract/sequence.ts";
import { vendor } from "./sequence-contract.ts";
import { findingsIn, live, type Sent } from "./sequence-fixture.ts";

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const redirect: Sent = { to: "GET /things/1", status: 302, answered: { location: "https://files.example/1?x=2#top" } };
const there: Sent = { to: "GET /1?x=2", host: "files.example" };
const sentThere =
  "error credential-leak: the credential was sent to files.example, where e1 redirected to (/components/securitySchemes/token)";

function found(...sent: Sent[]): string[] {
  return findingsIn(vendor, live(vendor, sent));
}

it.each<[what: string, place: string | null, sent: Sent]>([
  ["of eight characters in the path", "path", { to: "GET /things/12345678", headers: bearer("12345678") }],
  ["of seven, which may stand there by chance", null, { to: "GET /things/1234567", headers: bearer("1234567") }],
  ["that is redacted", null, { to: "GET /things/redacted?shape=redacted", headers: bearer("redacted") }],
  ["in the query", 'query, as "shape.x"', { to: "GET /things?shape.x=a-12345678", headers: bearer("12345678") }],
  ["in a parameter that the contract has", null, { to: "GET /things?shape=12345678", headers: bearer("12345678") }],
  ["that has its name, and is empty", null, { to: "GET /things?access_token=&shape=", headers: bearer("redacted") }],
  ["in a member of a parameter", null, { to: "GET /things?shape[password]=a", headers: bearer("redacted") }],
  ["in the body", "body", { to: "POST /things", body: "a-12345678", headers: bearer("12345678") }],
  ["beside a query that has none", "path", { to: "GET /things/12345678?a=b#c", headers: bearer("12345678") }],
])("looks for a credential %s: %s", (_, place, sent) => {
  expect(found(sent)).toEqual(
    place === null
      ? []
      : [`error credential-leak: the credential stands in the ${place} (/components/securitySchemes/token)`],
  );
});

it("does not look into a body whose bytes are written as text", () => {
  const [one] = live(vendor, [{ to: "POST /things", body: "MTIzNDU2Nzg=", headers: bearer("MTIzNDU2") }]) as [
    SequencedExchange,
  ];
  expect(findingsIn(vendor, [one])).toHaveLength(1);
  expect(findingsIn(vendor, [{ ...one, request: { ...one.request, bodyEncoding: "base64" } }])).toEqual([]);
});

it.each<[what: string, found: string[], sent: Sent[]]>([
  ["as bearer", [sentThere], [redirect, { ...there, headers: bearer("redacted") }]],
  ["as a key", [sentThere], [redirect, { ...there, headers: { authorization: "", "x-acme-key": "redacted" } }]],
  ["with a fragment behind", [sentThere], [redirect, { ...there, to: "GET /1?x=2#end" }]],
  ["from a status that offers a choice", [sentThere], [{ ...redirect, status: 300 }, there]],
  ["from a success", [], [{ ...redirect, status: 201 }, there]],
  ["from a refusal", [], [{ ...redirect, status: 400 }, there]],
  ["without a redirect", [], [{ to: "GET /things/1" }, there]],
  ["to another place there", [], [redirect, { ...there, to: "GET /1?x=3" }]],
  ["from nowhere", [], [{ ...redirect, answered: { location: "https://" } }, there]],
])("finds the credential that is sent to another host: %s", (_, expected, sent) => {
  const exchanges = live(vendor, sent).map((exchange) => {
    const { authorization, ...headers } = exchange.request.headers;
    return authorization === "" ? { ...exchange, request: { ...exchange.request, headers } } : exchange;
  });
  expect(findingsIn(vendor, exchanges)).toEqual(expected);
});

it("says where the contract asks for no credential that was sent all the same", () => {
  expect(found({ ...redirect, to: "DELETE /reports" }, there)).toEqual([
    "note credential-leak: the credential was sent to files.example, where e1 redirected to (/paths/~1reports/delete/security)",
  ]);
});

it("remembers 50 redirects", () => {
  const others = (count: number): Sent[] =>
    Array.from({ length: count }, (_, index) => ({
      ...redirect,
      answered: { location: `https://files.example/${index + 2}` },
    }));
  expect(found(redirect, ...others(49), there)).toEqual([sentThere]);
  expect(found(redirect, ...others(50), there)).toEqual([]);
});

it.each<[where: string, mayRedirect: boolean]>([
  ["https://files.example/1", true],
  ["/v1/things/2", false],
  ["https://eu.acme.test/v1/things/2", false],
])("knows whether a redirect to %s leads elsewhere: %s", (location, mayRedirect) => {
  const sequence = new SequenceCheck(vendor);
  expect(sequence.mayRedirect).toBe(false);
  for (const exchange of live(vendor, [{ ...redirect, answered: { location } }])) sequence.add(exchange);
  expect(sequence.mayRedirect).toBe(mayRedirect);
});

it.each<[url: string, isVendors: boolean]>([
  ["https://api.acme.test/v1/things/vendor-key-1234", true],
  ["HTTPS://API.acme.test/v1/things/vendor-key-1234", true],
  ["https://eu.acme.test/v1/things/vendor-key-1234", true],
  ["https://user:pass@api.acme.test/v1/things/vendor-key-1234", true],
  ["https://other.test/v1/things/vendor-key-1234", false],
  ["https://other.test/v1/things/vendor-key-1234?at=x@api.acme.test", false],
  ["/v1/things/vendor-key-1234?at=https://api.acme.test", false],
  ["", false],
])("takes %s for the vendor's: %s", (url, isVendors) => {
  const [one] = live(vendor, [{ to: "GET /things/1" }]) as [SequencedExchange];
  expect(findingsIn(vendor, [{ ...one, request: { ...one.request, url } }])).toHaveLength(isVendors ? 1 : 0);
});

it("passes over what is no operation", () => {
  expect(found({ to: "GET /nothing/vendor-key-1234" })).toEqual([]);
});
