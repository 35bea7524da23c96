import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { startStandin } from "../../src/index.ts";
import { checkDocument } from "./json-api.ts";

const folder = new URL("../../contracts/ctrl-hub/interactions/", import.meta.url);
const interactions = readdirSync(folder).map((file) => ({
  file,
  ...JSON.parse(readFileSync(new URL(file, folder), "utf8")),
}));

it("answers every interaction with a document that JSON:API's own schema accepts", async () => {
  const standin = await startStandin({ providers: ["ctrl-hub"] });
  const { baseUrl } = standin.provider("ctrl-hub");
  const documents = new Map<string, string[]>();
  for (const { file, request } of interactions) {
    const { pathname, search } = new URL(request.url);
    const response = await fetch(`${baseUrl}${pathname}${search}`, {
      method: request.method,
      headers: request.headers,
      body: request.text ?? (request.body === undefined ? null : JSON.stringify(request.body)),
    });
    if (response.status === 204) continue;
    expect([file, response.headers.get("content-type")]).toEqual([file, "application/vnd.api+json"]);
    documents.set(file, checkDocument(await response.json()));
  }
  await standin.close();
  expect([...documents].filter(([, found]) => found.length > 0)).toEqual([]);
  expect(documents.size).toBeGreaterThan(20);
});

it("objects to a document with data beside errors, and to a status that is a number", () => {
  expect(checkDocument({ data: null, errors: [{ status: 404 }] })).not.toEqual([]);
  expect(checkDocument({ errors: [{ status: 404 }] })).toEqual(["/errors/0/status must be string"]);
});
