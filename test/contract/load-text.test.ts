import { expect, it } from "vitest";
import { refusalOf } from "./contract-fixture.ts";

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
