import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Contract } from "../contract/contract.ts";
import { showPath } from "../contract/show-path.ts";
import type { Root } from "./places.ts";
import { isProviderName } from "./provider-name.ts";
import { type FileWatch, watchFiles } from "./watch-files.ts";

/** A provider of which files were changed, made or removed. */
export interface ProviderChange {
  id: string;
  /** As messages show them. */
  files: string[];
}

export interface ProviderWatchSettings {
  roots: readonly Root[];
  /** All providers of a root. */
  idsOf: (root: Root) => string[];
  /** The base of the root that a provider is of; undefined for one that has just come. */
  baseOf: (id: string) => string | undefined;
  /** Those that are loaded: they may refer to files from elsewhere. */
  contracts: () => Iterable<Contract>;
  tell: (changes: ProviderChange[]) => void;
  fail: (reason: string) => void;
}

/** Watches the folders of the providers, and tells whose files have changed. */
export function watchProviders({ roots, idsOf, baseOf, contracts, tell, fail }: ProviderWatchSettings): FileWatch {
  const isBelow = (path: string) => roots.some(({ contracts, mocks }) => isIn(contracts, path) || isIn(mocks, path));

  function idsWith(path: string): string[] {
    const uri = pathToFileURL(path).href;
    const ids = [...contracts()].filter(({ documents }) => documents.files.has(uri)).map(({ provider }) => provider);
    for (const root of roots) {
      for (const folder of [root.contracts, root.mocks]) {
        if (!isIn(folder, path)) continue;
        const [name = "", below] = relative(folder, path).split(sep);
        if (below === undefined) continue;
        // Folders of another root that have its name are none of its own, and nothing is loaded from them.
        if (isProviderName(name) && (baseOf(name) ?? root.base) === root.base) ids.push(name);
        // What several share.
        if (name.startsWith("_")) ids.push(...idsOf(root));
      }
    }
    return ids;
  }

  return watchFiles({
    folders: roots.flatMap(({ contracts, mocks }) => [contracts, mocks]),
    *files() {
      for (const { documents } of contracts()) {
        for (const uri of documents.files.keys()) if (!isBelow(fileURLToPath(uri))) yield fileURLToPath(uri);
      }
    },
    ignores: (path) => isIgnored(path, roots),
    tell(paths) {
      const changes = new Map<string, Set<string>>();
      for (const path of paths) {
        for (const id of idsWith(path)) changes.set(id, (changes.get(id) ?? new Set()).add(showPath(path)));
      }
      tell([...changes].map(([id, files]) => ({ id, files: [...files].sort() })));
    },
    fail,
  });
}

/** What no provider is loaded from: what editors and tools keep, tests, and interactions, which are read when they are asked for. */
const ignored = /(^|[\\/])(\.[^\\/]*|node_modules|README\.md|[^\\/]*~|[^\\/]*\.test\.[cm]?[jt]s)$/;

function isIgnored(path: string, roots: readonly Root[]): boolean {
  if (ignored.test(path)) return true;
  return roots.some(
    ({ contracts }) => isIn(contracts, path) && relative(contracts, path).split(sep)[1] === "interactions",
  );
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(join(folder, sep));
}
