import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

/** The pages of docs/, each as README.md links to it. */
export function listTopics(): string[] {
  const folder = join(root, "docs");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `docs/${name}`);
}

/** Those that run the adapter suite again and again. */
export const suitePages: readonly string[] = [
  "docs/any-language.md",
  "docs/ci.md",
  "docs/node-test.md",
  "docs/recorded-traffic.md",
  "docs/vitest.md",
];
