import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkValue } from "../../src/contract/check-value.ts";
import type { Direction } from "../../src/contract/compile.ts";
import type { Contract } from "../../src/contract/contract.ts";
import { child, type Node } from "../../src/contract/documents.ts";
import { loadContract } from "../../src/contract/load.ts";
import type { Finding } from "../../src/contract/violation.ts";
import { StandinError } from "../../src/errors.ts";

/** Loads a contract from texts: `openapi.yaml` or `openapi.json`, and the files beside it by their relative paths. */
export function loadFiles(files: Record<string, string | Buffer>): Contract {
  const base = mkdtempSync(join(tmpdir(), "standin-contract-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(base, name)), { recursive: true });
      writeFileSync(join(base, name), text);
    }
    const [root] = Object.keys(files) as [string];
    return loadContract({ provider: "acme", file: join(base, root), base });
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

export function loadYaml(text: string): Contract {
  return loadFiles({ "openapi.yaml": text });
}

/** What a contract refuses to load with: code and message. Anything but a StandinError is thrown on. */
export function refusalOf(files: string | Record<string, string | Buffer>): string {
  try {
    loadFiles(typeof files === "string" ? { "openapi.yaml": files } : files);
  } catch (error) {
    if (error instanceof StandinError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "loads";
}

/** A contract of one operation, `POST /things`, with these schemas in its components. */
export function contractOf(schemas: Record<string, unknown>, more: Record<string, unknown> = {}): Contract {
  const responses = { 200: { description: "Done" } };
  const document = {
    openapi: "3.1.0",
    servers: [{ url: "https://api.acme.test" }],
    paths: { "/things": { post: { operationId: "createThing", responses } } },
    components: { schemas },
    ...more,
  };
  return loadFiles({ "openapi.json": JSON.stringify(document) });
}

export function schemaAt(contract: Contract, name: string): Node {
  return child(contract.documents.root, "components", "schemas", name) as Node;
}

/** Everything found in a value that is sent in one direction. */
export function findingsIn(
  contract: Contract,
  name: string,
  value: unknown,
  direction: Direction = "request",
): Finding[] {
  return checkValue(contract.checker, schemaAt(contract, name), value, direction);
}

/** Pointer, rule and message of each finding, one line each. */
export function linesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ pointer, rule, message }) => `${pointer} ${rule}: ${message}`);
}

/** The first two lines of a contract. */
export const head = `openapi: 3.1.0
servers: [{ url: "https://api.acme.test/v1" }]
`;

/** The responses of an operation about which nothing is said. */
export const done = "responses: { 200: { description: Done } }\n";

/** A contract of one operation with these fields, which begin on line 7, column 7. */
export function withOperation(fields: string, path = "/things"): string {
  return `${head}paths:
  ${path}:
    post:
      operationId: createThing
${fields.replaceAll(/^(?=.)/gm, "      ")}`;
}

/** A contract whose one request body has this schema, which begins on line 12, column 15. */
export function withSchema(schema: string): string {
  return withOperation(`${done}requestBody:
  content:
    application/json:
      schema:
${schema.replaceAll(/^(?=.)/gm, "        ")}`);
}
