import type { Contract } from "../../contract/contract.ts";
import { isObject } from "../../contract/is-object.ts";
import { nearest } from "../../contract/near-miss.ts";
import { show } from "../refusal.ts";

/** The members that records have, by the place of their object in the record: "" is the record, "/emails/*" an item. */
export type MemberNames = ReadonlyMap<string, ReadonlySet<string>>;

export function memberNames(records: Iterable<unknown>): MemberNames {
  const names = new Map<string, Set<string>>();
  for (const record of records)
    visitObjects(record, "", (object, place) => {
      const known = names.get(place) ?? new Set();
      names.set(place, known);
      for (const name of Object.keys(object)) known.add(name);
    });
  return names;
}

/** The names of all of them. */
export function mergeNames(all: readonly MemberNames[]): MemberNames {
  const merged = new Map<string, Set<string>>();
  for (const [place, names] of all.flatMap((each) => [...each]))
    merged.set(place, new Set([...(merged.get(place) ?? []), ...names]));
  return merged;
}

/**
 * Members that nobody knows, with names one slip away from one that the contract documents and that records of a scenario have: that
 * one was meant. Any other may be free-form, or what the mock keeps for itself. Of what stands in `shown`, the answer that
 * shows the record, the contract has already judged.
 */
export function misspeltMembers(contract: Contract, record: unknown, known: MemberNames, shown: string): string[] {
  const documented = documentedProperties(contract);
  const isDocumented = (name: string) => documented.has(fold(name));
  const found: string[] = [];
  visitObjects(record, "", (object, place) => {
    // Where the scenario has an object without members, it is free-form.
    const here = [...(known.get(place) ?? [])];
    if (here.length === 0) return;
    for (const name of Object.keys(object)) {
      if (here.includes(name) || isDocumented(name) || shown.includes(`${JSON.stringify(name)}:`)) continue;
      for (const names of [here, ...known.values()]) {
        const near = nearest(name, [...names].filter(isDocumented), 1);
        if (near === undefined) continue;
        found.push(
          `does not show its member ${show(name)}, which no record of the scenario has. Did you mean ${near}?`,
        );
        break;
      }
    }
  });
  return found;
}

function visitObjects(
  value: unknown,
  place: string,
  visit: (object: Record<string, unknown>, place: string) => void,
): void {
  if (Array.isArray(value)) for (const item of value) visitObjects(item, `${place}/*`, visit);
  if (!isObject(value)) return;
  visit(value, place);
  for (const [name, member] of Object.entries(value)) visitObjects(member, `${place}/${name}`, visit);
}

const namesByContract = new WeakMap<Contract, ReadonlySet<string>>();

/** The names of all properties of the contract's schemas, folded: a mock may spell them as its language does. */
function documentedProperties(contract: Contract): ReadonlySet<string> {
  const made = namesByContract.get(contract);
  if (made !== undefined) return made;
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    const { properties } = value as { properties?: unknown };
    if (isObject(properties)) for (const name of Object.keys(properties)) names.add(fold(name));
    Object.values(value).forEach(visit);
  };
  for (const { value } of contract.documents.files.values()) visit(value);
  namesByContract.set(contract, names);
  return names;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}
