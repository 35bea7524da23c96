import { Refusal } from "../refusal.ts";
import { type BrokenRecord, formatBroken } from "./broken-record.ts";
import type { BrokenPlace } from "./plain-data.ts";
import type { StateSettings } from "./state-settings.ts";

/** The most broken places that are looked for and told. */
export const mostBroken = 100;

/** A state cannot stand in the place of the tenant's: the places that are broken, with what the contract says there. */
export class StateRefusal extends Refusal {
  /** All that was found, of which no more than `mostBroken` are told. */
  readonly broken: readonly (BrokenPlace | BrokenRecord)[];

  /** `hint` stands below what is told. */
  constructor(
    provider: string,
    broken: readonly (BrokenPlace | BrokenRecord)[],
    { locate }: Pick<StateSettings, "locate">,
    hint?: string,
  ) {
    const told = broken.slice(0, mostBroken);
    const complete = told.length === broken.length;
    const count = broken.length === 1 ? "1 place is broken" : `${told.length} places are broken`;
    const lines = told.map((one) => `\n${formatBroken(one, provider, locate)}`).join("");
    const head = complete ? count : `more than ${count}`;
    const last = hint === undefined ? "" : `\n${hint}`;
    super("state", `[${provider}] The state is refused, ${head}:${lines}${last}`, { broken: told, complete });
    this.broken = broken;
  }
}
