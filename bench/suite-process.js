// The adapter suite in one process, as a test file of a user's has it: node bench/suite-process.js FOLDER [OPERATION]
// FOLDER is one of examples/adapters/; without OPERATION all that its standin.adapter.yaml names are tested. Where a file
// with the number 3 is open, what it took is written there.
import { fstatSync, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { createJiti } from "jiti";
import { testAdapter } from "../dist/src/node-test.js";

/** The partition that a stand-in has records in, where the vendor has partitions. */
const accounts = {
  "ctrl-hub": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
  stackone: "standin-account",
  truto: "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
};

// The peers' dependencies, which lie nearer, have another version of it.
const { parse } = createRequire(new URL("../package.json", import.meta.url))("yaml");

const [folder, only] = process.argv.slice(2);
const place = new URL(`../examples/adapters/${folder}/`, import.meta.url);
const read = (name) => readFileSync(new URL(name, place), "utf8");
const { provider, operations, retries } = parse(read("standin.adapter.yaml"));
const source = fileURLToPath(new URL("adapter.ts", place));
// Node.js reads TypeScript by itself from 22.18 on.
const exported = process.features.typescript ? await import(source) : await createJiti(import.meta.url).import(source);
const [Adapter] = Object.entries(exported).flatMap(([name, value]) => (name.endsWith("Adapter") ? [value] : []));
const accountId = accounts[provider];

const tested = Object.entries(operations)
  .filter(([id]) => only === undefined || id === only)
  .map(([id, { input, output }]) => [
    id,
    {
      input: JSON.parse(read(input)),
      ...(output === undefined ? {} : { output: JSON.parse(read(output)) }),
      call: (adapter, given) => adapter[id](given),
    },
  ]);

const started = performance.now();
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const taken = { suiteMs: performance.now() - started, processMs: performance.now(), cpuMs: (user + system) / 1000 };
  if (isOpen(3)) writeSync(3, JSON.stringify(taken));
});

testAdapter(provider, {
  create: (given) => new Adapter({ ...given, accountId }),
  operations: Object.fromEntries(tested),
  retries,
});

function isOpen(file) {
  try {
    return fstatSync(file).isFIFO() || fstatSync(file).isSocket();
  } catch {
    return false;
  }
}
