// Makes the JavaScript of the package, beside the declarations that tsc has written: node scripts/bundle.js FOLDER.
// Node takes about a millisecond to find, read and link a module. The sources are two hundred, ajv is seventy more and
// libphonenumber as many: most of a start, which is a matter of tenths of a second, would be spent on them.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { parse } from "yaml";
import { joined, joinedWithThem } from "./joined.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = process.argv[2];
const partOfOurs = new RegExp(`^(${[...joined, ...joinedWithThem].join("|")})(/|$)`);

const bundle = await rolldown({
  cwd: root,
  input: Object.fromEntries(entries().map((name) => [name, join(root, `${name}.ts`)])),
  platform: "node",
  external: (id) => !id.startsWith(".") && !isAbsolute(id) && !partOfOurs.test(id),
});
// Shared files lie in src as well: from there catalog.ts finds the mocks.
const { output } = await bundle.write({
  dir: folder,
  entryFileNames: "[name].js",
  chunkFileNames: "src/[name]-[hash].js",
});
for (const { fileName, code } of output) writeFileSync(join(folder, fileName), narrow(code));
writeFileSync(join(folder, "THIRD-PARTY-LICENSES.txt"), licencesOf(output.flatMap(({ moduleIds }) => moduleIds ?? [])));
writeParsed(join(folder, "parsed"));
deletePrivateDeclarations();

/** Writes a character beyond Latin-1 as an escape: with one in it, the engine keeps all of a file at two bytes a character. */
function narrow(code) {
  const [raw] = /String\.raw`[^`]*[^\0-\xff][^`]*`/.exec(code) ?? [];
  if (raw !== undefined)
    throw new Error(`${raw} would hand out an escape as it is written: name the character without String.raw.`);
  return code.replaceAll(/[^\0-\xff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What package.json points at, and each mock by itself: only those that are served are loaded. */
function entries() {
  const manifest = readFileSync(join(root, "package.json"), "utf8");
  const named = [...manifest.matchAll(/"(?:\.\/)?dist\/(src\/[^"]+)\.js"/g)].map(([, name]) => name);
  const mocks = readdirSync(join(root, "mocks")).map((name) => `mocks/${name}/index`);
  return [...named, ...mocks.filter((name) => existsSync(join(root, `${name}.ts`)))];
}

/** Leaves the declarations that those of the public entries lead to. */
function deletePrivateDeclarations() {
  const manifest = readFileSync(join(root, "package.json"), "utf8");
  const pending = [...manifest.matchAll(/"(?:\.\/)?dist\/([^"]+\.d\.ts)"/g)].map(([, name]) => join(folder, name));
  const reached = new Set();
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (reached.has(file) || !existsSync(file)) continue;
    reached.add(file);
    for (const [, name] of readFileSync(file, "utf8").matchAll(/(?:from |import\(|import )"(\.[^"]+)\.ts"/g))
      pending.push(join(dirname(file), `${name}.d.ts`));
  }
  for (const name of readdirSync(folder, { recursive: true }))
    if (name.endsWith(".d.ts") && !reached.has(join(folder, name))) rmSync(join(folder, name));
}

/** The licences of the packages that the modules are of, which ask to be handed on with them. */
function licencesOf(modules) {
  const folders = modules.map((id) => /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0]);
  const packages = [...new Set(folders.filter((path) => path !== undefined))].sort();
  const texts = packages.map((path) => {
    const { name, version } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    const files = readdirSync(path).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    if (files.length === 0) throw new Error(`${name} has no file with its licence, and cannot become part of ours`);
    const licences = files.map((file) => readFileSync(join(path, file), "utf8").trim());
    return `${[`${name} ${version}`, ...licences].join("\n\n")}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/** The contracts as JSON, for reading YAML takes a fifth of a start. Each is found by the hash of its text, and by no other. */
function writeParsed(to) {
  mkdirSync(to);
  const contracts = join(root, "contracts");
  if (!existsSync(contracts)) return;
  for (const name of readdirSync(contracts, { recursive: true })) {
    if (!/\.ya?ml$/.test(name)) continue;
    const text = readFileSync(join(contracts, name), "utf8");
    const hash = createHash("sha256").update(text).digest("hex");
    writeFileSync(join(to, `${hash}.json`), JSON.stringify(parse(text)));
  }
}
