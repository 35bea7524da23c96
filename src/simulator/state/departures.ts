import { didYouMean } from "../../contract/near-miss.ts";
import { show } from "../refusal.ts";
import { type BrokenPlace, isPlainObject, kindOf, type Path, toPointer } from "./plain-data.ts";
import { isUuid, type Shape, uuid, type ValueShape } from "./shape.ts";
import { mostBroken } from "./state-refusal.ts";

/** Where a state in JSON is not made as the scenario's. */
export interface Departure {
  path: Path;
  message: string;
}

export function toBroken({ path, message }: Departure): BrokenPlace {
  return { pointer: toPointer(path), message };
}

/** Every departure: members that the scenario does not have or that are missing, and what is of another kind. */
export function findDepartures(json: unknown, shape: Shape, path: Path = []): Departure[] {
  if (shape.kind === "map") return departuresOfMap(json, shape.numbered, path);
  if (shape.kind === "value")
    return fits(json, shape)
      ? departuresWithin(json, shape, path)
      : [{ path, message: `is ${told(json)}, and ${shape.is} in the scenario` }];
  if (!isPlainObject(json)) return [{ path, message: `is ${told(json)}, and an object in the scenario` }];
  const known = [...shape.members.keys()];
  const unknown = Object.keys(json)
    .filter((name) => !shape.members.has(name))
    .slice(0, mostBroken + 1);
  return [
    ...unknown.map((name) => ({
      path: [...path, name],
      message: `is no member of the scenario's state.${didYouMean(name, known)} There are: ${known.join(", ")}`,
    })),
    ...[...shape.members].flatMap(([name, member]) => {
      if (Object.hasOwn(json, name)) return findDepartures(json[name], member, [...path, name]);
      const isOptional = member.kind === "value" && member.optional;
      return isOptional
        ? []
        : [{ path: [...path, name], message: `is missing: it is ${wordFor(member)} in the scenario` }];
    }),
  ];
}

/** Note: a number may be any, whatever the scenario has: sums come to be fractions. What counts up is in `counters`. */
function fits(json: unknown, { is }: ValueShape): boolean {
  if (is === uuid) return isUuid(json);
  // A text, list or object may be null for a time; a count or a switch may not.
  return is === "anything" || is === kindOf(json) || (json === null && nullable.includes(is));
}

const nullable = ["a text", "a list", "an object"];

/** Of what stands in records: what is left out there, or is null, a handler may have left so, but not in a list. */
function departuresWithin(json: unknown, { items, members }: ValueShape, path: Path): Departure[] {
  if (Array.isArray(json) && items !== undefined)
    return json.flatMap((item, index) => {
      const place = [...path, String(index)];
      const isNull = item === null && items.is !== "anything";
      if (isNull) return [{ path: place, message: `is null, and ${items.is} in the scenario` }];
      return findDepartures(item, items, place);
    });
  return isPlainObject(json) && members !== undefined ? departuresOfMembers(json, members, path) : [];
}

/** Where a record has what all of the scenario have of another kind. */
export function departuresOfMembers(record: unknown, common: ReadonlyMap<string, ValueShape>, path: Path): Departure[] {
  if (!isPlainObject(record)) return [{ path, message: `is ${told(record)}, and an object in the scenario` }];
  return [...common].flatMap(([name, member]) =>
    record[name] === undefined ? [] : findDepartures(record[name], member, [...path, name]),
  );
}

/** The same, and where it lacks it. */
export function departuresOfRecord(record: unknown, common: ReadonlyMap<string, ValueShape>, path: Path): Departure[] {
  if (!isPlainObject(record)) return departuresOfMembers(record, common, path);
  return [...common].flatMap(([name, member]) => {
    if (record[name] !== undefined) return findDepartures(record[name], member, [...path, name]);
    return [{ path: [...path, name], message: `is missing: it is ${member.is} in every record of the scenario` }];
  });
}

function departuresOfMap(json: unknown, numbered: boolean, path: Path): Departure[] {
  if (isPlainObject(json)) {
    if (!numbered || Object.keys(json).length === 0) return [];
    return [
      {
        path,
        message: "is an object, whose keys are texts: those of the scenario are numbers, in a list of [key, record]",
      },
    ];
  }
  if (!Array.isArray(json))
    return [{ path, message: `is ${told(json)}: it holds records by key, in an object or a list of [key, record]` }];
  const keys = new Set<unknown>();
  return json.flatMap((entry: unknown, index) => {
    const [key, ...rest]: unknown[] = Array.isArray(entry) ? entry : [];
    const place = [...path, String(index)];
    if ((typeof key !== "string" && !Number.isFinite(key)) || rest.length !== 1)
      return [{ path: place, message: `is ${told(entry)}: in a list of records each is [key, record]` }];
    if (keys.has(key)) return [{ path: place, message: `has the key ${show(key)} a second time` }];
    keys.add(key);
    return [];
  });
}

function wordFor(shape: Shape): string {
  if (shape.kind === "map") return "an object of records";
  return shape.kind === "frame" ? "an object" : shape.is;
}

/** What stands there, shortly. */
function told(json: unknown): string {
  return typeof json === "object" && json !== null ? kindOf(json) : show(json);
}
