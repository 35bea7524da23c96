import { existsSync, readFileSync } from "node:fs";

/** The version of this package. Note: what is built lies deeper than the sources, and the build chooses where. */
export function readVersion(): string {
  let manifest = new URL("package.json", import.meta.url);
  while (!existsSync(manifest)) manifest = new URL("../package.json", manifest);
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}
