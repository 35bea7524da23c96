import { fileURLToPath } from "node:url";
import { createCatalog } from "../../src/catalog.ts";
import type { Finding } from "../../src/conformance/finding.ts";
import { nameOfCase } from "../../src/conformance/run.ts";
import { exampleAdapter } from "../conformance/examples.ts";
import { type Defect, findDefect, isCaught, runCorrect, type Watch } from "./defect.ts";
import { type PrismProxy, startPrismProxy } from "./prism-proxy.ts";
import { openTap, type Passed, type Tap } from "./tap.ts";

/** A defect as docs/defects.md has it. */
export interface Compared {
  defect: Defect;
  /** Its finding in the case that is the first to name it; undefined where none does. */
  caught: Finding | undefined;
  /** What Prism says of that case's traffic, and not of the correct adapter's in the same case. */
  prism: readonly string[];
}

/** Catches the defects of an adapter, and asks Prism of the same traffic. Throws where the correct adapter is found fault with. */
export async function compare(folder: string, className: string, defects: readonly Defect[]): Promise<Compared[]> {
  const tap = await openTap();
  const prism = await startPrismProxy(await contractOf(folder));
  try {
    const correct = new Map<string, Promise<Map<string, Passed[]>>>();
    const compared: Compared[] = [];
    for (const defect of defects) {
      const { operation } = defect;
      const { caught, traffic } = await catchDefect(folder, className, defect, tap);
      if (!correct.has(operation)) correct.set(operation, passCorrect(folder, className, operation, tap));
      const right = (await correct.get(operation))?.get(caught?.case ?? "") ?? [];
      const known = new Set(await judgeAll(prism, right));
      const said = await judgeAll(prism, traffic);
      compared.push({ defect, caught, prism: said.filter((one) => !known.has(one)) });
    }
    return compared;
  } finally {
    await Promise.all([prism.close(), tap.close()]);
  }
}

async function contractOf(folder: string): Promise<string> {
  const { contract } = await createCatalog().loadProvider(exampleAdapter(folder).provider);
  return fileURLToPath(contract.documents.root.document);
}

async function catchDefect(
  folder: string,
  className: string,
  defect: Defect,
  tap: Tap,
): Promise<{ caught: Finding | undefined; traffic: Passed[] }> {
  const kept = new Map<string, Passed[]>();
  const found = await findDefect(folder, className, defect, watchWith(tap, kept));
  const caught = found.find((finding) => isCaught(finding, defect.caught));
  return { caught, traffic: kept.get(caught?.case ?? "") ?? [] };
}

/** What the correct adapter and the stand-in say to each other, case by case. */
async function passCorrect(
  folder: string,
  className: string,
  operation: string,
  tap: Tap,
): Promise<Map<string, Passed[]>> {
  const kept = new Map<string, Passed[]>();
  const found = await runCorrect(folder, className, operation, watchWith(tap, kept));
  if (found.length > 0)
    throw new Error(`The correct adapter of ${folder} is found fault with: ${found[0]?.case}: ${found[0]?.message}`);
  return kept;
}

function watchWith(tap: Tap, kept: Map<string, Passed[]>): Watch {
  return { reach: tap.reach, ended: (result) => void kept.set(nameOfCase(result), tap.take()) };
}

/** Each thing that is said once. */
async function judgeAll(prism: PrismProxy, traffic: readonly Passed[]): Promise<string[]> {
  const said = new Set<string>();
  for (const passed of traffic) for (const one of await prism.judge(passed)) said.add(one);
  return [...said];
}
