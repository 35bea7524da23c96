import { expect, it } from "vitest";
import { done, loadYaml, refusalOf, withOperation } from "./contract-fixture.ts";

function growTenfold(_: string, index: number): string {
  return `a${index + 1}: &a${index + 1} [${Array.from({ length: 10 }, () => `*a${index}`)}]`;
}

it.each<[name: string, contract: string | Record<string, string>, refusal: string]>([
  [
    "a broken flow",
    "openapi: [3.1.0\npaths: {}\n",
    "CONTRACT_UNREADABLE openapi.yaml:2:1: Flow sequence in block collection must be sufficiently indented and end with a ].",
  ],
  [
    "a key that stands twice",
    "openapi: 3.1.0\ninfo: {}\nopenapi: 3.1.1\n",
    "CONTRACT_UNREADABLE openapi.yaml:3:1: Map keys must be unique.",
  ],
  [
    "a tab as indentation",
    "openapi: 3.1.0\npaths:\n\t/a: {}\n",
    "CONTRACT_UNREADABLE openapi.yaml:3:1: Tabs are not allowed as indentation.",
  ],
  [
    "two documents",
    "openapi: 3.1.0\n---\nopenapi: 3.1.0\n",
    "CONTRACT_UNREADABLE openapi.yaml:2:1: Source contains multiple documents; please use YAML.parseAllDocuments().",
  ],
  [
    "a tag that nobody resolves",
    "openapi: !version 3.1.0\n",
    "CONTRACT_UNREADABLE openapi.yaml:1:10: Unresolved tag: !version.",
  ],
  [
    "an alias of nothing",
    "openapi: 3.1.0\npaths: *paths\n",
    "CONTRACT_UNREADABLE openapi.yaml:2:8: the alias *paths has no anchor before it.",
  ],
  [
    "an alias in a circle",
    "openapi: 3.1.0\npaths: &a\n  /a: *a\n",
    "CONTRACT_UNREADABLE openapi.yaml:3:7: the alias *a stands inside of what it repeats.",
  ],
  [
    "aliases of aliases that would fill the memory",
    ["openapi: 3.1.0", 'a0: &a0 "ten letters"', ...Array.from("123456789", growTenfold), ""].join("\n"),
    "CONTRACT_UNREADABLE openapi.yaml:9:10: the alias *a6 repeats what repeats other things: written out, there are more than 20000000 letters.",
  ],
  [
    "JSON with a comma too many",
    { "openapi.json": '{\n  "openapi": "3.1.0",\n}' },
    'CONTRACT_UNREADABLE openapi.json:3:1: unexpected "}".',
  ],
  [
    "JSON that ends too early",
    { "openapi.json": '{\n  "openapi": "3.1' },
    "CONTRACT_UNREADABLE openapi.json:2:18: it ends too early.",
  ],
  [
    "JSON with a name that stands twice",
    { "openapi.json": '{\n  "openapi": "3.1.0",\n  "openapi": "3.1.0"\n}' },
    'CONTRACT_UNREADABLE openapi.json:3:3: the name "openapi" stands twice in one object.',
  ],
  [
    "JSON with a comment",
    { "openapi.json": '{ // OpenAPI\n  "openapi": "3.1.0" }' },
    'CONTRACT_UNREADABLE openapi.json:1:3: unexpected "/".',
  ],
])("refuses %s", (_, contract, refusal) => {
  expect(refusalOf(contract)).toBe(refusal);
});

it("takes one alias any number of times", () => {
  const responses = Array.from(
    { length: 200 },
    (_, index) => `"/${index}": { get: { operationId: get${index}, responses: *done } }`,
  );
  const contract = loadYaml(`
openapi: 3.1.0
x-done: &done { 200: { description: Done } }
servers: [{ url: "https://api.acme.test" }]
paths:
  ${responses.join("\n  ")}
`);
  expect(contract.operations).toHaveLength(200);
});

it("gives values that only aliases and tags of its own make as JSON has them, each place its own", () => {
  const contract = loadYaml(`${withOperation(done)}
x-list: &list [1, 2]
x-again: *list
x-mixed: ["&a", "*b", &c text, *c]
x-text: !!str 5
? x-odd
: { 1: one, null: none }
`);
  const value = contract.documents.root.value as Record<string, unknown>;
  expect([value["x-again"], value["x-mixed"], value["x-text"], value["x-odd"]]).toEqual([
    ...[[1, 2], ["&a", "*b", "text", "text"], "5", { 1: "one", "": "none" }],
  ]);
  expect(value["x-again"]).not.toBe(value["x-list"]);
});

it.each(["openapi.yaml", "openapi.json"])(
  "refuses %s where it is not UTF-8, and reads it behind a byte order mark",
  (name) => {
    const json =
      '{"openapi":"3.1.0","servers":[{"url":"https://api.acme.test"}],"paths":{"/a":{"get":{"operationId":"a","responses":{"200":{"description":"Ü"}}}}}}';
    expect(refusalOf({ [name]: json })).toBe("loads");
    expect(refusalOf({ [name]: `\ufeff${json}` })).toBe("loads");
    expect(refusalOf({ [name]: Buffer.from(json, "latin1") })).toBe(
      `CONTRACT_UNREADABLE ${name} cannot be read: it is not UTF-8.`,
    );
  },
);
