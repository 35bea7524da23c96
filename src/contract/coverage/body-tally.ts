import type { ValueChecker } from "../check-value.ts";
import type { Direction } from "../compile.ts";
import type { MediaType } from "../contract.ts";
import type { SeenProperty } from "../coverage.ts";
import type { Node } from "../documents.ts";
import { isChecked } from "../media-type.ts";
import { listProperties, type PropertyList } from "./list-properties.ts";
import { NameCounts } from "./name-counts.ts";
import { seeProperties } from "./see-properties.ts";

const lists: Record<Direction, WeakMap<Node, PropertyList>> = { request: new WeakMap(), response: new WeakMap() };

/** Counts the properties of one body, over all its media types. */
export class BodyTally {
  readonly #checker: ValueChecker;
  readonly #schemas: readonly Node[];
  readonly #direction: Direction;
  readonly #seen = new Map<string, number>();
  readonly #undocumented = new NameCounts();

  constructor(checker: ValueChecker, content: readonly MediaType[], direction: Direction) {
    this.#checker = checker;
    const readable = content.filter(({ type }) => isChecked(type) || type.includes("*"));
    this.#schemas = readable.map(({ schema }) => schema).filter((schema) => schema !== null);
    this.#direction = direction;
  }

  add(schema: Node, body: unknown): void {
    const { named, undocumented } = seeProperties(this.#checker, schema, body, this.#direction);
    for (const pointer of named) this.#seen.set(pointer, (this.#seen.get(pointer) ?? 0) + 1);
    for (const pointer of undocumented) this.#undocumented.add(pointer);
  }

  toList(): SeenProperty[] {
    const pointers = new Set(this.#schemas.flatMap((schema) => this.#listOf(schema).pointers));
    const documented = [...pointers].map((pointer) => ({
      ...{ pointer, documented: true },
      exchanges: this.#seen.get(pointer) ?? 0,
    }));
    const others = this.#undocumented.toList();
    return [...documented, ...others.map(([pointer, exchanges]) => ({ pointer, documented: false, exchanges }))];
  }

  get isCut(): boolean {
    return this.#schemas.some((schema) => this.#listOf(schema).isCut);
  }

  /** Made once for each schema of a contract, which never changes. */
  #listOf(schema: Node): PropertyList {
    let list = lists[this.#direction].get(schema);
    if (list === undefined) {
      list = listProperties(this.#checker.planner, schema, this.#direction);
      lists[this.#direction].set(schema, list);
    }
    return list;
  }
}
