import { expect, it } from "vitest";
import { done, head, refusalOf, withOperation } from "./contract-fixture.ts";

it.each<[name: string, contract: string, refusal: string]>([
  ["an empty file", "", "CONTRACT_INVALID openapi.yaml:1:1: a contract is an OpenAPI document, and this is none."],
  [
    "a list",
    "- openapi: 3.1.0\n",
    "CONTRACT_INVALID openapi.yaml:1:1: a contract is an OpenAPI document, and this is none.",
  ],
  [
    "no version",
    "paths: {}\n",
    "CONTRACT_INVALID openapi.yaml:1:1: a contract is written in OpenAPI 3.1, and this says nothing.",
  ],
  [
    "an older version",
    "openapi: 3.0.3\npaths: {}\n",
    'CONTRACT_INVALID openapi.yaml:1:1 at /openapi: a contract is written in OpenAPI 3.1, and this says "3.0.3".',
  ],
  [
    "a newer version",
    "openapi: 3.2.0\npaths: {}\n",
    'CONTRACT_INVALID openapi.yaml:1:1 at /openapi: a contract is written in OpenAPI 3.1, and this says "3.2.0".',
  ],
  [
    "a number for a version",
    "openapi: 3.1\npaths: {}\n",
    "CONTRACT_INVALID openapi.yaml:1:1 at /openapi: a contract is written in OpenAPI 3.1, and this says 3.1.",
  ],
  [
    "a field that is misspelt",
    `${head}path: {}\n`,
    'CONTRACT_INVALID openapi.yaml:3:1 at /path: OpenAPI 3.1 knows no field "path" in a contract. Did you mean "paths"?',
  ],
  [
    "another dialect",
    `${head}jsonSchemaDialect: http://json-schema.org/draft-07/schema#\n`,
    'CONTRACT_INVALID openapi.yaml:3:1 at /jsonSchemaDialect: schemas are written in JSON Schema 2020-12, not in "http://json-schema.org/draft-07/schema#".',
  ],
  ["no operation", `${head}paths: {}\n`, "CONTRACT_INVALID openapi.yaml:3:1 at /paths: the contract has no operation."],
  ["no paths", head, "CONTRACT_INVALID openapi.yaml:1:1: the contract has no operation."],
  [
    "a version with more behind it",
    "openapi: 3.1.0-rc\npaths: {}\n",
    'CONTRACT_INVALID openapi.yaml:1:1 at /openapi: a contract is written in OpenAPI 3.1, and this says "3.1.0-rc".',
  ],
  [
    "a version with more before it",
    'openapi: "13.1.0"\npaths: {}\n',
    'CONTRACT_INVALID openapi.yaml:1:1 at /openapi: a contract is written in OpenAPI 3.1, and this says "13.1.0".',
  ],
])("refuses %s", (_, contract, refusal) => {
  expect(refusalOf(contract)).toBe(refusal);
});

it.each(["openapi: 3.1.0", "openapi: 3.1.1", "openapi: 3.1.10"])("loads what says %s", (version) => {
  expect(refusalOf(withOperation(done).replace("openapi: 3.1.0", version))).toBe("loads");
});

it.each([
  "https://spec.openapis.org/oas/3.1/dialect/base",
  "https://spec.openapis.org/oas/3.1/dialect/2024-11-10",
  "https://json-schema.org/draft/2020-12/schema",
])("loads what names the dialect %s", (dialect) => {
  expect(refusalOf(`${withOperation(done)}\njsonSchemaDialect: ${dialect}\n`)).toBe("loads");
});
