import type { Violation } from "../../exchange.ts";
import type { SpaceSettings } from "../space.ts";

/** What states are judged with, and told. */
export interface StateSettings extends SpaceSettings {
  /** Names the file of a violation as its reader can open it. */
  locate: <Told extends Pick<Violation, "provider" | "contract">>(told: Told) => Told;
}
