import { expect, it } from "vitest";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import { checkParameters } from "../../src/contract/check-parameters.ts";
import type { RequestInput } from "../../src/contract/check-request.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { redactHeaders, redactUrl } from "../../src/contract/redaction.ts";
import { checkSequence } from "../../src/contract/sequence.ts";
import { formatViolation } from "../../src/contract/violation.ts";
import type { Headers } from "../../src/exchange.ts";
import { loadYaml } from "./contract-fixture.ts";

/** Documents credentials as parameters too, beside what only looks like one. */
const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
security: [{ sesame: [] }, { pass: [] }]
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - { name: access_token, in: query, schema: { type: string, format: uuid }, deprecated: true }
        - { name: api-key, in: query, schema: { type: array, items: { type: integer } } }
        - { name: secret, in: query, content: { application/json: { schema: { type: object } } } }
        - { name: X-Auth-Token, in: header, required: true, schema: { type: integer } }
        - { name: password, in: cookie, schema: { type: string, maxLength: 3 } }
        - { name: theme, in: cookie, schema: { enum: [dark, light] } }
        - { name: token, in: query, schema: { type: string, pattern: "^p" } }
        - { name: page_token, in: query, schema: { type: integer } }
        - { name: pass, in: header, schema: { type: integer } }
      responses:
        200:
          description: Done
          headers:
            X-Session-Token: { required: true, schema: { type: string, pattern: "^s-" } }
            Set-Cookie: { schema: { type: string, pattern: "^a=b" } }
  /sessions:
    post:
      operationId: createSession
      parameters: [{ name: id_token, in: query, required: true, schema: { type: string, maxLength: 3 } }]
      responses: { 200: { description: Done } }
  /search:
    get:
      operationId: search
      parameters:
        - name: filter
          in: query
          schema:
            type: object
            properties: { name: { type: string }, password: { type: integer } }
            additionalProperties: false
            maxProperties: 2
      responses: { 200: { description: Done } }
components:
  securitySchemes:
    sesame: { type: apiKey, in: header, name: X-Sesame }
    pass: { type: apiKey, in: query, name: pass }
`);

const secret = "Zq7731xTopSecret";

const names = [
  ...["Authorization", "proxy-authorization", "X-Api-Key", "apiKey", "api_key", "API-KEY", "x_auth_token", "authToken"],
  ...["session-token", "accessToken", "refresh_token", "id_token", "bearer-token", "bearer", "clientSecret"],
  ...["secret", "password", "passwd", "Private-Token", "x-amz-security-token", "X-Amz-Signature", "sesame", "X_SESAME"],
  ...["api_key[]", "access_token[0]", "access%5Ftoken", "oauth[access_token]", "auth[0][client_secret]", "api[key]"],
  ...["oauth%5Baccess_token%5D", "user[password_confirmation]", "credentials[token]", "secret[value]", "data.api_key"],
  ...["bearer[0][any][thing]", "login[password][]", "page[access_token]", "oauth[access_token", "oauth[x-sesame]"],
  ...["otp", "X-GitHub-OTP", "SAMLResponse", "oauth_signature", "SharedAccessSignature", "AWSAccessKeyId", "passcode"],
  ...[
    "csrf",
    "SAMLart",
    "auth_code",
    "code_verifier",
    "oauth_verifier",
    "mysql_pwd",
    "password2",
    "csrfmiddlewaretoken",
  ],
  ...[
    "X-Shopify-Access-Token",
    "X-Vault-Token",
    "X-Goog-Api-Key",
    "Ocp-Apim-Subscription-Key",
    "X-Access-Key",
    "X-Auth",
  ],
  ...["X-CSRF-Token", "x-xsrf-token", "DPoP", "X-JWT-Assertion", "X-Forwarded-Authorization", "Authentication"],
  ...["oauth_token", "hapikey", "jwt", "sessionId", "JSESSIONID", "sid", "private_key", "app_key", "pwd", "app.secret"],
  ...["X-User-Pass", "client_assertion", "passphrase", "credential", "X-Amz-Credential", "DD-APPLICATION-KEY"],
];

it.each(names)("takes %s for a credential in a query, a header and a cookie", (name) => {
  const url = (value: string) => `https://a.example/nowhere?a=1&${name}=${value}&b=2`;
  expect(redactUrl(contract, url("s"))).toBe(url("redacted"));
  const redacted = redactHeaders(contract, {
    [name.toLowerCase()]: "s",
    cookie: `theme=dark; ${name}=s`,
  });
  if (!/[[%]/.test(name)) expect(redacted[name.toLowerCase()]).toBe("redacted");
  expect(redacted.cookie).toBe(`theme=dark; ${name}=redacted`);
});

