import { types } from "node:util";
import { setMember } from "../../contract/assign-members.ts";
import { escapeToken } from "../../contract/json-pointer.ts";
import { maxDepth } from "../../contract/parse-json.ts";

/** What is wrong at a place of a state, or of a record's answer. */
export interface BrokenPlace {
  /** JSON Pointer: inside the state, or inside the part of the answer where there is one. */
  pointer: string;
  message: string;
}

/** A value has no place in JSON, or a Map stands where none is told from an object. */
export class NoPlainData extends Error implements BrokenPlace {
  override readonly name = "NoPlainData";
  readonly pointer: string;

  constructor(path: readonly string[], message: string) {
    super(message);
    this.pointer = toPointer(path);
  }
}

/** Where a value stands in a state. */
export type Path = readonly string[];

export function toPointer(path: Path): string {
  return path.map((token) => `/${escapeToken(token)}`).join("");
}

/** What stands in an object, or in an object of that; undefined where nothing does. */
export function memberAt(value: unknown, path: Path): unknown {
  return path.reduce((at: unknown, name) => (isPlainObject(at) ? at[name] : undefined), value);
}

/** A copy of what JSON can hold; members that are undefined are left out. Throws NoPlainData at the first that it cannot. */
export function copyPlain(value: unknown, path: Path): unknown {
  return copyBelow(value, [...path]);
}

/** Note: one path for all, which follows the way; the states of thousands have thousands of places each. */
function copyBelow(value: unknown, path: string[]): unknown {
  if (path.length > maxDepth)
    throw new NoPlainData(
      path.slice(0, 8),
      `is nested more than ${maxDepth} levels deep below, or holds itself; JSON has neither`,
    );
  const copyInside = (member: unknown, name: string): unknown => {
    path.push(name);
    const copy = copyBelow(member, path);
    path.pop();
    return copy;
  };
  if (Array.isArray(value)) return Array.from(value, (item, index) => copyInside(item, String(index)));
  if (isPlainObject(value)) {
    const copy: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      if (value[name] !== undefined) setMember(copy, name, copyInside(value[name], name));
    }
    return copy;
  }
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return value;
  if (types.isMap(value))
    throw new NoPlainData(path, "is a Map inside a record or a list, where none can be told from an object");
  throw new NoPlainData(path, `is ${kindOf(value)}: JSON does not have it`);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  // Note: Object.prototype is not asked for by name: each realm has one, and test runners make realms.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  if (typeof value !== "object") return `a ${typeof value}`;
  if (isPlainObject(value)) return "an object";
  const name = value.constructor?.name || "thing of a class";
  if (name === "Object") return "an object with a prototype of its own";
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}
