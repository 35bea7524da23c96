import { type Catalog, createCatalog } from "../catalog.ts";
import { StandinError } from "../errors.ts";
import { type Colors, colorsFor } from "../report/colors.ts";
import { formatTable } from "../report/table.ts";
import { describeProvider, type ProviderDescription } from "../simulator/describe-provider.ts";
import { defaultTenant } from "../simulator/tenancy.ts";
import { defaultHost, defaultPort } from "./default-address.ts";

export interface ListOptions {
  providers?: string;
  json?: boolean;
}

const defaultOrigin = `http://${defaultHost}:${defaultPort}`;

/** Lists the providers, or all that a user needs to know of one. */
export async function list(id: string | undefined, options: ListOptions): Promise<void> {
  const catalog = createCatalog({ providersDir: options.providers });
  const colors = colorsFor(process.stdout);
  if (id !== undefined) {
    const description = await describe(catalog, id);
    process.stdout.write(options.json ? toJson(description) : formatProvider(description, colors));
    return;
  }
  const { providers, broken } = await describeAll(catalog);
  process.stdout.write(options.json ? toJson({ providers }) : formatProviders(providers, colors));
  const [first] = broken;
  if (first !== undefined) throw new StandinError(first.code, broken.map(({ message }) => message).join("\nstandin: "));
}

/** One that is broken hides none of the others. */
async function describeAll(catalog: Catalog): Promise<{ providers: ProviderDescription[]; broken: StandinError[] }> {
  const providers: ProviderDescription[] = [];
  const broken: StandinError[] = [];
  for (const id of catalog.listProviders()) {
    try {
      providers.push(await describe(catalog, id));
    } catch (error) {
      if (!(error instanceof StandinError)) throw error;
      broken.push(error);
    }
  }
  return { providers, broken };
}

async function describe(catalog: Catalog, id: string): Promise<ProviderDescription> {
  return describeProvider(await catalog.loadProvider(id), defaultOrigin, defaultTenant);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function formatProviders(providers: readonly ProviderDescription[], colors: Colors): string {
  const rows = providers.map(({ id, operations, baseUrl, credential }) => [
    id,
    String(operations.length),
    baseUrl,
    credential,
  ]);
  return formatTable([["PROVIDER", "OPERATIONS", "BASE URL", "CREDENTIAL"], ...rows], colors);
}

function formatProvider(provider: ProviderDescription, colors: Colors): string {
  const { id, baseUrl, credential, hosts, scenarios, credentials, fixtures, operations } = provider;
  const facts = [
    ["base URL", baseUrl],
    ["credential", `${credential}, and ${credential}+NAME for a tenant of its own`],
    ["vendor's host", hosts.join(", ")],
    ["scenarios", scenarios.join(", ")],
  ];
  const named = [
    ...Object.entries(credentials).map(([value, description]) => ["credential", value, description]),
    ...fixtures.map(({ kind, value, description }) => [kind, value, description]),
  ];
  const rows = operations.map((operation) => [
    operation.id,
    operation.method,
    operation.path,
    operation.evidence,
    operation.notModelled === null ? "yes" : `no: ${operation.notModelled}`,
  ]);
  const sections = [
    `${colors.bold(id)}\n${formatTable(facts)}`,
    formatTable([["OPERATION", "METHOD", "PATH", "EVIDENCE", "MODELLED"], ...rows], colors),
  ];
  if (named.length > 0) sections.push(formatTable([["KIND", "VALUE", "WHAT IT IS"], ...named], colors));
  return sections.join("\n");
}
