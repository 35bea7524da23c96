import { readFileSync } from "node:fs";
import { join } from "node:path";
import { adapters } from "../../examples/adapters/adapters.ts";
import { readConfig } from "../../examples/adapters/drive.ts";
import type { AdapterUnderTest } from "../../src/adapter-suite.ts";

type Call = ReturnType<NonNullable<(typeof adapters)[string]>>;

interface Example extends AdapterUnderTest<Call> {
  provider: string;
  /** The partition that it works in, where the vendor has them. */
  accountId: string | undefined;
}

const accounts: Readonly<Record<string, string>> = {
  "ctrl-hub": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
  stackone: "standin-account",
  truto: "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
};

/** An adapter of examples/ as its own config describes it, called in this process. */
export function exampleAdapter(folder: string): Example {
  const { provider, operations, retries } = readConfig(folder);
  const create = adapters[folder];
  if (create === undefined) throw new Error(`examples/adapters has no ${folder}`);
  const read = (file: string) =>
    JSON.parse(readFileSync(join(import.meta.dirname, "../../examples/adapters", folder, file), "utf8"));
  const tested = Object.entries(operations).map(([id, { input, output }]) => [
    id,
    {
      call: (call: Call, given: unknown) => call(id, given),
      input: read(input),
      ...(output === undefined ? {} : { output: read(output) }),
    },
  ]);
  return { provider, accountId: accounts[provider], create, operations: Object.fromEntries(tested), retries };
}
