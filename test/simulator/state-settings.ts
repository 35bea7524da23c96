import type { StateSettings } from "../../src/simulator/state/state-settings.ts";

/** As stand-ins are started with. */
export const settings: StateSettings = {
  seed: 1,
  scenario: "documented",
  clock: "stepped",
  limits: false,
  quotasOf: () => ({}),
  locate: (told) => told,
};
