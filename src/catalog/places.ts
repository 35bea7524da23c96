import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { StandinError } from "../errors.ts";
import type { MockImport } from "./import-mock.ts";
import { isProviderName, nameRule } from "./provider-name.ts";

/** A folder of contracts and a folder of mocks that belong together. */
export interface Root {
  contracts: string;
  mocks: string;
  /** File names in violations are relative to this folder. */
  base: string;
  /** How the mocks are imported. */
  way: MockImport["way"];
}

/** Where the two halves of a provider are, as far as they exist. */
export interface Place {
  root: Root;
  contract: string | undefined;
  mock: string | undefined;
}

const contractFiles = ["openapi.yaml", "openapi.yml", "openapi.json"];
const mockFiles = ["index.ts", "index.mts", "index.js", "index.mjs"];

/** What the folders hold, by the providers' ids, sorted. Throws where two have one id, or a folder cannot be a provider's. */
export function findPlaces(roots: readonly Root[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const root of roots) {
    for (const id of new Set([...listFolders(root.contracts), ...listFolders(root.mocks)])) {
      if (!isProviderName(id)) throw misnamed(id, root);
      const other = places.get(id);
      if (other !== undefined) {
        const message = `[${id}] is defined twice, in ${other.root.base} and in ${root.base}. Rename the folders of your own.`;
        throw new StandinError("OPTION_INVALID", message);
      }
      places.set(id, {
        root,
        contract: firstFile(join(root.contracts, id), contractFiles),
        mock: firstFile(join(root.mocks, id), mockFiles),
      });
    }
  }
  return new Map([...places].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function misnamed(name: string, { contracts, mocks }: Root): StandinError {
  const folder = [contracts, mocks].map((parent) => join(parent, name)).find((path) => existsSync(path));
  return new StandinError("OPTION_INVALID", `The folder ${folder} is named as no provider can be. ${nameRule}`);
}

/** The files of both halves. Throws where one is missing, or there are two contracts. */
export function requireBoth(id: string, { root, contract, mock }: Place): { contract: string; mock: string } {
  // Of mocks the first counts: what is built of a mock may stand beside it.
  const contracts = listFiles(join(root.contracts, id)).filter((name) => contractFiles.includes(name));
  if (contracts.length > 1) {
    const message = `[${id}] has ${contracts.length} contracts in ${join(root.contracts, id)}: ${contracts.join(", ")}. Keep one.`;
    throw new StandinError("OPTION_INVALID", message);
  }
  if (contract !== undefined && mock !== undefined) return { contract, mock };
  const missing = contract === undefined ? "contract" : "mock";
  const folder = join(missing === "contract" ? root.contracts : root.mocks, id);
  const names = (missing === "contract" ? contractFiles : mockFiles).join(", ");
  const message = `[${id}] has no ${missing}. Looked in ${folder} for ${names}.`;
  throw new StandinError("PROVIDER_INCOMPLETE", message);
}

function listFolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^[._]/.test(entry.name))
    .map(({ name }) => name);
}

export function listFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function firstFile(folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => join(folder, name)).find((file) => existsSync(file));
}
