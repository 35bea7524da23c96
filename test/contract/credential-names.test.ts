import { expect, it } from "vitest";
import {
  anyCredentials,
  commonCredentials,
  type NamedPlace,
  nameCredentials,
} from "../../src/contract/credential-names.ts";
import { loadYaml } from "./contract-fixture.ts";

const { securitySchemes } = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths: { /things: { get: { operationId: listThings, responses: { 200: { description: Done } } } } }
components:
  securitySchemes:
    sesame: { type: apiKey, in: header, name: X-Sesame }
    hawk: { type: http, scheme: Hawk }
    oauth: { type: oauth2, flows: {} }
`);
const documented = new Set(["query key", "query colortoken", "cookie theme", "cookie 1", "header token"]);
const credentials = nameCredentials(securitySchemes, documented);

it.each<[place: NamedPlace, name: string, isSure: boolean]>([
  // However it is spelt, and wherever it stands in a name.
  ["query", "password", true],
  ["query", "PASSWORD", true],
  ["query", '"password"', true],
  ["query", "client_secret", true],
  ["query", "clientSecret", true],
  ["query", "x-client-secret", true],
  ["query", '"x-client-secret"', true],
  ["query", "oauth[0][access_token]", true],
  ["query", "oauth.access_token", true],
  ["query", "[password]", true],
  ["query", "password[0]", true],
  ["query", "password[old]", true],
  ["query", "password[old][text]", true],
  ["query", "api[key]", true],
  ["query", "api[key][text]", true],
  ["query", "user[login][api][key][text]", true],
  ["header", "x-api-key", true],
  ["header", "cookie", true],
  ["header", "set-cookie", true],
  // The contract's own, where it has it and elsewhere.
  ["header", "x-sesame", true],
  ["query", "sesame", true],
  ["query", "login[sesame]", true],
  // A session's cookie has any name.
  ["cookie", "connect.sid", true],
  ["cookie", "2", true],
  ["query", "token", true],
  // What is likely, and may be something else.
  ["header", "x-upload-token", false],
  ["query", "sig", false],
  ["query", "signature", false],
  ["query", "jwt_assertion", false],
  ["query", "otp", false],
  ["query", "idx_token", false],
])("takes what stands in %s under %s for a credential, and for nothing else: %s", (place, name, isSure) => {
  expect(credentials.has(place, name)).toBe(true);
  expect(credentials.isSure(place, name)).toBe(isSure);
});

it.each<[NamedPlace, string]>([
  // What the contract documents as data.
  ["query", "key"],
  ["query", "color_token"],
  ["cookie", "theme"],
  ["cookie", "1"],
  ["header", "token"],
  // What leads on in a list, or marks a repetition.
  ["query", "page_token"],
  ["query", "page[token]"],
  ["query", "nextPageToken"],
  ["header", "x-idempotency-token"],
  // What only a query's whole name tells.
  ["query", "sort[key]"],
  ["query", "sort[key][text]"],
  ["header", "signature"],
  ["header", "key"],
  ["query", "cookie"],
  ["query", "passwords"],
  ["query", "name"],
])("takes what stands in %s under %s for no credential", (place, name) => {
  expect(credentials.has(place, name)).toBe(false);
  expect(credentials.isSure(place, name)).toBe(false);
});

it("knows the schemes that the contract has, and none without one", () => {
  expect([...credentials.schemes]).toEqual(["hawk"]);
  expect([...commonCredentials.schemes]).toEqual([]);
});

it("takes everything for a credential where none is known, and common names where no contract is", () => {
  expect([anyCredentials.has("query", "name"), anyCredentials.isSure("query", "name")]).toEqual([true, true]);
  expect([commonCredentials.has("header", "x-sesame"), commonCredentials.has("query", "key")]).toEqual([false, true]);
});