it.each(["key", "sig", "signature", "hmac", "pass", "X-Goog-Signature", "auth[key]", "api[key]"])(
  "takes %s for a credential in a query, where the URL alone gives access, and not in a header",
  (name) => {
    expect(redactUrl(contract, `/nowhere?${name}=s`)).toBe(`/nowhere?${name}=redacted`);
    const header = name === "pass" || name.includes("[") ? "x-key" : name.toLowerCase();
    expect(redactHeaders(contract, { [header]: "s" })).toEqual({ [header]: "s" });
  },
);

it.each([
  ...["page_token", "nextPageToken", "next", "cursor", "sync_token", "continuation_token", "next_token", "after"],
  ...["idempotency-key", "Idempotency_Token", "clientRequestToken", "nextSyncToken", "x-ms-continuationtoken"],
  ...["sort_key", "public_key", "tokens", "password_hint", "secretary", "filter[name]", "author", "session", "code"],
  ...[
    "sort[key]",
    "order.key",
    "map[sig]",
    "email_signature",
    "process_id",
    "monkey",
    "page[token]",
    "page[cursor]",
    "page.token",
    "next_page_token",
  ],
  ...[
    "pagination[next][token]",
    "list[next_page_token]",
    "meta[idempotency_key]",
    "sync[token]",
    "password_hint[text]",
  ],
])("leaves %s as it is", (name) => {
  const url = `https://a.example/nowhere?${name}=s`;
  expect(redactUrl(contract, url)).toBe(url);
  expect(redactHeaders(contract, { [name.toLowerCase()]: "s" })).toEqual({ [name.toLowerCase()]: "s" });
});

it.each([
  ["behind a query", "limit=5?access_token=s", "limit=5?access_token=redacted"],
  ["with a space behind its name", "access_token%20=s&%20password=s", "access_token%20=redacted&%20password=redacted"],
  ["with a line break behind its name", "access_token%0A=s", "access_token%0A=redacted"],
  ["in quotation marks", '"password"=s&%22x-api-key%22=s', '"password"=redacted&%22x-api-key%22=redacted'],
  ["behind a semicolon", "a=1;password=s;b=2", "a=1;password=redacted;b=2"],
  ["behind an entity", "a=1&amp;password=s", "a=1&amp;password=redacted"],
  ["with separators in it", "a=1?password=s;t?u", "a=1?password=redacted"],
  ["in a URL", "url=https://x/?a=1?sig=s&b=2", "url=https://x/?a=1?sig=redacted&b=2"],
  [
    "in an encoded URL",
    "redirect_uri=https%3A%2F%2Fx%2F%3Fa%3D1%26access%5Ftoken%3Ds%26b%3D2%23password%3ds",
    "redirect_uri=https%3A%2F%2Fx%2F%3Fa%3D1%26access%5Ftoken%3Dredacted%26b%3D2%23password%3dredacted",
  ],
  [
    "in a URL within a URL",
    "u=https%3A%2F%2Fx%3Fv%3D%252F%253Fsig%253Ds%26b%3D2",
    "u=https%3A%2F%2Fx%3Fv%3D%252F%253Fsig%253Dredacted%26b%3D2",
  ],
  [
    "in an encoded URL that has no name",
    "https%3A%2F%2Fx%2F%3Fpassword%3Ds",
    "https%3A%2F%2Fx%2F%3Fpassword%3Dredacted",
  ],
  [
    "from a value's first character on",
    "state=access_token%3Ds&u=password=s",
    "state=access_token%3Dredacted&u=password=redacted",
  ],
  ["before the host of a URL", "u=https://user:s@h/?a=1&v=//u@h", "u=https://h/?a=1&v=//u@h"],
  ["before the host of an encoded URL", "u=https%3A%2F%2Fuser%3As%40h%2F&b=2", "u=https%3A%2F%2Fh%2F&b=2"],
  ["in the route of a fragment", "a=1#/login?password=s", "a=1#/login?password=redacted"],
])("redacts a credential %s", (_, query, redacted) => {
  const url = (text: string) => `https://api.acme.test/things?${text}`;
  expect(redactUrl(contract, url(query))).toBe(url(redacted));
  expect(redactUrl(contract, url(redacted))).toBe(url(redacted));
});

