import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding } from "../../src/conformance/finding.ts";
import { runCase } from "../../src/conformance/run.ts";
import { openAdapterSuite } from "../../src/open-suite.ts";
import { exampleAdapter } from "../conformance/examples.ts";

/** A change to an adapter of examples/. */
export interface Change {
  /** What it does, such as "sends PATCH in place of PUT". */
  name: string;
  /** operationId of the call that shows it. */
  operation: string;
  file: "adapter.ts" | "http.ts" | "retry.ts" | "read.ts";
  /** What stands there once, and what the defect has in its place. */
  find: string;
  replace: string;
}

/** One thing that is wrong with an adapter that is otherwise correct. */
export interface Defect extends Change {
  /** Where it must be caught. */
  caught: Pick<Finding, "part" | "rule"> & { pointer?: string };
  /** The group of cases that alone catches it, where one does: it is the group's proof that it can fail. */
  onlyBy?: string;
}

const examples = join(import.meta.dirname, "../../examples/adapters");

/**
 * Runs the suite on an adapter with a change until that is caught, or to its end where nothing is to catch it or one group
 * alone; answers all that was found.
 */
export async function findDefect(folder: string, className: string, defect: Change | Defect): Promise<Finding[]> {
  const copy = mkdtempSync(join(tmpdir(), "standin-defect-"));
  try {
    cpSync(join(examples, folder), copy, { recursive: true });
    plant(join(copy, defect.file), defect);
    const Adapter = (await import(pathToFileURL(join(copy, "adapter.ts")).href))[className];
    return await search(folder, Adapter, defect);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function plant(file: string, { find, replace }: Change): void {
  const source = readFileSync(file, "utf8");
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places with: ${find}`);
  writeFileSync(file, parts.join(replace));
}

type AdapterClass = new (given: object) => Record<string, (input: unknown) => unknown>;

async function search(folder: string, Adapter: AdapterClass, change: Change | Defect): Promise<Finding[]> {
  const { operation } = change;
  const caught = "caught" in change && change.onlyBy === undefined ? change.caught : undefined;
  const { provider, operations, accountId } = exampleAdapter(folder);
  const { [operation]: tested } = operations;
  if (tested === undefined) throw new Error(`${folder} does not test ${operation}`);
  const opened = await openAdapterSuite(provider, {
    create: (given) => new Adapter({ ...given, accountId }),
    operations: { [operation]: { ...tested, call: (adapter, input) => adapter[operation]?.(input) } },
    retries: true,
  });
  const found: Finding[] = [];
  try {
    for (const one of opened.suite.operations.flatMap(({ cases }) => cases)) {
      const { findings } = await runCase(operation, one);
      found.push(...findings);
      if (caught !== undefined && findings.some((finding) => isCaught(finding, caught))) break;
    }
  } finally {
    await opened.close();
  }
  return found;
}

export function isCaught({ part, rule, pointer }: Finding, caught: Defect["caught"]): boolean {
  return part === caught.part && rule === caught.rule && (caught.pointer ?? pointer) === pointer;
}
