import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ContractLines } from "./html-finding.ts";

/** Reads the files of contracts, each once; one that cannot be read has no lines. */
export function createContractLines(folderOf: (provider: string) => string): ContractLines {
  const files = new Map<string, readonly string[]>();
  return (provider, file) => {
    const path = join(folderOf(provider), file);
    const known = files.get(path);
    if (known !== undefined) return known;
    let lines: readonly string[] = [];
    try {
      lines = readFileSync(path, "utf8").split(/\r?\n/);
    } catch {
      // A report of exchanges is as good on a machine that has not this contract.
    }
    files.set(path, lines);
    return lines;
  };
}
