import { show } from "../refusal.ts";
import { departuresOfRecord, toBroken } from "./departures.ts";
import { type BrokenPlace, type Path, toPointer } from "./plain-data.ts";
import type { ValueShape } from "./shape.ts";
import { mostBroken } from "./state-refusal.ts";

/** Of records that no operation shows, those of the scenario are all that is known. */
export function checkHidden(
  records: ReadonlyMap<unknown, unknown>,
  common: ReadonlyMap<string, ValueShape>,
  keyed: readonly string[],
  path: Path,
): BrokenPlace[] {
  const found: BrokenPlace[] = [];
  for (const [key, record] of records) {
    const departures = departuresOfRecord(record, common, [...path, String(key)]);
    found.push(...departures.map(toBroken));
    if (departures.length === 0) found.push(...departuresFromKey(record, key, keyed, [...path, String(key)]));
    if (found.length > mostBroken) break;
  }
  return found;
}

function departuresFromKey(record: unknown, key: unknown, keyed: readonly string[], path: Path): BrokenPlace[] {
  const values = record as Record<string, unknown>;
  return keyed
    .filter((name) => values[name] !== key)
    .map((name) => ({
      pointer: toPointer([...path, name]),
      message: `is ${show(values[name])}, and the record's key in the scenario`,
    }));
}
