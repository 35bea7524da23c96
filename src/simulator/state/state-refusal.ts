import { Refusal } from "../refusal.ts";
import type { BrokenRecord } from "./broken-record.ts";
import { formatBroken } from "./broken-record.ts";
import type { BrokenPlace } from "./plain-data.ts";

/** The most places that a message or a problem names; all are counted. */
const mostTold = 100;

/** A state cannot stand in the place of the tenant's: every place that is broken, with what the contract says there. */
export class StateRefusal extends Refusal {
  constructor(provider: string, broken: readonly (BrokenPlace | BrokenRecord)[]) {
    const told = broken.slice(0, mostTold);
    const count = broken.length === 1 ? "1 place is broken" : `${broken.length} places are broken`;
    const more = broken.length > told.length ? `\n… and ${broken.length - told.length} more` : "";
    const lines = told.map((one) => `\n${formatBroken(one)}`).join("");
    super("state", `[${provider}] The state is refused, ${count}:${lines}${more}`, {
      broken: told,
      total: broken.length,
    });
  }
}
