import { expect, it } from "vitest";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import { redactUrl } from "../../src/contract/redaction.ts";
import { checkSequence } from "../../src/contract/sequence.ts";
import { createRandom, type Random } from "../generate/random.ts";
import { loadYaml } from "./contract-fixture.ts";

/** Documents objects whose members have the names of credentials, as data and as what they are called. */
const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
security: [{ sesame: [] }]
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - name: filter
          in: query
          style: deepObject
          deprecated: true
          schema:
            type: object
            maxProperties: 3
            additionalProperties: false
            properties:
              name: { type: string, maxLength: 3 }
              password: { type: integer }
              key: { type: integer }
              token: { type: string, maxLength: 2 }
              auth: { type: object, properties: { client_secret: { enum: [1, 2] }, type: { enum: [basic] } } }
              id_token: { type: array, items: { type: integer }, maxItems: 1 }
        - name: rules
          in: query
          style: deepObject
          schema:
            type: array
            items: { type: object, required: [password], properties: { password: { type: boolean }, sid: { type: integer } } }
        - name: login
          in: query
          style: deepObject
          schema:
            type: object
            properties: { password: { type: integer }, name: { type: string } }
            if: { properties: { password: { type: integer } } }
            else: { required: [name] }
        - { name: page, in: query, style: deepObject, schema: { type: object, properties: { token: { type: integer } } } }
        - { name: proxy, in: query, style: deepObject, schema: { type: object, additionalProperties: true } }
      responses: { 200: { description: Done } }
components:
  securitySchemes:
    sesame: { type: apiKey, in: header, name: X-Sesame }
`);

function judge(url: string) {
  const request = { method: "GET", url, headers: { "x-sesame": "standin-key" } };
  return checkExchange(contract, { request, response: null }).violations;
}

const secret = "Zq7731";

it("judges a redacted member as it was, and tells nothing of it", () => {
  const query = `filter[password]=${secret}&filter[auth][client_secret]=${secret}&filter[name]=long&rules[0][password]=${secret}`;
  const url = `https://api.acme.test/things?${query}&proxy[access_key]=${secret}`;
  const found = judge(url);
  expect(found.map(({ pointer, rule, actual }) => [pointer, rule, actual])).toEqual([
    ["/filter/name", "maxLength", "long"],
    ["/filter", "deprecated", { password: "redacted", auth: { client_secret: "redacted" }, name: "long" }],
  ]);
  const redacted = redactUrl(contract, url);
  expect(redacted).toBe(url.replaceAll(secret, "redacted"));
  expect(judge(redacted)).toEqual(found);
});

it.each([
  ["a page's token", "page[token]=a", "page[token]=a", ["type"]],
  ["a documented member with a name that is likely a credential's", "filter[key]=a", "filter[key]=a", ["type"]],
  [
    "a documented member of an item",
    "rules[0][sid]=a&rules[0][password]=1",
    "rules[0][sid]=a&rules[0][password]=redacted",
    ["type"],
  ],
  [
    "a member that the object does not document",
    "proxy[key]=a&proxy[upload_token]=b",
    "proxy[key]=a&proxy[upload_token]=redacted",
    [],
  ],
  ["what a condition asks for", "login[password]=1", "login[password]=redacted", []],
  ["a token that is no page's", "filter[token]=abc", "filter[token]=redacted", []],
])("judges and redacts %s", (_, query, redacted, rules) => {
  const url = `https://api.acme.test/things?${query}`;
  expect(redactUrl(contract, url)).toBe(`https://api.acme.test/things?${redacted}`);
  expect(
    judge(url)
      .map(({ rule }) => rule)
      .filter((rule) => rule !== "deprecated"),
  ).toEqual(rules);
});

it("takes no documented member for a leaked credential, and any other with such a name for one", () => {
  const leaks = (query: string) => {
    const request = {
      method: "GET",
      url: `https://api.acme.test/things?${query}`,
      headers: { "x-sesame": "standin-key" },
    };
    return checkSequence(contract, [{ request, response: { status: 200, headers: {} } }]).map(({ rule }) => rule);
  };
  expect(leaks("filter[password]=1&login[password]=2")).toEqual([]);
  expect(leaks("oauth[access_token]=1")).toEqual(["credential-leak"]);
});

