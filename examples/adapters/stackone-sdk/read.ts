import { AdapterError } from "./adapter-error.ts";

/** Takes a value that is as documented, and throws a Mismatch at any other. `at` says where it stands. */
export type Read<T> = (value: unknown, at: string) => T;

/** How each member of a record is read. */
type Members<T> = { readonly [K in keyof T]-?: Read<Exclude<T[K], undefined>> };

export class Mismatch extends Error {}

/** Reads what a caller gave. Throws an AdapterError of kind "invalid", before anything is sent. */
export function readInput<T>(read: Read<T>, value: unknown, at = "input"): T {
  try {
    return read(value, at);
  } catch (error) {
    throw error instanceof Mismatch ? new AdapterError("invalid", error.message) : error;
  }
}

export const text: Read<string> = typed("a text", (value) => typeof value === "string");
export const flag: Read<boolean> = typed("true or false", (value) => typeof value === "boolean");
export const integer: Read<number> = typed("a whole number", (value) => Number.isInteger(value));
export const object: Read<Record<string, unknown>> = typed("an object", isObject);
export const anything: Read<unknown> = (value) => value;

/** A date and time of RFC 3339, which is kept as it is written. */
export const dateTime: Read<string> = typed("a date and time such as 2026-01-31T12:00:00Z", (value) => {
  const form = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
  return typeof value === "string" && form.test(value) && !Number.isNaN(Date.parse(value));
});

export const uuid: Read<string> = typed("a uuid", (value) => {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
});

/** What can stand in a path: "." and ".." would lead elsewhere, and half a surrogate pair cannot be encoded. */
export const identifier: Read<string> = typed('a text with something in it, and neither "." nor ".."', (value) => {
  return typeof value === "string" && !/^\.{0,2}$/.test(value) && !/\p{Surrogate}/u.test(value);
});

/** A text of `min` to `max` characters, or of any number from `min` on. */
export function textOf(min: number, max = Number.POSITIVE_INFINITY): Read<string> {
  const fits = (value: unknown) => typeof value === "string" && value.length >= min && [...value].length <= max;
  return typed(Number.isFinite(max) ? `a text of ${min} to ${max} characters` : "a text with something in it", fits);
}

export function wholeNumber(min: number, max: number): Read<number> {
  const fits = (value: unknown) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  return typed(`a whole number from ${min} to ${max}`, fits);
}

export function oneOf<T extends string>(...texts: readonly T[]): Read<T> {
  return typed(`one of ${texts.join(", ")}`, (value) => texts.includes(value as T));
}

export function orNull<T>(read: Read<T>): Read<T | null> {
  return (value, at) => (value === null ? null : read(value, at));
}

/** For answers: what is absent is null. */
export function maybe<T>(read: Read<T>): Read<T | null> {
  return (value, at) => (value === undefined || value === null ? null : read(value, at));
}

export function listOf<T>(read: Read<T>): Read<T[]> {
  const list: Read<unknown[]> = typed("a list", Array.isArray);
  return (value, at) => list(value, at).map((item, index) => read(item, `${at}[${index}]`));
}

/** For answers: the members named here. Others are the vendor's to add, and left out. */
export function record<T>(members: Members<T>): Read<T> {
  return (value, at) => {
    const source = object(value, at);
    return fromEntries(entriesOf(members).map(([name, read]) => [name, read(own(source, name), `${at}.${name}`)]));
  };
}

/** For input: what is absent stays absent, and what the vendor does not document is refused. */
export function input<T>(members: Members<T>, required: readonly (keyof T & string)[] = []): Read<T> {
  return (value, at) => {
    const given = Object.entries(object(value, at)).filter(([, member]) => member !== undefined);
    const missing = required.find((name) => !given.some(([present]) => present === name));
    if (missing !== undefined) throw new Mismatch(`${at}.${missing} is missing`);
    return fromEntries(
      given.map(([name, member]) => {
        const read = own(members, name) as Read<unknown> | undefined;
        if (read !== undefined) return [name, read(member, `${at}.${name}`)];
        throw new Mismatch(`${at}.${name} is not known; known are ${Object.keys(members).join(", ")}`);
      }),
    );
  };
}

function typed<T>(what: string, isOne: (value: unknown) => boolean): Read<T> {
  return (value, at) => {
    if (isOne(value)) return value as T;
    const shown = value === undefined ? "absent" : (JSON.stringify(value) ?? typeof value).slice(0, 100);
    throw new Mismatch(`${at} must be ${what}, and is ${shown}`);
  };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(source: object, name: string): unknown {
  return Object.hasOwn(source, name) ? source[name as keyof typeof source] : undefined;
}

function entriesOf<T>(members: Members<T>): [string, Read<unknown>][] {
  return Object.entries<Read<unknown>>(members);
}

function fromEntries<T>(entries: [string, unknown][]): T {
  return Object.fromEntries(entries) as T;
}
