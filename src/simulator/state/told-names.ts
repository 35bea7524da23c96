import type { ServedProvider } from "../provider.ts";
import { mergeNames } from "./misspelt-members.ts";
import { type MapShape, mapsOf, shapeOf } from "./shape.ts";

/** By definition: a mock that is loaded anew may name its members otherwise. */
const told = new WeakMap<object, Map<string, MapShape>>();

/** What a state that is told has for members is taken back, whatever their names are near to. */
export function rememberNames({ definition }: ServedProvider, state: unknown): void {
  const known = told.get(definition) ?? new Map<string, MapShape>();
  told.set(definition, known);
  for (const map of mapsOf(shapeOf(state)))
    known.set(map.name, { ...map, names: mergeNames([known.get(map.name)?.names ?? new Map(), map.names]) });
}

/** The Maps of the states that were told, with all members that their records had. */
export function toldMaps({ definition }: ServedProvider): MapShape[] {
  return [...(told.get(definition)?.values() ?? [])];
}
