import { expect, it } from "vitest";
import { done, refusalOf, withOperation } from "./contract-fixture.ts";

it.each<[name: string, contract: string, refusal: string]>([
  [
    "no server",
    `openapi: 3.1.0\npaths:\n  /a:\n    get:\n      operationId: a\n      ${done}`,
    "CONTRACT_INVALID openapi.yaml:1:1: the contract names no server; its first is the vendor's base URL.",
  ],
  [
    "servers that are none",
    `openapi: 3.1.0\nservers: {}\n`,
    'CONTRACT_INVALID openapi.yaml:2:1 at /servers: "servers" must be a list, not {}.',
  ],
  [
    "a server that is null",
    `openapi: 3.1.0\nservers: [null]\npaths:\n  /a:\n    get:\n      operationId: a\n      ${done}`,
    "CONTRACT_INVALID openapi.yaml:2:11 at /servers/0: a server is an object, not null.",
  ],
  [
    "a relative server",
    `openapi: 3.1.0\nservers: [{ url: /v1 }]\npaths:\n  /a:\n    get:\n      operationId: a\n      ${done}`,
    'CONTRACT_INVALID openapi.yaml:2:13 at /servers/0/url: a server has the absolute URL of the vendor\'s API, and "/v1" is none.',
  ],
  [
    "a server with a variable that has no value",
    `openapi: 3.1.0\nservers: [{ url: "https://{region}.acme.test" }]\npaths:\n  /a:\n    get:\n      operationId: a\n      ${done}`,
    'CONTRACT_INVALID openapi.yaml:2:13 at /servers/0/url: a server has the absolute URL of the vendor\'s API, and "https://{region}.acme.test" is none.',
  ],
  [
    "a scheme that is not defined",
    withOperation(`${done}security: [{ token: [] }]`),
    'CONTRACT_INVALID openapi.yaml:8:7 at /paths/~1things/post/security: the security scheme "token" is not defined. Defined: none.',
  ],
  [
    "a requirement that is null",
    withOperation(`${done}security: [null]`),
    "CONTRACT_INVALID openapi.yaml:8:18 at /paths/~1things/post/security/0: a security requirement is an object, not null.",
  ],
  [
    "security that is null",
    withOperation(`${done}security:`),
    'CONTRACT_INVALID openapi.yaml:8:7 at /paths/~1things/post/security: "security" must be a list, not null.',
  ],
  [
    "a scheme of no type",
    `${withOperation(done)}\ncomponents:\n  securitySchemes:\n    token: { type: bearer }\n`,
    'CONTRACT_INVALID openapi.yaml:11:14 at /components/securitySchemes/token/type: the security scheme "token" has a type of http, apiKey, oauth2, openIdConnect, mutualTLS, not "bearer".',
  ],
  [
    "a key without a place",
    `${withOperation(done)}\ncomponents:\n  securitySchemes:\n    token: { type: apiKey, name: key }\n`,
    'CONTRACT_INVALID openapi.yaml:11:5 at /components/securitySchemes/token: the security scheme "token" needs "name", and "in" of header, query or cookie.',
  ],
  [
    "a scheme of HTTP without a name",
    `${withOperation(done)}\ncomponents:\n  securitySchemes:\n    token: { type: http }\n`,
    'CONTRACT_INVALID openapi.yaml:11:5 at /components/securitySchemes/token: the security scheme "token" needs "scheme", such as basic or bearer.',
  ],
  [
    "schemes that are none",
    `${withOperation(done)}\ncomponents: { securitySchemes: x }\n`,
    'CONTRACT_INVALID openapi.yaml:9:15 at /components/securitySchemes: "securitySchemes" must be an object, not "x".',
  ],
  [
    "components that are null",
    `${withOperation(done)}\ncomponents:\n`,
    'CONTRACT_INVALID openapi.yaml:9:1 at /components: "components" must be an object, not null.',
  ],
  [
    "a component of no kind",
    `${withOperation(done)}\ncomponents: { schema: {} }\n`,
    'CONTRACT_INVALID openapi.yaml:9:15 at /components/schema: OpenAPI 3.1 knows no field "schema" in components. Did you mean "schemas"?',
  ],
  [
    "a server without a URL",
    "openapi: 3.1.0\nservers: [{ description: None }]\npaths:\n  /a:\n    get:\n      operationId: a\n      responses: { 200: { description: Done } }\n",
    "CONTRACT_INVALID openapi.yaml:2:11 at /servers/0: a server has the absolute URL of the vendor's API, and nothing is none.",
  ],
  [
    "a variable without a default",
    'openapi: 3.1.0\nservers: [{ url: "https://{a}.acme.test", variables: { a: { enum: [b] } } }]\npaths:\n  /a:\n    get:\n      operationId: a\n      responses: { 200: { description: Done } }\n',
    'CONTRACT_INVALID openapi.yaml:2:56 at /servers/0/variables/a: the server variable "a" has no default.',
  ],
  [
    "a variable with a field that is misspelt",
    'openapi: 3.1.0\nservers: [{ url: "https://{a}.acme.test", variables: { a: { defualt: b } } }]\npaths:\n  /a:\n    get:\n      operationId: a\n      responses: { 200: { description: Done } }\n',
    'CONTRACT_INVALID openapi.yaml:2:61 at /servers/0/variables/a/defualt: OpenAPI 3.1 knows no field "defualt" in a server variable. Did you mean "default"?',
  ],
  [
    "a scheme that is none of those that are defined",
    `${withOperation(`${done}security: [{ a: [] }, { toke: [] }]`)}\ncomponents:\n  securitySchemes:\n    a: { type: oauth2 }\n    b: { type: mutualTLS }\n`,
    'CONTRACT_INVALID openapi.yaml:8:7 at /paths/~1things/post/security: the security scheme "toke" is not defined. Defined: a, b.',
  ],
  [
    "a scheme that is called as what every object has",
    withOperation(`${done}security: [{ toString: [] }]`),
    'CONTRACT_INVALID openapi.yaml:8:7 at /paths/~1things/post/security: the security scheme "toString" is not defined. Defined: none.',
  ],
  [
    "a key without a name",
    `${withOperation(done)}\ncomponents:\n  securitySchemes:\n    token: { type: apiKey, in: query }\n`,
    'CONTRACT_INVALID openapi.yaml:11:5 at /components/securitySchemes/token: the security scheme "token" needs "name", and "in" of header, query or cookie.',
  ],
  [
    "a flag that is none",
    `${withOperation(done)}\ncomponents:\n  securitySchemes:\n    token: { type: http, scheme: basic, x-basic-without-colon: "yes" }\n`,
    'CONTRACT_INVALID openapi.yaml:11:41 at /components/securitySchemes/token/x-basic-without-colon: "x-basic-without-colon" must be true or false, not "yes".',
  ],
])("refuses %s", (_, contract, refusal) => {
  expect(refusalOf(contract)).toBe(refusal);
});
