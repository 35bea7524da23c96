import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { AdapterUnderTest } from "../../src/adapter-suite.ts";

type Methods = Record<string, (input: unknown) => unknown>;
type AdapterClass = new (options: Record<string, unknown>) => Methods;

/** The partitions that the adapters of examples/ work in. */
const accounts: Readonly<Record<string, string>> = {
  "ctrl-hub": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
  stackone: "standin-account",
  truto: "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
};

/** An adapter of examples/ as its own config describes it, called in this process. */
export async function exampleAdapter(name: string): Promise<AdapterUnderTest<Methods>> {
  const folder = join(import.meta.dirname, "../../examples/adapters", name);
  const config = load(readFileSync(join(folder, "standin.adapter.yaml"), "utf8")) as {
    operations: Record<string, { input?: string; output?: string }>;
    retries: boolean;
  };
  const module = (await import(join(folder, "adapter.ts"))) as Record<string, unknown>;
  const Adapter = Object.entries(module).find(([key]) => key.endsWith("Adapter"))?.[1] as AdapterClass;
  const read = (file: string | undefined) =>
    file === undefined ? undefined : JSON.parse(readFileSync(join(folder, file), "utf8"));
  const operations = Object.entries(config.operations).map(([id, { input, output }]) => [
    id,
    {
      call: (adapter: Methods, given: unknown) => adapter[id]?.(given),
      ...(input === undefined ? {} : { input: read(input) }),
      ...(output === undefined ? {} : { output: read(output) }),
    },
  ]);
  return {
    create: ({ baseUrl, credential }) => new Adapter({ baseUrl, credential, accountId: accounts[name] }),
    operations: Object.fromEntries(operations),
    retries: config.retries,
  };
}
