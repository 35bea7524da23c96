import { expect, it } from "vitest";
import { head, refusalOf } from "./contract-fixture.ts";

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
])("refuses %s", (_, contract, refusal) => {
  expect(refusalOf(contract)).toBe(refusal);
});