const names = [
  "filter",
  "rules",
  "login",
  "page",
  "proxy",
  "oauth",
  "secret",
  "things",
  "auth.password",
  '"password"',
  "a?password",
  "b;sig",
];
const members = [
  ...[
    "password",
    "client_secret",
    "access_token",
    "id_token",
    "token",
    "key",
    "sid",
    "name",
    "auth",
    "type",
    "x-sesame",
  ],
  ...["0", "1", "", "9", "a.secret", "pass%zzword", "pass%77ord", "__proto__", "[eq", "page_token"],
  ...["password%20", '"client_secret"', "access_token%0A", " key"],
];
const values = [
  `${secret}a`,
  secret,
  "1",
  "2",
  "true",
  "null",
  "",
  "%20",
  "guest",
  `%zz${secret}`,
  "basic",
  `${secret},1`,
  `5?access_token=${secret}`,
  `1;client_secret=${secret};${secret}`,
  `https://x.example/?password=${secret}?${secret}#sig=${secret}`,
  `https%3A%2F%2Fx.example%2F%3Fa%3D1%26sig%3D${secret}%26b%3D2`,
  `%253Faccess_token%253D${secret}%2526b`,
  `x?access_token=%zz${secret}`,
  "what?ever;a=b",
  "5?access_token=",
];

/** Values that all hold the secret, or cannot be told from other data. */
function makeQuery(random: Random): string {
  const pairs = Array.from({ length: 1 + random.below(5) }, () => {
    const path = Array.from({ length: random.below(4) }, () => `[${random.pick(members)}]`);
    const name = random.pick(names) + path.join("");
    const sent = random.chance(0.3) ? name.replaceAll("[", "%5B").replaceAll("]", "%5D") : name;
    return random.chance(0.05) ? sent : `${sent}=${random.pick(values)}`;
  });
  return pairs.join("&");
}

it("finds in 5,000 redacted queries what it finds in them as they were, and tells no secret of what it redacts", () => {
  const random = createRandom(7);
  const found: string[] = [];
  let redactions = 0;
  for (let run = 0; run < 5_000; run++) {
    const url = `https://api.acme.test/things?${makeQuery(random)}`;
    const redacted = redactUrl(contract, url);
    const before = judge(url);
    const after = judge(redacted);
    if (JSON.stringify(before) !== JSON.stringify(after)) found.push(url);
    if (redacted !== url) redactions++;
    // Without its readable values no query has the secret, and neither has what is said of it.
    if (!redacted.includes(secret) && JSON.stringify(before).includes(secret)) found.push(`told: ${url}`);
    expect(redactUrl(contract, redacted)).toBe(redacted);
  }
  expect(found).toEqual([]);
  expect(redactions).toBeGreaterThan(2_000);
});

it("tells what is broken whatever the secret is, and nothing that hangs upon it", () => {
  const signIn = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /sessions:
    get:
      operationId: signIn
      parameters:
        - name: login
          in: query
          style: deepObject
          schema:
            type: object
            properties: { name: { type: string, maxLength: 3 } }
            if: { properties: { password: { type: string } } }
            then: { required: [user] }
            else: { required: [realm] }
      responses: { 200: { description: Done } }
`);
  const rulesOf = (query: string) => {
    const request = { method: "GET", url: `https://api.acme.test/sessions?${query}`, headers: {} };
    return checkExchange(signIn, { request, response: null }).violations.map(({ rule, pointer }) => [rule, pointer]);
  };
  expect(rulesOf("login[password]=abc&login[name]=long")).toEqual([["maxLength", "/login/name"]]);
  expect(rulesOf("login[name]=long")).toEqual([
    ["required", "/login/user"],
    ["maxLength", "/login/name"],
  ]);
});