it.each([
  "q=What%3F&note=a;b=c;d",
  "redirect_uri=https%3A%2F%2Fx%2F%3Fpage_token%3D2%26state%3D1",
  "url=https://x/?a=1;b=2?c=3",
  "a=1?access_token=&b=2;password",
  "sort=key=name&cursor=token==&to=a@b.example&u=https%3A%2F%2Fh%2F%40me",
])("leaves %s as it is", (query) => {
  expect(redactUrl(contract, `/things?${query}`)).toBe(`/things?${query}`);
});

it("hands on what was sent, and judges and tells it without the credentials in it", () => {
  const url = "https://api.acme.test/things?page_token=5?access_token=s3cret";
  const [found] = checkExchange(contract, {
    request: { method: "GET", url, headers: {} },
    response: null,
  }).violations.filter(({ pointer }) => pointer === "/page_token");
  expect([found?.rule, found?.actual]).toEqual(["type", "5?access_token=redacted"]);
  const operation = contract.operations[0] as Operation;
  const input = { query: "page_token=5?access_token=s3cret&a=b;password=s3cret", headers: {} };
  expect(checkParameters(contract, operation, {}, input as RequestInput).query).toEqual({
    page_token: "5?access_token=s3cret",
    a: "b;password=s3cret",
  });
});

// What takes the square of the length would take an hour.
it.each(["%25", "25", "?", ";", "%3F", "a=", "password=", '"', "x-", "%2525", "[", "[a]", " ", "%0A", "+"])(
  "redacts a URL with a million characters of %j",
  (text) => {
    const long = text.repeat(1_000_000 / text.length);
    const redacted = redactUrl(contract, `/a?u=${long}?password=${secret}&${long}?password=${secret}`);
    expect(redacted.includes(secret)).toBe(false);
  },
);

it("redacts every cookie but those that the contract documents as something else", () => {
  const cookie = "connect.sid=s; theme=dark; bare; empty=; password=s";
  const redacted = { cookie: "connect.sid=redacted; theme=dark;redacted; empty=; password=redacted" };
  expect(redactHeaders(contract, { cookie })).toEqual(redacted);
});

it("redacts what an answer sets, and the URLs in headers", () => {
  const url = (value: string) => `https://a.example/b?page_token=2&access_token=${value}`;
  const headers = (value: string) => ({
    "set-cookie": [`sid=${value}; Path=/; HttpOnly`, "theme=dark; Secure"],
    location: `${url(value)}#id_token=${value}&state=1`,
    "content-location": `/b?pass=${value}`,
    referer: url(value),
    "x-original-url": url(value),
    "x-forwarded-uri": `/b?pass=${value}`,
    link: `<${url(value)}>; rel="next", </c?secret=${value}>; rel=last`,
    ":path": `/b?x-sesame=${value}`,
    "x-session-token": value,
  });
  expect(redactHeaders(contract, headers("s"))).toEqual(headers("redacted"));
});

const cases: [method: string, path: string, sent: Headers, answered?: Headers][] = [
  ["GET", `/things?access_token=${secret}`, {}],
  ["GET", `/things?access_token=${secret}&access_token=${secret}2`, { "x-auth-token": secret }],
  ["GET", "/things?access_token=", { "x-auth-token": "" }],
  ["GET", `/things?api-key=${secret},1&secret={${secret}&access_token=%zz${secret}`, {}],
  ["GET", `/things?pass=${secret}&X-SESAME=${secret}&PASSWORD=${secret}&nonsense=1`, { "x-auth-token": [secret, "1"] }],
  ["GET", `/things?page_token=a&token=b`, { "x-auth-token": "1", cookie: `theme=blue; password=${secret}; a=b` }],
  ["GET", "/things", { pass: "not-a-number", "x-auth-token": "1" }],
  ["GET", "/things", {}, { "x-session-token": secret, "set-cookie": `sid=${secret}` }],
  ["GET", "/things", {}, {}],
  ["POST", `/sessions?id_token=${secret}`, {}],
  ["POST", "/sessions", {}],
  ["GET", `/search?name=a&password=${secret}&access_token=${secret}`, {}],
  ["GET", `/search?password=${secret}&password=${secret}&access_token=%zz${secret}`, {}],
  ["GET", `/nowhere?password=${secret}`, {}],
];

