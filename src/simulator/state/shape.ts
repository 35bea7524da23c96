import { types } from "node:util";
import { type MemberNames, memberNames } from "./misspelt-members.ts";
import { isPlainObject, kindOf, type Path } from "./plain-data.ts";

/** What the state of a scenario is made of: it tells where Maps stand, and what its other members are. */
export type Shape =
  /** Records by key. `numbered`: all its keys are numbers. `names`: what any of the records has. */
  | { kind: "map"; numbered: boolean; names: MemberNames }
  /** The state itself, or an object in it that holds Maps. */
  | { kind: "frame"; members: ReadonlyMap<string, Shape> }
  /** `is`: in the words of `kindOf`; "anything" where the scenario has null, or a member that is undefined. */
  | { kind: "value"; is: string; optional: boolean };

/** The shape of a state. */
export function shapeOf(state: unknown): Shape {
  if (isPlainObject(state)) return frameOf(state, []);
  return state === null ? { kind: "value", is: "null", optional: false } : memberShape(state, []);
}

function frameOf(value: Record<string, unknown>, above: readonly unknown[]): Shape {
  const members = Object.entries(value).map(
    ([name, member]) => [name, memberShape(member, [...above, value])] as const,
  );
  return { kind: "frame", members: new Map(members) };
}

function memberShape(value: unknown, above: readonly unknown[]): Shape {
  if (types.isMap(value)) {
    const numbered = value.size > 0 && [...value.keys()].every((key) => typeof key === "number");
    return { kind: "map", numbered, names: memberNames(value.values()) };
  }
  if (isPlainObject(value) && holdsMap(value, above)) return frameOf(value, above);
  const is = value === undefined || value === null ? "anything" : kindOf(value);
  return { kind: "value", is, optional: value === undefined };
}

/** `above` ends what holds itself. */
function holdsMap(value: unknown, above: readonly unknown[]): boolean {
  if (types.isMap(value)) return true;
  if (!isPlainObject(value) || above.includes(value)) return false;
  return Object.values(value).some((member) => holdsMap(member, [...above, value]));
}

/** A Map of a state. */
export interface MapShape {
  /** Such as "tasks" or "crm.tasks". */
  name: string;
  /** The way to it. */
  path: Path;
  names: MemberNames;
}

/** The Maps of a shape. */
export function mapsOf(shape: Shape, path: Path = []): MapShape[] {
  if (shape.kind === "map") return [{ name: path.join("."), path, names: shape.names }];
  if (shape.kind === "value") return [];
  return [...shape.members].flatMap(([name, member]) => mapsOf(member, [...path, name]));
}
