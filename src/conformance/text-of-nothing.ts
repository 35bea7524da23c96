import { isObject } from "../contract/is-object.ts";
import { pagingOf } from "../contract/sequence/paging.ts";
import { textsOfNothing } from "../contract/text-of-nothing.ts";
import type { Exchange } from "../exchange.ts";
import { leavesOf } from "./edit.ts";
import { placeAt } from "./request-places.ts";
import type { Subject } from "./subject.ts";
import { type SentLeaf, sentLeaves } from "./trace.ts";
import type { Visit } from "./visit.ts";

/** Words that an adapter may well have for what is not there. */
const wordsOfOwn: readonly unknown[] = ["None", "nil"];

/** The result has such a text where the vendor says nothing, or null. */
export function isTextOfNothing(seen: unknown, said: unknown): boolean {
  return (said ?? null) === null && textsOfNothing.includes(seen) && !wordsOfOwn.includes(seen);
}

/** Such a text in a path or a query, whose values are texts, and the request that has it. */
export interface SentNothing {
  leaf: SentLeaf;
  exchange: Exchange;
}

/** Where a value was sent that the adapter does not have. */
export function sentOfNothing({ subject, plan, exchanges }: Visit): SentNothing[] {
  const given = leavesOf(plan.inputs).map(({ value }) => value);
  return exchanges.flatMap((exchange) =>
    sentLeaves(subject.contract, exchange)
      .filter(({ part, value }) => part !== "request.body" && textsOfNothing.includes(value))
      .filter((leaf) => !given.some(isFor(leaf.value)) && !isKnownWord(subject, exchange, leaf))
      .map((leaf) => ({ leaf, exchange })),
  );
}

/** Null in an input may be meant to be sent as that text. */
function isFor(text: unknown): (value: unknown) => boolean {
  return (value) => value === text || (value === null && text === "null");
}

/** The contract lists or shows it for that place; of a cursor it is told elsewhere. */
function isKnownWord({ contract }: Subject, exchange: Exchange, { part, pointer, value }: SentLeaf): boolean {
  const operation = contract.operations.find(({ id }) => id === exchange.operation);
  if (operation === undefined) return false;
  const place = placeAt(contract, operation, { part, pointer });
  if (place !== undefined && pagingOf(operation)?.cursors.some(({ name }) => name === place.name)) return true;
  return (place?.schemas ?? []).some(
    ({ value: schema }) =>
      isObject(schema) && [schema.enum, schema.examples, schema.example, schema.const].flat().includes(value),
  );
}
