import { types } from "node:util";
import { type MemberNames, memberNames } from "./misspelt-members.ts";
import { isPlainObject, kindOf, type Path } from "./plain-data.ts";

/** What the state of a scenario is made of: it tells where Maps stand, and what its other members are. */
export type Shape =
  /**
   * Records by key. `numbered`: all its keys are numbers. `common`: what all its records have, where all are objects;
   * undefined where some are not, or there is none. `keyed`: those of them that are every record's key. `names`: what any
   * of them has.
   */
  | {
      kind: "map";
      numbered: boolean;
      common: ReadonlyMap<string, ValueShape> | undefined;
      keyed: readonly string[];
      names: MemberNames;
    }
  /** The state itself, or an object in it that holds Maps. */
  | { kind: "frame"; members: ReadonlyMap<string, Shape> }
  | ValueShape;

/**
 * In the words of `kindOf`, or a UUID; "anything" where the scenario has null, or a member that is undefined.
 */
export interface ValueShape {
  kind: "value";
  is: string;
  optional: boolean;
  /** What all items of a list are, in all records. */
  items?: ValueShape;
  /** What all objects have there, in all records. */
  members?: ReadonlyMap<string, ValueShape>;
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
    const common = commonMembers(records);
    const keyed = [...(common?.keys() ?? [])].filter((name) => isKeyOfAll(value, name));
    return { kind: "map", numbered, common, keyed, names: memberNames(records) };
  }
  if (isPlainObject(value) && holdsMap(value, above)) return frameOf(value, above);
  return isUuid(value) ? valueShape(value, uuid) : valueShape(value);
}

/** Of a record that is the contract's matter; beside them handlers put it into what they make. */
export const uuid = "a UUID";

export function isUuid(value: unknown): boolean {
  return typeof value === "string" && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value);
}

function valueShape(value: unknown, is = kindOf(value)): ValueShape {
  return {
    kind: "value",
    is: value === undefined || value === null ? "anything" : is,
    optional: value === undefined,
  };
}

function isKeyOfAll(records: ReadonlyMap<unknown, unknown>, name: string): boolean {
  return [...records].every(([key, record]) => (record as Record<string, unknown>)[name] === key);
}

/** The members that every record has, each of one kind in all of them or of any. */
function commonMembers(records: readonly unknown[]): ReadonlyMap<string, ValueShape> | undefined {
  const [first] = records;
  if (!isPlainObject(first) || !records.every(isPlainObject)) return undefined;
  const names = Object.keys(first).filter((name) => records.every((record) => record[name] !== undefined));
  return new Map(names.map((name) => [name, commonShape(records.map((record) => record[name]))]));
}

/** Note: what a scenario holds is as deep as its author has written it. */
function commonShape(values: readonly unknown[]): ValueShape {
  const kinds = new Set(values.map((value) => valueShape(value).is));
  const shape = valueShape(kinds.size === 1 ? values[0] : null);
  if (shape.is === "a list") return { ...shape, items: commonShape(values.flat()) };
  const members = shape.is === "an object" ? commonMembers(values) : undefined;
  return members === undefined ? shape : { ...shape, members };
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
): (Pick<Extract<Shape, { kind: "map" }>, "common" | "keyed" | "names"> & { name: string; path: Path })[] {
  if (shape.kind === "map") {
    const { common, keyed, names } = shape;
    return [{ name: path.join("."), path, common, keyed, names }];
  }
  if (shape.kind === "value") return [];
  return [...shape.members].flatMap(([name, member]) => mapsOf(member, [...path, name]));
}
