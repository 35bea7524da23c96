// npm run mutation -- [FILE...]: changes the sources one place at a time, and tells what no test notices.
// The files are of src/contract or of src/conformance, each with the tests of its own folder; without any it is all of both.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const stryker = `${folder}/node_modules/@stryker-mutator/core/bin/stryker.js`;
if (!existsSync(stryker)) {
  console.error("StrykerJS is not installed. Run: npm ci --prefix mutation");
  process.exit(2);
}
const asked = process.argv.slice(2);
const foreign = asked.find((file) => !/^src\/(contract|conformance)\/.*\.ts$/.test(file));
if (foreign !== undefined) {
  console.error(`"${foreign}" is no source of src/contract or src/conformance, such as src/contract/union.ts.`);
  process.exit(2);
}
for (const part of ["contract", "conformance"]) {
  const files = asked.length === 0 ? [`src/${part}/**/*.ts`] : asked.filter((file) => file.startsWith(`src/${part}/`));
  if (files.length > 0) await mutate(part, files);
}

async function mutate(part, files) {
  const args = [stryker, "run", `${folder}/stryker.config.js`, "--mutate", files.join(",")];
  const env = { ...process.env, MUTATED: part, MUTATED_FILES: files.join(",") };
  const child = spawn(process.execPath, args, { cwd: dirname(folder), env, stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) process.exitCode = code ?? 1;
}
