import type { ValueChecker } from "../check-value.ts";
import type { Direction } from "../compile.ts";
import type { MediaType } from "../contract.ts";
import type { SeenProperty } from "../coverage.ts";
import { keyOf, type Node } from "../documents.ts";
import { isChecked } from "../media-type.ts";
import { listProperties, type PropertyList } from "./list-properties.ts";
import { NameCounts } from "./name-counts.ts";
import { type SeenProperties, seeProperties } from "./see-properties.ts";

const lists: Record<Direction, WeakMap<Node, PropertyList>> = { request: new WeakMap(), response: new WeakMap() };

/** How many bodies are remembered, and how long one may be. */
const mostRemembered = 8;
const longestRemembered = 65_536;

/** Counts the properties of one body, over all its media types. */
export class BodyTally {
  readonly #checker: ValueChecker;
  readonly #schemas: readonly Node[];
  readonly #direction: Direction;
  readonly #seen = new Map<string, number>();
  readonly #undocumented = new NameCounts();
  /** What bodies that came lately have, by schema, type and text: the same ones come again and again. */
  readonly #remembered = new Map<string, SeenProperties>();

  constructor(checker: ValueChecker, content: readonly MediaType[], direction: Direction) {
    this.#checker = checker;
    const readable = content.filter(({ type }) => isChecked(type) || type.includes("*"));
    this.#schemas = readable.map(({ schema }) => schema).filter((schema) => schema !== null);
    this.#direction = direction;
  }

  add(schema: Node, body: unknown): void {
    this.#count(seeProperties(this.#checker, schema, body, this.#direction));
  }

  /** Adds a body by its media type and its text; it is only read where it is not remembered. */
  addText(schema: Node, type: string, text: string, read: () => unknown): void {
    const key = `${keyOf(schema)} ${type} ${text}`;
    let seen = this.#remembered.get(key);
    if (seen === undefined) {
      const body = read();
      if (body === undefined) return;
      seen = seeProperties(this.#checker, schema, body, this.#direction);
      if (key.length <= longestRemembered) this.#remember(key, seen);
    }
    this.#count(seen);
  }

  #remember(key: string, seen: SeenProperties): void {
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size >= mostRemembered && oldest !== undefined) this.#remembered.delete(oldest);
    this.#remembered.set(key, seen);
  }

  #count({ named, undocumented }: SeenProperties): void {
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
