import { join } from "node:path";
import { createCatalog } from "../../../src/catalog.ts";

/** The contract of the fictional vendor, for tests of small parts that need nothing else of it. */
export async function loadNoted() {
  const catalog = createCatalog({ providersDir: join(import.meta.dirname, "providers") });
  const { contract } = await catalog.loadProvider("noted");
  return {
    contract,
    operation(id: string) {
      const operation = [...contract.operations.values()].find((one) => one.id === id);
      if (operation === undefined) throw new Error(`There is no operation ${id}.`);
      return operation;
    },
  };
}