it.each(cases)("says the same of %s %s with %j and %j once it is redacted, and nothing of secrets", (...one) => {
  const [method, path, sent, answered] = one;
  const request = { method, url: `https://api.acme.test${path}`, headers: { "x-sesame": secret, ...sent } };
  const response = answered === undefined ? null : { status: 200, headers: answered };
  const { violations } = checkExchange(contract, { request, response });
  const redacted = {
    request: { ...request, url: redactUrl(contract, request.url), headers: redactHeaders(contract, request.headers) },
    response: response && { ...response, headers: redactHeaders(contract, response.headers) },
  };
  expect(checkExchange(contract, redacted).violations).toEqual(violations);
  expect(JSON.stringify([redacted, violations])).not.toContain(secret);
});

it("finds of a credential that it is missing, stands twice, is due no more or stands where none does", () => {
  const url = `https://api.acme.test/things?access_token=${secret}&access_token=b&client_secret=${secret}&token=q`;
  const { violations } = checkExchange(contract, {
    request: { method: "GET", url, headers: { "x-sesame": secret } },
    response: { status: 200, headers: {} },
  });
  expect(violations.map((violation) => formatViolation(violation))).toMatchInlineSnapshot(`
    [
      "[acme] listThings request.query /access_token repeated: the value is given 2 times (openapi.yaml:9, documented)",
      "[acme] listThings request.headers /x-auth-token required: the parameter is missing (openapi.yaml:12, documented)",
      "[acme] listThings request.query /access_token deprecated: the parameter is deprecated (openapi.yaml:9, documented)",
      "[acme] listThings request.query /token pattern: must match the pattern ^p, and is "q" (openapi.yaml:15, documented)",
      "[acme] listThings request.query /client_secret undocumented-parameter: the contract names no query parameter "client_secret" (openapi.yaml:8, documented)",
      "[acme] listThings response.headers /x-session-token response-header: the header is missing (openapi.yaml:22, documented)",
    ]
  `);
});

it.each([
  ["no parameter", "[]", "redacted"],
  ["a parameter", "[{ name: token, in: query }]", "s"],
  ["a parameter that no request goes without", "[{ name: token, in: query, required: true }]", "redacted"],
])("takes a token for a page's where it is documented as one: by %s", (_, parameters, value) => {
  const documented = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths: { /a: { get: { operationId: a, parameters: ${parameters}, responses: { 200: { description: Done } } } } }
`);
  expect(redactUrl(documented, "/a?token=s")).toBe(`/a?token=${value}`);
});

it("leaves readable what the contract documents as something else, and calls only sure credentials leaked", () => {
  const documented = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /a:
    get:
      operationId: a
      parameters: [{ name: key, in: query }, { name: sid, in: query }, { name: upload_token, in: query }]
      responses: { 200: { description: Done } }
`);
  const url = "https://api.acme.test/a?key=1&sid=2&upload_token=3&sig=4";
  expect(redactUrl(documented, url)).toBe(url.replace("=4", "=redacted"));
  const exchange = { request: { method: "GET", url, headers: {} }, response: { status: 200, headers: {} } };
  expect(checkSequence(documented, [exchange])).toEqual([]);
  const leaking = { ...exchange, request: { ...exchange.request, url: `${url}&hapikey=5` } };
  expect(checkSequence(documented, [leaking]).map(({ rule }) => rule)).toEqual(["credential-leak"]);
});

it("says the same of several requests once they are redacted", () => {
  const exchange = (url: string, second: number) => ({
    request: { method: "POST", url: `https://api.acme.test/sessions?${url}`, headers: { "x-sesame": secret } },
    response: { status: 500, headers: {} },
    startedAt: `2026-11-02T09:30:0${second}Z`,
    durationMs: 40,
  });
  const sent = [exchange(`a=1&access_token=${secret}`, 0), exchange("a=1&access_token=other", 1)];
  const redacted = sent.map((one) => ({
    ...one,
    request: {
      ...one.request,
      url: redactUrl(contract, one.request.url),
      headers: redactHeaders(contract, one.request.headers),
    },
  }));
  const found = checkSequence(contract, sent);
  expect(found.map(({ rule }) => rule)).toEqual(["credential-leak", "retry-unsafe", "credential-leak"]);
  expect(checkSequence(contract, redacted)).toEqual(found);
});
