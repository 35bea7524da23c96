import { isObject } from "../contract/is-object.ts";
import { escapeToken, tokensOf } from "../contract/json-pointer.ts";

/** What stands at a JSON Pointer in a value, as its JSON has it; undefined where nothing does. */
export function memberAt(value: unknown, pointer: string): unknown {
  return tokensOf(pointer).reduce((inner: unknown, token) => asJson(childOf(inner, token)), asJson(value));
}

/** A copy in which the member at a pointer has another value, and what it lies in is made where it is not there. */
export function withMember(value: unknown, pointer: string, member: unknown): unknown {
  const [token, ...rest] = tokensOf(pointer);
  if (token === undefined) return member;
  const inner = withMember(childOf(value, token), toPointer(rest), member);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === token ? inner : item));
  return { ...(isObject(value) ? value : {}), [token]: inner };
}

/** A copy without the member at a pointer. */
export function withoutMember(value: unknown, pointer: string): unknown {
  const [token, ...rest] = tokensOf(pointer);
  if (token === undefined) return undefined;
  if (Array.isArray(value))
    return rest.length === 0
      ? value.filter((_, index) => String(index) !== token)
      : value.map((item, index) => (String(index) === token ? withoutMember(item, toPointer(rest)) : item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (name !== token) return [[name, member]];
      return rest.length === 0 ? [] : [[name, withoutMember(member, toPointer(rest))]];
    }),
  );
}

/** A value that holds no other, with its place. */
export interface Leaf {
  pointer: string;
  value: unknown;
}

/** All of a value, in order; an empty object or list is one too. */
export function leavesOf(given: unknown, pointer = "", leaves: Leaf[] = []): Leaf[] {
  const value = asJson(given);
  const before = leaves.length;
  // Note: an array for each object took more time than all else in the suite of a list.
  if (Array.isArray(value))
    for (let index = 0; index < value.length; index++) leavesOf(value[index], `${pointer}/${index}`, leaves);
  else if (isObject(value))
    for (const [name, member] of Object.entries(value)) leavesOf(member, `${pointer}/${escapeToken(name)}`, leaves);
  if (leaves.length === before) leaves.push({ pointer, value });
  return leaves;
}

/** What an adapter answers in this process may be a Date, a Map or of a class of its own: it says what its JSON says. */
function asJson(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON !== "function") return value;
  try {
    return toJSON.call(value);
  } catch {
    return value;
  }
}

function toPointer(tokens: readonly string[]): string {
  return tokens.map((token) => `/${escapeToken(token)}`).join("");
}

function childOf(value: unknown, token: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(token) ? value[Number(token)] : undefined;
  return isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}
