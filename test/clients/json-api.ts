import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, type TestAPI } from "vitest";
import type { Standin } from "../../src/index.ts";
import { type ClientTenant, standInTest } from "./stand-in-test.ts";

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(new URL("jsonapi-1.0-schema.json", import.meta.url), "utf8")));

/** What the official JSON:API 1.0 schema for responses objects to in a document; nothing in a right one. */
export function checkDocument(document: unknown): string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** An `it` as of `standInTest`, for a vendor that speaks JSON:API: whatever it answers has to be a right document. */
export function jsonApiTest(provider: string): TestAPI<{ standin: Standin; tenant: ClientTenant }> {
  return standInTest(provider).extend<{ documents: undefined }>({
    documents: [
      async ({ tenant }: { tenant: ClientTenant }, use: (value: undefined) => Promise<void>) => {
        await use(undefined);
        for (const { operation, request, response } of [...tenant.exchanges(), ...tenant.strangers()]) {
          // 204 has no document, and where no operation matches Standin speaks for itself.
          if (response?.status === 204 || operation === null) continue;
          const found = checkDocument(JSON.parse(response?.body ?? ""));
          expect(found, `${request.method} ${request.url}: ${response?.status}`).toEqual([]);
        }
      },
      { auto: true },
    ],
  });
}
