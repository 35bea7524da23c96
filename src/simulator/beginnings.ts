import type { Scenario } from "../define.ts";
import { type Beginning, toBeginning, weighStates } from "./packed-states.ts";
import type { Space } from "./store.ts";

/** What the states that began in one scenario have in common. */
interface Common {
  /** Undefined where none has been made here. */
  scenario: Scenario<unknown> | undefined;
  /** What a state weighs as the scenario makes it. */
  weight: number | undefined;
  beginning: Beginning | undefined;
  /** What that is a copy of; undefined while it is none of this scenario's. */
  copied: "scenario" | "other" | undefined;
}

/** A state of less is copied to be a beginning: what the copy takes is counted nowhere. Larger ones are packed whole. */
const mostBytes = 1024 * 1024;

/**
 * What the states of one provider's tenants began as, by the name of the scenario: all that begin in one begin alike. It is
 * copied from the second that comes, for one that is alone never rests.
 */
export class Beginnings {
  readonly #all = new Map<string, Common>();

  of({ scenario }: Space): Beginning | undefined {
    return this.#all.get(scenario)?.beginning;
  }

  /** Answers what a state weighs that its scenario has just made. After an edit the scenario is another one. */
  addBegun(space: Space, scenario: Scenario<unknown>): number | undefined {
    const known = this.#all.get(space.scenario);
    if (known?.scenario !== scenario) {
      const weight = weighStates(space);
      this.#all.set(space.scenario, { scenario, weight, beginning: known?.beginning, copied: undefined });
      return weight;
    }
    if (known.copied !== "scenario") copy(known, space, "scenario", known.weight);
    return known.weight;
  }

  /** The same of a state that comes from elsewhere, such as a file. */
  addOther(space: Space): number | undefined {
    const weight = weighStates(space);
    const known = this.#all.get(space.scenario);
    if (known === undefined)
      this.#all.set(space.scenario, { scenario: undefined, weight, beginning: undefined, copied: undefined });
    else if (known.copied === undefined) copy(known, space, "other", weight);
    return weight;
  }
}

function copy(common: Common, { context }: Space, copied: Common["copied"], weight: number | undefined): void {
  if (weight === undefined || weight >= mostBytes) return;
  common.beginning = toBeginning(context?.state);
  common.copied = copied;
}
