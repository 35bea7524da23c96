import type { Server } from "./contract.ts";
import { type ContractDocuments, child, contractError, type Node } from "./documents.ts";
import { quote } from "./explain.ts";
import { allow, itemsOf, membersOf } from "./openapi-fields.ts";

/** The servers of the vendor's API; the first is the vendor's base URL. */
export function readServers(documents: ContractDocuments): Server[] {
  const servers = itemsOf(child(documents.root, "servers")).map((node) => readServer(documents, node));
  if (servers.length === 0)
    throw contractError(documents, documents.root, "the contract names no server; its first is the vendor's base URL");
  return servers;
}

/** Operations are found below the contract's servers only: one with servers of its own would be looked for in the wrong place. */
export function refuseServers(documents: ContractDocuments, node: Node): void {
  const at = child(node, "servers");
  if (at !== undefined)
    throw contractError(documents, at, `"servers" stands at the contract's root only: all operations are below those`);
}

function readServer(documents: ContractDocuments, node: Node): Server {
  allow(documents, node, "server");
  const defaults = new Map<string, string>();
  for (const [name, variable] of membersOf(child(node, "variables"))) {
    allow(documents, variable, "serverVariable");
    const value = child(variable, "default");
    if (value === undefined) throw contractError(documents, variable, `the server variable "${name}" has no default`);
    defaults.set(name, value.value as string);
  }
  const url = child(node, "url");
  const filled = String(url?.value).replaceAll(/\{([^}]+)\}/g, (whole, name: string) => defaults.get(name) ?? whole);
  const parsed = url !== undefined && URL.canParse(filled) ? new URL(filled) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || /[{}]/.test(filled))
    throw contractError(
      documents,
      url ?? node,
      `a server has the absolute URL of the vendor's API, and ${quote(url?.value)} is none`,
    );
  return { origin: parsed.origin, host: parsed.host, basePath: parsed.pathname.replace(/\/+$/, "") };
}
