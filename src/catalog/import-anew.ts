import { realpathSync } from "node:fs";
import { createRequire, register } from "node:module";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Imports once more what lies in a folder, as it is now. The platform keeps for ever what it has imported: so JavaScript
 * gets an address of its own each time, CommonJS is taken from its cache, and TypeScript is none of the platform's.
 */
export async function importAnew<T>(folder: string, load: () => Promise<T>): Promise<T> {
  const real = realpathSync(folder);
  const version = versionOf(real);
  version[0] = (version[0] as number) + 1;
  return withoutExit(real, () => {
    requireAnew(real);
    return load();
  });
}

/** How often each folder was imported; shared with the thread in which modules are found. */
const versions = new Map<string, Int32Array>();

function versionOf(folder: string): Int32Array {
  const known = versions.get(folder);
  if (known !== undefined) return known;
  const version = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const data = { version, folder: pathToFileURL(join(folder, sep)).href };
  // An address of its own: the platform makes one module of each, which would know the last folder only.
  register(`data:text/javascript,${encodeURIComponent(`${hooks}// ${versions.size}`)}`, { data });
  versions.set(folder, version);
  return version;
}

/** What one module imports has its version, so that no mock consists of two. */
const hooks = `
let folder, version;
export function initialize(data) {
  ({ folder, version } = data);
}
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const { url } = found;
  if (!url.startsWith(folder) || url.includes("/node_modules/") || url.includes("?")) return found;
  const of = context.parentURL?.startsWith(folder) ? new URL(context.parentURL).search : "";
  return { ...found, url: url + (of || "?" + version[0]) };
}
`;

const require = createRequire(import.meta.url);

/** Note: what is only taken from the cache Node 20 hands out empty where another module passes it on. */
function requireAnew(folder: string): void {
  const held = Object.keys(require.cache).filter(
    (file) => file.startsWith(join(folder, sep)) && !file.includes(join(sep, "node_modules", sep)),
  );
  for (const file of held) delete require.cache[file];
  for (const file of held) {
    try {
      require(file);
    } catch {
      // Whoever imports it is told.
    }
  }
}

/** The folders that are being imported from. */
const importing: string[] = [];
let { exit } = process;

/** A mock that ends the process while it is imported is a broken one, and its last version is being served. */
async function withoutExit<T>(folder: string, load: () => Promise<T>): Promise<T> {
  if (importing.length === 0) {
    exit = process.exit;
    process.exit = (code) => {
      const { stack = "" } = new Error();
      if (importing.some((each) => stack.includes(each))) throw new Error(`it calls process.exit(${code ?? ""})`);
      return exit(code);
    };
  }
  importing.push(folder);
  try {
    return await load();
  } finally {
    importing.splice(importing.indexOf(folder), 1);
    if (importing.length === 0) process.exit = exit;
  }
}
