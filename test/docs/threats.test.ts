import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readProse } from "./markdown.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (name: string) => readFileSync(join(root, name), "utf8");
const named = [...readProse(read("docs/threats.md")).matchAll(/`(test\/[^`]+)` "([^"]+)"/g)];

it("docs/threats.md names tests that exist", () => {
  const missing = named.filter(([, file = "", name = ""]) => {
    const text = read(file);
    return !text.includes(`"${name}"`) && !text.includes(`"${name.replaceAll("'", "\\'")}"`);
  });
  expect(missing.map(([all]) => all)).toEqual([]);
  expect(named.length).toBeGreaterThan(20);
});

it("docs/threats.md shows every answer by a test, or says that none can", () => {
  const rows = read("docs/threats.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| threat "));
  const bare = rows.filter((row) => !/`test\/[^`]+` "[^"]+"/.test(row) && !row.endsWith("| none can |"));
  expect(bare).toEqual([]);
});
