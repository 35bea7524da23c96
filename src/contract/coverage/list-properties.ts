import type { Direction } from "../compile.ts";
import { keyOf, type Node } from "../documents.ts";
import { isObject } from "../is-object.ts";
import { escapeToken } from "../json-pointer.ts";
import { type Plan, type Planner, schemasFor } from "../plan.ts";

/** The properties that a schema names for bodies of one direction. */
export interface PropertyList {
  /**
   * JSON Pointers into a body, those nearest to its root first. `*` stands for every item of an array, and for every
   * member that has no name in the contract. Where a schema comes again below itself, the list does not go on.
   */
  pointers: readonly string[];
  /** There are more than are listed. */
  isCut: boolean;
}

/** Schemas that lead to each other in many ways name more places than anybody reads. */
const most = 2000;

interface Place {
  schemas: readonly Node[];
  pointer: string;
  /** The schemas that hold on the way here. */
  above: ReadonlySet<string>;
}

export function listProperties(planner: Planner, schema: Node, direction: Direction): PropertyList {
  const pointers = new Set<string>();
  const places: Place[] = [{ schemas: [schema], pointer: "", above: new Set() }];
  for (let next = 0; next < places.length; next++) {
    const { schemas, pointer, above } = places[next] as Place;
    const plan = withAllBranches(planner, schemas);
    const here = plan.schemas.filter(leadsOn).map(keyOf);
    if (here.every((key) => above.has(key))) continue;
    const path = new Set([...above, ...here]);
    const add = (token: string, below: readonly Node[], isProperty: boolean): void => {
      if (below.length > 0 && below.every(({ value }) => value === false)) return;
      const { readOnly, writeOnly } = planner.plan(below).flags;
      if ((direction === "request" ? readOnly : writeOnly) !== undefined) return;
      const place = `${pointer}/${token}`;
      if (isProperty) pointers.add(place);
      places.push({ schemas: below, pointer: place, above: path });
    };
    for (const name of new Set([...plan.properties.keys(), ...plan.mentioned]))
      add(escapeToken(name), schemasFor(plan, name), true);
    const unnamed = [...plan.patterns, ...plan.others].map((one) => one.schema);
    if (unnamed.length > 0) add("*", unnamed, true);
    const items = [...plan.prefixItems.flat(), ...plan.items, ...plan.unevaluatedItems.map((one) => one.schema)];
    if (items.length > 0) add("*", items, false);
    if (pointers.size > most) return { pointers: [...pointers].slice(0, most), isCut: true };
  }
  return { pointers: [...pointers], isCut: false };
}

/** What schemas say together with every branch that some value takes. */
function withAllBranches(planner: Planner, schemas: readonly Node[]): Plan {
  const all = new Map(schemas.map((schema) => [keyOf(schema), schema]));
  for (let size = 0; size < all.size; ) {
    size = all.size;
    const { unions, conditions } = planner.plan([...all.values()]);
    const branches = conditions.flatMap(({ test, whenTrue, whenFalse }) => [test ?? null, whenTrue, whenFalse]);
    for (const branch of [...unions.flatMap((union) => union.branches), ...branches])
      if (branch !== null) all.set(keyOf(branch), branch);
  }
  return planner.plan([...all.values()]);
}

const leading = [
  ...["properties", "patternProperties", "additionalProperties", "unevaluatedProperties", "required"],
  ...["dependentRequired", "items", "prefixItems", "unevaluatedItems"],
];

function leadsOn({ value }: Node): boolean {
  return isObject(value) && leading.some((keyword) => Object.hasOwn(value, keyword));
}
