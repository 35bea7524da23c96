import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSchemas } from "./schemas.ts";

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const read = (folder: string, file: string) => readFileSync(join(import.meta.dirname, folder, file), "utf8");

it.each(["adapter-error.ts", "driver.mjs", "http.ts", "read.ts", "retry.ts", "serve-lines.ts"])(
  "%s is the same in each folder",
  (file) => {
    const having = folders.filter((folder) => readdirSync(join(import.meta.dirname, folder)).includes(file));
    expect(having.length).toBeGreaterThan(4);
    const texts = having.map((folder) => read(folder, file));
    expect(having.filter((_, index) => texts[index] !== texts[0])).toEqual([]);
  },
);

it.each(folders)("%s imports nothing but its own files, Node.js and packages", (folder) => {
  const sources = readdirSync(join(import.meta.dirname, folder)).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const outside = sources.flatMap((file) =>
    [...read(folder, file).matchAll(/from "(\.\.[^"]*)"/g)].map(([, path]) => path),
  );
  expect(outside).toEqual([]);
});

it.each(folders)("%s has a schema for each operation, and examples that satisfy it", (folder) => {
  for (const { operation, examples, checkInput } of readSchemas(folder)) {
    expect([operation, examples.length > 0, examples.map(checkInput).filter((wrong) => wrong !== undefined)]).toEqual([
      operation,
      true,
      [],
    ]);
  }
});

it.each([
  ["stackone", "stackone-sdk", ["create-contact.input.schema.json", "update-contact.input.schema.json"]],
  ["weeek", "weeek-python", []],
])("%s and %s have the same schemas", (one, other, different: string[]) => {
  const files = readdirSync(join(import.meta.dirname, one, "schemas"));
  expect(readdirSync(join(import.meta.dirname, other, "schemas"))).toEqual(files);
  const differing = files.filter((file) => read(one, `schemas/${file}`) !== read(other, `schemas/${file}`));
  expect(differing).toEqual(different);
});
