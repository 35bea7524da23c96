import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { assertDefinition } from "./catalog/assert-definition.ts";
import { describeImportProblem } from "./catalog/import-problem.ts";
import { isProviderName, nameRule } from "./catalog/provider-name.ts";
import { watchImport } from "./catalog/watch-import.ts";
import type { Contract } from "./contract/contract.ts";
import { readContractFile } from "./contract/contract-file.ts";
import { loadContract } from "./contract/load.ts";
import { didYouMean } from "./contract/near-miss.ts";
import { showPath } from "./contract/show-path.ts";
import type { ProviderDefinition } from "./define.ts";
import { StandinError } from "./errors.ts";

/** The providers that the folders define. */
export interface Catalog {
  /** Ids of all providers, sorted: of every folder, whether or not what is in it holds together. */
  listProviders(): string[];
  /** Throws when nobody defines a provider, or when it has a contract and no mock, or a mock and no contract. */
  verifyProvider(id: string): void;
  /** Loads one provider, once. Throws when nobody defines it or it does not hold together. */
  loadProvider(id: string): Promise<Provider>;
  /** The documented requests and responses of a provider, by file name. Throws where one cannot be read. */
  listInteractions(id: string): { file: string; interaction: unknown }[];
  /** The folder that a provider's file names in violations are relative to. Throws when nobody defines it. */
  folderOf(id: string): string;
}

/** A contract and the mock that fits it. */
export interface Provider {
  id: string;
  contract: Contract;
  definition: ProviderDefinition<unknown>;
}

export interface CatalogOptions {
  /**
   * A folder with contracts/ and mocks/ of one's own, beside the built-in ones.
   * @default "./standin" if there is one
   */
  providersDir?: string | undefined;
  /**
   * Is told what a contract says and nobody checks, and which mock takes long to import, when a provider is loaded.
   * @default writes to standard error
   */
  warn?: ((line: string) => void) | undefined;
}

/** A folder of contracts and a folder of mocks that belong together. */
interface Root {
  contracts: string;
  mocks: string;
  /** File names in violations are relative to this folder. */
  base: string;
  builtIn: boolean;
}

/** Where the two halves of a provider are, as far as they exist. */
interface Place {
  root: Root;
  contract: string | undefined;
  mock: string | undefined;
}

const contractFiles = ["openapi.yaml", "openapi.yml", "openapi.json"];
const mockFiles = ["index.ts", "index.mts", "index.js", "index.mjs"];
const here = dirname(fileURLToPath(import.meta.url));

/** Prepares the catalog; the disk is read when something is asked of it. */
export function createCatalog(options: CatalogOptions = {}): Catalog {
  const { warn = (line) => void process.stderr.write(`${line}\n`) } = options;
  const loaded = new Map<string, Promise<Provider>>();
  let found: Map<string, Place> | undefined;
  const places = () => (found ??= findPlaces(findRoots(options.providersDir)));

  function placeOf(id: string): Place {
    const place = places().get(id);
    if (place !== undefined) return place;
    const known = [...places().keys()];
    const hint = didYouMean(id, known) || (isProviderName(id) ? "" : ` ${nameRule}`);
    throw new StandinError(
      "PROVIDER_UNKNOWN",
      `Unknown provider "${id}".${hint} Known: ${known.join(", ") || "none"}.`,
    );
  }

  return {
    listProviders: () => [...places().keys()],
    verifyProvider: (id) => void requireBoth(id, placeOf(id)),
    async loadProvider(id) {
      const known = loaded.get(id);
      if (known !== undefined) return known;
      const provider = loadPlace(id, placeOf(id), warn);
      loaded.set(id, provider);
      return provider;
    },
    folderOf: (id) => placeOf(id).root.base,
    listInteractions(id) {
      const { root } = placeOf(id);
      const folder = join(root.contracts, id, "interactions");
      return listFiles(folder)
        .filter((name) => name.endsWith(".json"))
        .map((name) => {
          const file = join(folder, name);
          return { file, interaction: readContractFile(file, { name: file, shown: showPath(file) }, "").value };
        });
    },
  };
}

async function loadPlace(id: string, place: Place, warn: (line: string) => void): Promise<Provider> {
  const { contract: file, mock } = requireBoth(id, place);
  const contract = loadContract({ provider: id, file, base: place.root.base, show: showPath });
  for (const warning of contract.warnings) warn(`warning: [${id}] ${warning}`);
  const watch = { file: `[${id}] ${showPath(mock)}`, warn };
  const module = await watchImport(watch, () => importMock(id, mock, place.root));
  return { id, contract, definition: assertDefinition(contract, module.default, showPath(dirname(mock))) };
}

function findRoots(providersDir: string | undefined): Root[] {
  const base = packageRoot();
  // In the source tree as in the built package, mocks stand beside the folder of this file.
  const builtIn = { contracts: join(base, "contracts"), mocks: join(here, "..", "mocks"), base, builtIn: true };
  const dir = resolve(providersDir ?? "standin");
  if (dir === base) return [builtIn];
  if (!existsSync(dir)) {
    if (providersDir === undefined) return [builtIn];
    throw new StandinError("OPTION_INVALID", `There is no folder ${dir}. Name one that holds contracts/ and mocks/.`);
  }
  const own = { contracts: join(dir, "contracts"), mocks: join(dir, "mocks"), base: dir, builtIn: false };
  // A folder that was named and holds neither is the wrong one; by the default's name it may be anything.
  if (providersDir !== undefined && !existsSync(own.contracts) && !existsSync(own.mocks)) {
    const message = `The folder ${dir} has neither contracts/ nor mocks/. Name one that holds both.`;
    throw new StandinError("OPTION_INVALID", message);
  }
  return [builtIn, own];
}

function packageRoot(): string {
  let folder = here;
  while (!existsSync(join(folder, "package.json")) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

function findPlaces(roots: readonly Root[]): Map<string, Place> {
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

function requireBoth(id: string, { root, contract, mock }: Place): { contract: string; mock: string } {
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

/**
 * Built-in mocks are as the platform can load them. A user's may be TypeScript, on any Node, or JavaScript with import
 * and export in a project whose package.json says that its .js files are CommonJS.
 */
async function importMock(id: string, file: string, root: Root): Promise<{ default?: unknown }> {
  const extension = import.meta.url.slice(-3);
  const alias = { "standin/define": join(here, `define${extension}`), standin: join(here, `index${extension}`) };
  try {
    const url = pathToFileURL(file).href;
    if (root.builtIn) return (await import(url)) as { default?: unknown };
    const { createJiti } = await import("jiti");
    return await createJiti(url, { alias, fsCache: false, interopDefault: false }).import(file);
  } catch (error) {
    const reason = describeImportProblem(error, root.mocks, alias);
    throw new StandinError("MOCK_INVALID", `[${id}] ${showPath(file)} cannot be loaded: ${reason}`, {
      cause: error,
    });
  }
}

function listFolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^[._]/.test(entry.name))
    .map(({ name }) => name);
}

function listFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function firstFile(folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => join(folder, name)).find((file) => existsSync(file));
}
