import { inspect } from "node:util";
import { isObject } from "../contract/is-object.ts";
import { didYouMean } from "../contract/near-miss.ts";
import { StandinError } from "../errors.ts";

/** What the value of an option may be. */
export type Check = readonly [allowed: string, holds: (value: unknown) => boolean];

export type Checks<Options> = Readonly<Record<keyof Options, Check>>;

export const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
export const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
export const isBoolean: Check = ["true or false", (value) => typeof value === "boolean"];
export const isFunction: Check = ["a function", (value) => typeof value === "function"];
export const isFromZero: Check = [
  "a whole number from 0 on",
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
];

/** What else there is to say of options. */
export interface OptionPlace {
  /** What stands before their names, such as "operations.getTask."; empty unless given. */
  before?: string;
  /** A secret that was mistyped is one all the same: its value is not shown. */
  secret?: string;
}

/** Throws OPTION_INVALID at the first option that there is not, or whose value is not allowed. */
export function checkOptions<Options>(
  options: object,
  checks: Checks<Options>,
  { before = "", secret }: OptionPlace = {},
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(checks, name)) {
      const known = Object.keys(checks);
      throw invalid(`There is no option "${before}${name}".${didYouMean(name, known)} There are: ${known.join(", ")}.`);
    }
    const [allowed, holds] = checks[name as keyof Options];
    if (!holds(value)) {
      const is = name === secret ? `is no ${name}` : `is ${show(value)}`;
      throw invalid(`The option ${before}${name} ${is}. It is ${allowed}.`);
    }
  }
}

/** Throws OPTION_INVALID at the first option of `names` that is not given. */
export function requireOptions<Options>(
  options: object,
  names: readonly (keyof Options & string)[],
  checks: Checks<Options>,
  { before = "" }: OptionPlace = {},
): void {
  const missing = names.find((name) => (options as Partial<Options>)[name] === undefined);
  if (missing !== undefined) throw invalid(`The option ${before}${missing} is missing. It is ${checks[missing][0]}.`);
}

/** A value as a message about options names it. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (isObject(value)) return "an object";
  return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY });
}

function invalid(message: string): StandinError {
  return new StandinError("OPTION_INVALID", message);
}
