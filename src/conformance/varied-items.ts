import { lastTokenOf } from "../contract/json-pointer.ts";
import { leavesOf, withMember } from "./edit.ts";
import { saysKind } from "./name-forms.ts";
import { isTelling } from "./trace.ts";
import { vary } from "./vary.ts";

interface Variety {
  count: number;
  /** JSON Pointer of the list. */
  name: string;
  /** What stands elsewhere; what is made is added. */
  taken: Set<unknown>;
  isAllowed: (items: readonly unknown[]) => boolean;
}

/** So many items as one is, the first of them itself: each says otherwise what the list has room for, and what kind it is of as that does. */
export function variedItems(model: unknown, { count, name, taken, isAllowed }: Variety): unknown[] {
  const leaves = leavesOf(model).filter(({ pointer, value }) => {
    if (!isTelling(value) || saysKind(lastTokenOf(name + pointer))) return false;
    return isAllowed([model, withMember(model, pointer, another(value as string | number, 1))]);
  });
  const items = [model];
  for (let number = 1; items.length < count && number <= mostTries; number++) {
    const others = leaves.map(({ pointer, value }) => ({ pointer, value: another(value as string | number, number) }));
    if (others.some(({ value }) => taken.has(value))) continue;
    for (const { value } of others) taken.add(value);
    items.push(others.reduce((item, { pointer, value }) => withMember(item, pointer, value), model));
  }
  return items;
}

/** A date has no more than 28 others. */
const mostTries = 1000;

/** Another value of the same form and, where it ends with digits, the same length: as telephone numbers and postal codes have. */
export function another<Value extends string | number>(value: Value, number: number): Value {
  const [, head, digits = ""] = /^(.*)(\d{3})$/s.exec(typeof value === "string" ? value : "") ?? [];
  if (head === undefined) return vary(value, number);
  return `${head}${String((Number(digits) + number) % 1000).padStart(3, "0")}` as Value;
}
