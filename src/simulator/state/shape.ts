import { types } from "node:util";
import { type MemberNames, memberNames } from "./misspelt-members.ts";
import { isPlainObject, kindOf, type Path } from "./plain-data.ts";

/** What the state of a scenario is made of: it tells where Maps stand, and what its other members are. */
export type Shape =
  /**
   * Records by key. `numbered`: all its keys are numbers. `common`: what all its records have, where all are objects;
   * undefined where some are not, or there is none. `names`: what any of them has.
   */
  | { kind: "map"; numbered: boolean; common: ReadonlyMap<string, ValueShape> | undefined; names: MemberNames }
  /** The state itself, or an object in it that holds Maps. */
  | { kind: "frame"; members: ReadonlyMap<string, Shape> }
  | ValueShape;

/**
 * In the words of `kindOf`, or a whole number; "anything" where the scenario has null, or a member that is undefined.
 */
export interface ValueShape {
  kind: "value";
  is: string;
  optional: boolean;
}

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
    const records = [...value.values()];
    return { kind: "map", numbered, common: commonMembers(records), names: memberNames(records) };
  }
  if (isPlainObject(value) && holdsMap(value, above)) return frameOf(value, above);
  return valueShape(value, Number.isSafeInteger(value) ? wholeNumber : undefined);
}

export const wholeNumber = "a whole number";

function valueShape(value: unknown, is = kindOf(value)): ValueShape {
  return {
    kind: "value",
    is: value === undefined || value === null ? "anything" : is,
    optional: value === undefined,
  };
}

/** The members that every record has, each of one kind in all of them or of any. */
function commonMembers(records: readonly unknown[]): ReadonlyMap<string, ValueShape> | undefined {
  const [first] = records;
  if (!isPlainObject(first) || !records.every(isPlainObject)) return undefined;
  const names = Object.keys(first).filter((name) => records.every((record) => record[name] !== undefined));
  return new Map(
    names.map((name) => {
      const kinds = new Set(records.map((record) => valueShape(record[name]).is));
      return [name, valueShape(kinds.size === 1 ? first[name] : null)];
    }),
  );
}

/** `above` ends what holds itself. */
function holdsMap(value: unknown, above: readonly unknown[]): boolean {
  if (types.isMap(value)) return true;
  if (!isPlainObject(value) || above.includes(value)) return false;
  return Object.values(value).some((member) => holdsMap(member, [...above, value]));
}

/** The Maps of a shape by their names, such as "tasks" or "crm.tasks", with the way to each. */
export function mapsOf(
  shape: Shape,
  path: Path = [],
): (Pick<Extract<Shape, { kind: "map" }>, "common" | "names"> & { name: string; path: Path })[] {
  if (shape.kind === "map") return [{ name: path.join("."), path, common: shape.common, names: shape.names }];
  if (shape.kind === "value") return [];
  return [...shape.members].flatMap(([name, member]) => mapsOf(member, [...path, name]));
}
