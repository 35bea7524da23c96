import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { assertDefinition } from "./catalog/assert-definition.ts";
import { compileAhead, createCompiler, importMock } from "./catalog/import-mock.ts";
import { describeImportProblem } from "./catalog/import-problem.ts";
import { findPlaces, listFiles, type Place, type Root, requireBoth } from "./catalog/places.ts";
import { isProviderName, nameRule } from "./catalog/provider-name.ts";
import type { FileWatch } from "./catalog/watch-files.ts";
import { type ImportWatch, watchImport } from "./catalog/watch-import.ts";
import { type ProviderChange, watchProviders } from "./catalog/watch-providers.ts";
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
  /**
   * Loads one provider as it is now. Throws as `loadProvider` does; what was loaded before stays as it is. Needs the
   * option `watch`. `telling` says who is told in the place of the option `warn`, and what goes on meanwhile.
   */
  reloadProvider(id: string, telling: ReloadTelling): Promise<Provider>;
  /** Tells, until it is closed, which providers' files have changed, new ones' included. Needs the option `watch`. */
  watch(tell: (changes: readonly ProviderChange[]) => void): Promise<FileWatch>;
  /**
   * Loads the compiler, and compiles the mocks that were loaded as the package has them and would be loaded anew from
   * their sources: no change shall wait for it. `isOver` may end it.
   */
  warmUp(isOver: () => boolean): Promise<void>;
  /** The documented requests and responses of a provider, by file name. Throws where one cannot be read. */
  listInteractions(id: string): { file: string; interaction: unknown }[];
  /** The folder that a provider's file names in violations are relative to. Throws when nobody defines it. */
  folderOf(id: string): string;
}

export type ReloadTelling = Required<Pick<ImportWatch, "warn" | "meanwhile">>;

/** A contract and the mock that fits it. */
export interface Provider {
  id: string;
  /** The mock's folder, as messages name it. */
  mock: string;
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
  /**
   * Providers will be loaded more than once.
   * @default false
   */
  watch?: boolean | undefined;
  /**
   * How long an import may take before it is told, in milliseconds.
   * @default 5_000
   */
  patience?: number | undefined;
}

const here = dirname(fileURLToPath(import.meta.url));

