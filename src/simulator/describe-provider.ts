import type { Provider } from "../catalog.ts";
import type { Fixture } from "../define.ts";
import type { Evidence } from "../exchange.ts";
import { standinCredential } from "./provider.ts";
import { defaultTenant } from "./tenancy.ts";

/** A provider as users see it in lists. */
export interface ProviderDescription {
  id: string;
  /** What replaces the vendor's base URL. */
  baseUrl: string;
  credential: string;
  /** The vendor's own hosts: a request with one of them as its Host is served too. */
  hosts: string[];
  scenarios: string[];
  /** Credentials beside `credential`, with what sets each apart. */
  credentials: Record<string, string>;
  fixtures: Fixture[];
  operations: OperationDescription[];
}

export interface OperationDescription {
  id: string;
  method: string;
  path: string;
  summary: string;
  evidence: Evidence;
  source: string | null;
  deprecated: boolean;
  /** Why the stand-in does not serve it; null when it does. */
  notModelled: string | null;
}

/** Describes a provider for a tenant; `origin` is where the stand-in is reached. */
export function describeProvider(provider: Provider, origin: string, tenant: string): ProviderDescription {
  const { contract, definition } = provider;
  return {
    id: provider.id,
    baseUrl: baseUrlOf(provider, origin),
    credential: credentialOf(tenant),
    hosts: [...new Set(contract.servers.map(({ host }) => host))],
    scenarios: Object.keys(definition.scenarios),
    credentials: { ...definition.credentials },
    fixtures: [...(definition.fixtures ?? [])],
    operations: contract.operations.map(({ id, method, path, summary, evidence, source, deprecated }) => ({
      id,
      method,
      path,
      summary,
      evidence,
      source,
      deprecated,
      notModelled: definition.notModelled?.[id] ?? null,
    })),
  };
}

/** Below the provider's name stands what follows the vendor's host. */
export function baseUrlOf(provider: Provider, origin: string): string {
  return `${origin}/${provider.id}${provider.contract.servers[0]?.basePath ?? ""}`;
}

export function credentialOf(tenant: string): string {
  return tenant === defaultTenant ? standinCredential : `${standinCredential}+${tenant}`;
}
