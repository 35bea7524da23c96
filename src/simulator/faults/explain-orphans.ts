import type { MemoryStore } from "../memory-store.ts";
import type { ServedProvider } from "../provider.ts";

/** Tenants and operations that are named, each. */
const mostNamed = 3;

/** Which faults are armed for operations that a provider has not, or no more; undefined where there are none. */
export function explainOrphans({ id, contract }: ServedProvider, store: MemoryStore): string | undefined {
  const known = new Set(contract.operations.map((operation) => operation.id));
  const tenants = new Set<string>();
  const operations = new Set<string>();
  for (const tenant of store.listTenants(id)) {
    const { faults, clock } = store.peek(id, tenant);
    for (const { operation } of faults.listLive(clock.read())) {
      if (operation === undefined || known.has(operation)) continue;
      tenants.add(tenant);
      operations.add(operation);
    }
  }
  if (operations.size === 0) return undefined;
  return `faults are armed for what is no operation any more, and hit nothing: ${name(operations)}. Tenants: ${name(tenants)}.`;
}

function name(names: ReadonlySet<string>): string {
  const more = names.size - mostNamed;
  return `${[...names].slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