/** Prepares the catalog; the disk is read when something is asked of it. */
export function createCatalog(options: CatalogOptions = {}): Catalog {
  const { providersDir, warn = (line) => void process.stderr.write(`${line}\n`), watch = false, patience } = options;
  const loaded = new Map<string, Promise<Provider>>();
  const contracts = new Map<string, Contract>();
  let found: Map<string, Place> | undefined;
  let watching: FileWatch | undefined;
  const places = () => (found ??= findPlaces(findRoots(providersDir, watch ? "first" : "once")));

  /** What has come is found, and what has gone is known to have no files. Throws where the folders do not hold together. */
  function lookAgain(): Map<string, Place> {
    const fresh = findPlaces(findRoots(providersDir, watch ? "again" : "once"));
    for (const [id, { root }] of places())
      if (!fresh.has(id)) fresh.set(id, { root, contract: undefined, mock: undefined });
    found = fresh;
    return fresh;
  }

  function placeOf(id: string): Place {
    const place = places().get(id) ?? lookAgain().get(id);
    if (place !== undefined) return place;
    const known = [...places().keys()];
    const hint = didYouMean(id, known) || (isProviderName(id) ? "" : ` ${nameRule}`);
    throw new StandinError(
      "PROVIDER_UNKNOWN",
      `Unknown provider "${id}".${hint} Known: ${known.join(", ") || "none"}.`,
    );
  }

  async function load(id: string, telling: Omit<ImportWatch, "file">): Promise<Provider> {
    const provider = await loadPlace(id, placeOf(id), { patience, ...telling });
    contracts.set(id, provider.contract);
    watching?.renew();
    return provider;
  }

  return {
    listProviders: () => [...places().keys()],
    verifyProvider: (id) => void requireBoth(id, placeOf(id)),
    async loadProvider(id) {
      const provider = loaded.get(id) ?? load(id, { warn });
      loaded.set(id, provider);
      return provider;
    },
    reloadProvider: load,
    async watch(tell) {
      const known = places();
      watching = watchProviders({
        roots: listRoots(providersDir, "again").filter(({ way }) => way === "anew"),
        baseOf: (id) => (found ?? known).get(id)?.root.base,
        idsOf: ({ base }) => [...(found ?? known)].filter(([, { root }]) => root.base === base).map(([id]) => id),
        contracts: () => contracts.values(),
        tell(changes) {
          try {
            lookAgain();
          } catch (error) {
            warn((error as Error).message);
          }
          tell(changes);
        },
        fail: (reason) => warn(`Changes may go unnoticed from now on: ${reason}.`),
      });
      return watching;
    },
    async warmUp(isOver) {
      (await createCompiler())({ source: "", ts: true });
      for (const [id, { root, mock }] of findPlaces(findRoots(providersDir, "again"))) {
        if (mock === undefined || !loaded.has(id) || placeOf(id).root.way === root.way) continue;
        await compileAhead({ file: mock, folder: root.mocks, alias, way: root.way }, isOver);
      }
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

async function loadPlace(id: string, place: Place, telling: Omit<ImportWatch, "file">): Promise<Provider> {
  const { contract: file, mock } = requireBoth(id, place);
  const { base, mocks, way } = place.root;
  const contract = loadContract({ provider: id, file, base, show: showPath });
  for (const warning of contract.warnings) telling.warn(`warning: [${id}] ${warning}`);
  const watch = { file: `[${id}] ${showPath(mock)}`, ...telling };
  const module = await watchImport(watch, () => importMock({ file: mock, folder: mocks, alias, way })).catch(
    (error) => {
      const reason = describeImportProblem(error, mocks, alias);
      throw new StandinError("MOCK_INVALID", `[${id}] ${showPath(mock)} cannot be loaded: ${reason}`, { cause: error });
    },
  );
  const shown = showPath(dirname(mock));
  return { id, mock: shown, contract, definition: assertDefinition(contract, module.default, shown) };
}

/** What stands for Standin in a mock of one's own. */
const alias = {
  "standin/define": join(here, `define${import.meta.url.slice(-3)}`),
  standin: join(here, `index${import.meta.url.slice(-3)}`),
};

/** Providers are loaded once, or more often: the first time, or again. */
type Turn = "once" | "first" | "again";

/** The folders that there may be. */
function listRoots(providersDir: string | undefined, turn: Turn): Root[] {
  const base = packageRoot();
  const sources = join(base, "mocks");
  const isEdited = turn === "again" && existsSync(sources);
  const builtIn: Root = {
    contracts: join(base, "contracts"),
    // In the source tree as in the built package, mocks stand beside the folder of this file.
    mocks: isEdited ? sources : join(here, "..", "mocks"),
    base,
    way: isEdited ? "anew" : "native",
  };
  const dir = resolve(providersDir ?? "standin");
  if (dir === base) return [builtIn];
  const way = turn === "once" ? "compiled" : "anew";
  return [builtIn, { contracts: join(dir, "contracts"), mocks: join(dir, "mocks"), base: dir, way }];
}

/** The folders that there are. Throws where those that were named are not. */
function findRoots(providersDir: string | undefined, turn: Turn): Root[] {
  const [builtIn, own] = listRoots(providersDir, turn) as [Root, Root?];
  if (own === undefined) return [builtIn];
  const dir = own.base;
  if (!existsSync(dir)) {
    if (providersDir === undefined) return [builtIn];
    throw new StandinError("OPTION_INVALID", `There is no folder ${dir}. Name one that holds contracts/ and mocks/.`);
  }
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
