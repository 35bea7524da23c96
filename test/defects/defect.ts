import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding } from "../../src/conformance/finding.ts";
import { type CaseResult, runCase } from "../../src/conformance/run.ts";
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

/** Stands between an adapter and the stand-in, and is told of the cases. */
export interface Watch {
  /** For the base URL of a provider, the one that the adapter is given. */
  reach(baseUrl: string): string;
  ended(result: CaseResult): void;
}

const examples = join(import.meta.dirname, "../../examples/adapters");
const direct: Watch = { reach: (baseUrl) => baseUrl, ended: () => {} };

/**
 * Runs the suite on an adapter with a change until that is caught, or to its end where nothing is to catch it or one group
 * alone; answers all that was found.
 */
export async function findDefect(
  folder: string,
  className: string,
  change: Change | Defect,
  watch: Watch = direct,
): Promise<Finding[]> {
  const copy = mkdtempSync(join(tmpdir(), "standin-defect-"));
  const caught = "caught" in change && change.onlyBy === undefined ? change.caught : undefined;
  const isEnough = (finding: Finding) => caught !== undefined && isCaught(finding, caught);
  try {
    cpSync(join(examples, folder), copy, { recursive: true });
    plant(join(copy, change.file), change);
    return await search(folder, await load(copy, className), change.operation, isEnough, watch);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** The same for the adapter as it is, and all cases of an operation. */
export async function runCorrect(
  folder: string,
  className: string,
  operation: string,
  watch: Watch,
): Promise<Finding[]> {
  return search(folder, await load(join(examples, folder), className), operation, () => false, watch);
}

function plant(file: string, { find, replace }: Change): void {
  const source = readFileSync(file, "utf8");
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places with: ${find}`);
  writeFileSync(file, parts.join(replace));
}

type AdapterClass = new (given: object) => Record<string, (input: unknown) => unknown>;

async function load(folder: string, className: string): Promise<AdapterClass> {
  return (await import(pathToFileURL(join(folder, "adapter.ts")).href))[className];
}

async function search(
  folder: string,
  Adapter: AdapterClass,
  operation: string,
  isEnough: (finding: Finding) => boolean,
  { reach, ended }: Watch,
): Promise<Finding[]> {
  const { provider, operations, accountId } = exampleAdapter(folder);
  const { [operation]: tested } = operations;
  if (tested === undefined) throw new Error(`${folder} does not test ${operation}`);
  const opened = await openAdapterSuite(provider, {
    create: ({ baseUrl, credential }) => new Adapter({ baseUrl: reach(baseUrl), credential, accountId }),
    operations: { [operation]: { ...tested, call: (adapter, input) => adapter[operation]?.(input) } },
    retries: true,
  });
  const found: Finding[] = [];
  try {
    for (const one of opened.suite.operations.flatMap(({ cases }) => cases)) {
      const result = await runCase(operation, one);
      ended(result);
      found.push(...result.findings);
      if (result.findings.some(isEnough)) break;
    }
  } finally {
    await opened.close();
  }
  return found;
}

export function isCaught({ part, rule, pointer }: Finding, caught: Defect["caught"]): boolean {
  return part === caught.part && rule === caught.rule && (caught.pointer ?? pointer) === pointer;
}
