import { didYouMean } from "../../contract/near-miss.ts";
import { show } from "../refusal.ts";
import { isPlainObject, kindOf, type Path } from "./plain-data.ts";
import type { Shape } from "./shape.ts";
import { mostBroken } from "./state-refusal.ts";

/** Where a state in JSON is not made as the scenario's. */
export interface Departure {
  path: Path;
  message: string;
}

/** Every departure: members that the scenario does not have or that are missing, and what is of another kind. */
export function findDepartures(json: unknown, shape: Shape, path: Path = []): Departure[] {
  if (shape.kind === "map") return departuresOfMap(json, shape.numbered, path);
  if (shape.kind === "value")
    return fits(json, shape) ? [] : [{ path, message: `is ${told(json)}, and ${shape.is} in the scenario` }];
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

/**
 * Note: any member may be null for a time, and a number may be any: what counts up is in `counters`, and what records have
 * is the contract's matter, and the mock's.
 */
function fits(json: unknown, { is }: Extract<Shape, { kind: "value" }>): boolean {
  return is === "anything" || json === null || is === kindOf(json);
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
