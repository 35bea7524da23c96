import { isPlainObject, kindOf, type Path } from "./plain-data.ts";

/** What the state of a scenario is made of: it tells where Maps stand, and what its other members are. */
export type Shape =
  /** Records by key. `numbered`: all its keys are numbers. */
  | { kind: "map"; numbered: boolean }
  /** The state itself, or an object in it that holds Maps. */
  | { kind: "frame"; members: ReadonlyMap<string, Shape> }
  /** Anything else, in the words of `kindOf`; "anything" where the scenario has null, or a member that is undefined. */
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
  if (value instanceof Map)
    return { kind: "map", numbered: value.size > 0 && [...value.keys()].every((key) => typeof key === "number") };
  if (isPlainObject(value) && holdsMap(value, above)) return frameOf(value, above);
  return {
    kind: "value",
    is: value === undefined || value === null ? "anything" : kindOf(value),
    optional: value === undefined,
  };
}

/** `above` ends what holds itself. */
function holdsMap(value: unknown, above: readonly unknown[]): boolean {
  if (value instanceof Map) return true;
  if (!isPlainObject(value) || above.includes(value)) return false;
  return Object.values(value).some((member) => holdsMap(member, [...above, value]));
}

/** The Maps of a shape by their names, such as "tasks" or "crm.tasks", with the way to each. */
export function mapsOf(shape: Shape, path: Path = []): { name: string; path: Path }[] {
  if (shape.kind === "map") return [{ name: path.join("."), path }];
  if (shape.kind === "value") return [];
  return [...shape.members].flatMap(([name, member]) => mapsOf(member, [...path, name]));
}
