import { quote } from "../contract/explain.ts";
import { isObject } from "../contract/is-object.ts";
import { escapeToken } from "../contract/json-pointer.ts";

/** Such as `expect.any(String)`. */
interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
  /** Such as "Any<String>"; its name alone is what String() makes of it. */
  toAsymmetricMatcher?(): string;
}

/** Where a value is not as it was asked for. */
export interface Miss {
  /** With its JSON Pointer. */
  text: string;
  /** How much of what was asked for is missed: a whole object weighs as much as all that should be in it. */
  weight: number;
}

/**
 * Where a value lacks what is asked of it. An object may have more members than are asked for;
 * a list has as many items, in this order.
 */
export function listMisses(actual: unknown, asked: unknown, pointer = ""): Miss[] {
  const miss = (due: string, is = shown(actual)): Miss[] => [
    {
      text: `${pointer} should be ${due}, and is ${is}`,
      weight: weightOf(asked) + (actual === undefined ? absent : 0),
    },
  ];
  if (isAsymmetric(asked))
    return asked.asymmetricMatch(actual) ? [] : miss(asked.toAsymmetricMatcher?.() ?? String(asked));
  if (Array.isArray(asked)) {
    if (!Array.isArray(actual)) return miss("a list");
    if (actual.length !== asked.length) return miss(`a list of ${asked.length}`, `one of ${actual.length}`);
    return asked.flatMap((one, index) => listMisses(actual[index], one, `${pointer}/${index}`));
  }
  if (typeof asked === "object" && asked !== null) {
    if (!isObject(actual)) return miss("an object");
    return Object.entries(asked).flatMap(([name, one]) =>
      listMisses(Object.hasOwn(actual, name) ? actual[name] : undefined, one, `${pointer}/${escapeToken(name)}`),
    );
  }
  return Object.is(actual, asked) ? [] : miss(shown(asked));
}

/** What has a member with another value is nearer than what has none. */
const absent = 0.5;

function weightOf(asked: unknown): number {
  if (typeof asked !== "object" || asked === null || isAsymmetric(asked)) return 1;
  return Object.values(asked).reduce((sum, one) => sum + weightOf(one), 1);
}

function shown(value: unknown): string {
  return value === undefined ? "missing" : quote(value);
}

export function isAsymmetric(value: unknown): value is AsymmetricMatcher {
  return typeof (value as AsymmetricMatcher | null | undefined)?.asymmetricMatch === "function";
}
