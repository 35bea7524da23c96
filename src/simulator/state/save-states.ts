import { StandinError } from "../../errors.ts";
import type { ServedProvider } from "../provider.ts";
import type { Simulator } from "../simulator.ts";
import type { StateFile } from "./state-file.ts";

/**
 * Saves the states of all tenants, and lets go of the file. What it had of providers that are not served, and of tenants
 * whose state cannot be told, it keeps; what the next start would refuse is saved and told. Rejects with
 * STATE_UNAVAILABLE where none could be saved, and with STATE_INVALID once all others are where some could not.
 */
export async function saveStates(
  file: StateFile,
  providers: readonly ServedProvider[],
  { save, explainRefused, defects }: Simulator,
): Promise<void> {
  const refused = new Map<string, { subject: string; isKept: boolean }>();
  const saved = new Map(providers.map((provider) => [provider.id, { provider, tenants: [] as string[] }]));
  function* states() {
    for (const { provider, tenants } of saved.values()) {
      const states = save(provider, (tenant, { message }) => {
        const subject = `the tenant "${tenant}": ${message}`;
        refused.set(`${provider.id}/${tenant}`, { subject, isKept: file.has(provider.id, tenant) });
      });
      for (const { tenant, json } of states) {
        tenants.push(tenant);
        yield json;
      }
    }
  }
  try {
    file.save(states(), (provider, tenant) => !saved.has(provider) || refused.has(`${provider}/${tenant}`));
  } finally {
    file.release();
  }
  for (const { provider, tenants } of saved.values()) {
    const line = await explainRefused(provider, tenants);
    if (line !== undefined) defects.giveHint(`[${provider.id}] ${line}`);
  }
  const all = [...refused.values()];
  const [first] = all;
  if (first === undefined) return;
  const kept = all.filter(({ isKept }) => isKept).length;
  const rest =
    all.length === 1
      ? `The file ${kept === 1 ? "keeps what it had of it" : "had nothing of it"}.`
      : `And ${all.length - 1} more. The file keeps what it had of ${kept === 0 ? "none" : kept} of them.`;
  throw new StandinError("STATE_INVALID", `All states are saved but that of ${first.subject} ${rest}`);
}
