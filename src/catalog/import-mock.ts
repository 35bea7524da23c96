import { pathToFileURL } from "node:url";
import type { TransformOptions, TransformResult } from "jiti";
import { importAnew } from "./import-anew.ts";

export interface MockImport {
  file: string;
  /** Holds all mocks of its root. */
  folder: string;
  /** The file of each name that stands for one of Standin's own. */
  alias: Readonly<Record<string, string>>;
  /**
   * "native": as the platform can load it. "compiled": it may be TypeScript, on any Node, or JavaScript with import and
   * export in a project whose package.json says that its .js files are CommonJS. "anew": the same, each time as the files
   * are then.
   */
  way: "native" | "compiled" | "anew";
}

/** Imports a mock. Throws what it throws. */
export async function importMock({ file, folder, alias, way }: MockImport): Promise<{ default?: unknown }> {
  const url = pathToFileURL(file).href;
  if (way === "native") return (await import(url)) as { default?: unknown };
  const { createJiti } = await import("jiti");
  const options = { alias: { ...alias }, fsCache: false, interopDefault: false };
  if (way === "compiled") return createJiti(url, options).import(file);
  const transform = await createCompiler();
  return importAnew(folder, () => createJiti(url, { ...options, moduleCache: false, transform }).import(file));
}

/** What was made of a file, and of which text. */
const compiled = new Map<string, { source: string; code: string }>();

/** Compiles only what has changed. Note: of a file there are two forms, one of which may wait. */
export async function createCompiler(): Promise<(options: TransformOptions) => TransformResult> {
  const { createJiti } = await import("jiti");
  const { transform } = createJiti(import.meta.url, { fsCache: false });
  return (options) => {
    const { filename, source, async } = options;
    const key = `${filename} ${async === true}`;
    const known = compiled.get(key);
    if (known?.source === source) return known;
    const code = transform(options);
    compiled.set(key, { source, code });
    return { code };
  };
}
