import { isDeepStrictEqual } from "node:util";
import { setMember } from "../../contract/assign-members.ts";
import { escapeToken, tokensOf } from "../../contract/json-pointer.ts";
import { copyJson } from "../copy-json.ts";
import { hintAt, Refusal, refuseOthers, show } from "../refusal.ts";
import { isPlainObject } from "./plain-data.ts";

/**
 * RFC 6902: the operations of a patch, one after the other, on a copy; all of them, or a Refusal. Note: libraries pass over
 * names such as "constructor" without a word, and find "toString" in every object; a record may have any key.
 */
export function applyJsonPatch(document: unknown, patch: readonly unknown[]): unknown {
  const holder = { document: copyJson(document), copied: 0 };
  for (const [index, step] of patch.entries()) applyStep(holder, step, `patch[${index}]`);
  return holder.document;
}

interface Holder {
  document: unknown;
  /** How much was copied inside it, in characters of JSON. */
  copied: number;
}

/** A copy of all into itself doubles it: a few lines of a patch would fill the memory. */
const mostCopied = 16 * 1024 * 1024;

const names = ["add", "remove", "replace", "move", "copy", "test"] as const;
const members = ["op", "path", "value", "from"];

function applyStep(holder: Holder, step: unknown, place: string): void {
  const fail = (message: string) => new Refusal("state", `${place}${message}`);
  if (!isPlainObject(step)) throw fail(` is ${show(step)}. It is an operation such as {"op": "remove", "path": "/…"}.`);
  refuseOthers(step, members, (name, rest) => fail(` has no member "${name}".${rest}`));
  const { op } = step;
  if (!names.includes(op as (typeof names)[number]))
    throw fail(`.op is ${show(op)}.${hintAt(op, names)} Allowed: ${names.join(", ")}.`);
  const needsValue = op === "add" || op === "replace" || op === "test";
  if (needsValue && !Object.hasOwn(step, "value")) throw fail(`.value is missing: "${op}" needs it.`);
  const path = readPointer(step.path, "path", fail);
  const lacks = (pointer: string) => {
    const meant = memberWith(holder, pointer, ({ exists }) => exists);
    return fail(`: there is nothing at ${pointer === "" ? "the root" : pointer}.${hintAtMember(meant, pointer)}`);
  };
  const take = (pointer: string): unknown => {
    const found = placeAt(holder, pointer);
    if (found === undefined || !found.exists) throw lacks(pointer);
    return found.read();
  };
  const put = (value: unknown): void => {
    const found = placeAt(holder, path);
    if (found === undefined) {
      const meant = memberWith(holder, path, () => true);
      throw fail(`: nothing can be added at ${path}.${hintAtMember(meant, path)}`);
    }
    found.add(value);
  };
  if (op === "add") put(copyJson(step.value));
  else if (op === "test") {
    const value = take(path);
    if (!isDeepStrictEqual(value, copyJson(step.value)))
      throw fail(`: ${path} is ${show(value)}, and not ${show(step.value)}.`);
  } else if (op === "replace" || op === "remove") {
    take(path);
    const found = placeAt(holder, path) as Place;
    if (op === "remove") found.remove();
    else found.set(copyJson(step.value));
  } else {
    const from = readPointer(step.from, "from", fail);
    const value = take(from);
    if (op === "copy") {
      holder.copied += JSON.stringify(value).length;
      if (holder.copied > mostCopied) throw fail(`: the patch copies more than ${mostCopied} characters of JSON.`);
      put(copyJson(value));
    } else {
      if (path.startsWith(`${from}/`)) throw fail(`: ${from} cannot be moved into itself, to ${path}.`);
      (placeAt(holder, from) as Place).remove();
      put(value);
    }
  }
}

/** The member of the document below which a pointer leads to a place that will do. */
function memberWith(holder: Holder, pointer: string, suits: (place: Place) => boolean): string | undefined {
  const { document } = holder;
  if (pointer === "" || !isPlainObject(document)) return undefined;
  return Object.keys(document).find((name) => {
    const place = placeAt(holder, `/${escapeToken(name)}${pointer}`);
    return place !== undefined && suits(place);
  });
}

function hintAtMember(member: string | undefined, pointer: string): string {
  if (member === undefined) return "";
  const above = `/${escapeToken(member)}`;
  return ` Did you mean ${above}${pointer}? What stands in ${member} has pointers that begin with ${above}.`;
}

function readPointer(value: unknown, name: string, fail: (message: string) => Refusal): string {
  if (typeof value === "string" && /^(\/([^~]|~[01])*)?$/s.test(value)) return value;
  throw fail(`.${name} is ${show(value)}. It is a JSON Pointer such as "/state".`);
}

/** Where something stands, or could. */
interface Place {
  exists: boolean;
  read(): unknown;
  set(value: unknown): void;
  add(value: unknown): void;
  remove(): void;
}

/** Undefined where nothing can stand. */
function placeAt(holder: Holder, pointer: string): Place | undefined {
  const tokens = tokensOf(pointer);
  let at: unknown = holder;
  let name = "document";
  for (const token of tokens) {
    at = memberOf(at, name);
    name = token;
  }
  if (Array.isArray(at)) return placeInList(at, name);
  return isPlainObject(at) ? placeInObject(at, name) : undefined;
}

function memberOf(holder: unknown, name: string): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, name)) return undefined;
  return Array.isArray(holder) && !/^(0|[1-9]\d*)$/.test(name) ? undefined : (holder as Record<string, unknown>)[name];
}

function placeInObject(object: Record<string, unknown>, name: string): Place {
  return {
    exists: Object.hasOwn(object, name),
    read: () => object[name],
    set: (value) => setMember(object, name, value),
    add: (value) => setMember(object, name, value),
    remove: () => void Reflect.deleteProperty(object, name),
  };
}

function placeInList(list: unknown[], name: string): Place | undefined {
  if (!/^(-|0|[1-9]\d{0,9})$/.test(name)) return undefined;
  const index = name === "-" ? list.length : Number(name);
  if (index > list.length) return undefined;
  return {
    exists: index < list.length,
    read: () => list[index],
    set(value) {
      list[index] = value;
    },
    add: (value) => void list.splice(index, 0, value),
    remove: () => void list.splice(index, 1),
  };
}
