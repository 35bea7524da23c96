import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { JitiOptions, TransformOptions, TransformResult } from "jiti";
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
  if (way === "native") return (await import(pathToFileURL(file).href)) as { default?: unknown };
  if (way === "compiled") return (await createImporter(file, alias))();
  const transform = await createCompiler();
  return importAnew(folder, await createImporter(file, alias, { moduleCache: false, transform }));
}

/**
 * Compiles the files of a mock ahead, so that it is soon imported anew. One takes up to a tenth of a second: after each
 * the others have their turn, and `isOver` may end it. What is wrong with a file is told when it is imported. Answers the
 * files that were not compiled before.
 */
export async function compileAhead({ file, folder, alias }: MockImport, isOver: () => boolean): Promise<string[]> {
  const compile = await createCompiler();
  const files: string[] = [];
  while (!isOver()) {
    let missing: TransformOptions | undefined;
    // Importing alone finds the files. It ends at the first that is not compiled, and begins again with one more.
    const transform = (options: TransformOptions): TransformResult => {
      const known = compiledBefore(options);
      if (known !== undefined) return known;
      missing ??= options;
      throw new Error("this file is not compiled yet");
    };
    const load = await createImporter(file, alias, { moduleCache: false, transform });
    await importAnew(folder, load).catch(() => {});
    await setImmediate();
    if (missing === undefined || isOver()) break;
    compile(missing);
    files.push(missing.filename ?? "");
    await setImmediate();
  }
  return files;
}

async function createImporter(
  file: string,
  alias: MockImport["alias"],
  options: JitiOptions = {},
): Promise<() => Promise<{ default?: unknown }>> {
  const { createJiti } = await import("jiti");
  const url = pathToFileURL(file).href;
  return () => createJiti(url, { alias: { ...alias }, fsCache: false, interopDefault: false, ...options }).import(file);
}

/** What was made of a file, and of which text. */
const compiled = new Map<string, { source: string; code: string }>();

/** Compiles only what has changed. Note: of a file there are two forms, one of which may wait. */
export async function createCompiler(): Promise<(options: TransformOptions) => TransformResult> {
  const { createJiti } = await import("jiti");
  const { transform } = createJiti(import.meta.url, { fsCache: false });
  return (options) => {
    const known = compiledBefore(options);
    if (known !== undefined) return known;
    const code = transform(options);
    compiled.set(keyOf(options), { source: options.source, code });
    return { code };
  };
}

function compiledBefore(options: TransformOptions): TransformResult | undefined {
  const known = compiled.get(keyOf(options));
  return known?.source === options.source ? known : undefined;
}

function keyOf({ filename, async }: TransformOptions): string {
  return `${filename} ${async === true}`;
}
