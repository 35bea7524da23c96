import type { Catalog } from "../../src/catalog.ts";
import { fromInteraction } from "../../src/cli/archive/interaction.ts";
import { type Interaction, withTenant } from "../providers/interaction.ts";
import type { Sent } from "./wire.ts";

/** A request with what the vendor makes of it. */
export interface Documented extends Sent {
  operation: string | null;
  status: number;
}

/** The documented requests of a provider that the vendor does not answer with a failure of its own, as a tenant sends them. */
export async function documentedRequests(catalog: Catalog, provider: string, tenant: string): Promise<Documented[]> {
  const { definition } = await catalog.loadProvider(provider);
  const credentials = ["standin-key", ...Object.keys(definition.credentials ?? {})];
  const interactions = catalog.listInteractions(provider).map(({ interaction }) => interaction as Interaction);
  const answered = interactions.filter(({ response }) => response.status < 500);
  return answered.map((interaction) => {
    const { method, url, headers, body } = fromInteraction(interaction).request;
    const sent = withTenant(headers ?? {}, credentials, tenant);
    return {
      operation: interaction.operation,
      status: interaction.response.status,
      method,
      target: url.replace(/^https?:\/\/[^/]*/, `/${provider}`),
      headers: [["host", "localhost"], ...Object.entries(sent).map(([name, value]) => [name, String(value)] as const)],
      body,
    };
  });
}
