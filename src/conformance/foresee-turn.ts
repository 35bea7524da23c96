import { child } from "../contract/documents.ts";
import { lastTokenOf } from "../contract/json-pointer.ts";
import { isBackwards, isCounting, isMoreFlag, isNextCursor } from "../contract/paging-names.ts";
import { pagingOf, sizeOf } from "../contract/sequence/paging.ts";
import { type Leaf, memberAt } from "./edit.ts";
import type { Turn } from "./paged-list.ts";
import { responseMembers } from "./response-members.ts";
import type { Subject } from "./subject.ts";

/** How a second page would be asked for. */
export interface ForeseenTurn {
  turn: Turn;
  /** What the first page says of it. */
  announcing: readonly Leaf[];
  /** Records of a full page. */
  size: number;
}

/** Any number will do for pages that name the next one. */
const fewRecords = 3;

/**
 * What the contract says of the page behind the only one that was seen: it has a cursor, which a member of the page names, or
 * is counted, so that a full page may have another behind it. Undefined where neither is known.
 */
export function foreseeTurn(
  { contract, operation, documentedReply }: Subject,
  page: unknown,
  asked: number | undefined,
): ForeseenTurn | undefined {
  const [cursor] = pagingOf(operation)?.cursors.filter(({ name }) => !isBackwards(name)) ?? [];
  const size = asked ?? defaultSize(operation);
  if (cursor === undefined) {
    const counter = operation.parameters.find(({ in: place, name }) => place === "query" && isCounting(name));
    if (counter === undefined || size === undefined) return undefined;
    return { turn: { name: counter.name, to: "", step: 1 }, announcing: [], size };
  }
  const members = responseMembers(contract, operation).filter(({ pointer }) => !pointer.includes("/0"));
  const naming = members.find(({ pointer, mayBeEmpty }) => mayBeEmpty && isNextCursor(lastTokenOf(pointer)));
  const shown = naming && (memberAt(documentedReply?.body, naming.pointer) ?? memberAt(page, naming.pointer) ?? "");
  // Who stops before what the stand-in has is told so already.
  if (naming && memberAt(page, naming.pointer)) return undefined;
  // A link says more than a cursor, and another one cannot be made of it.
  if (naming === undefined || typeof shown !== "string" || /[/?]/.test(shown)) return undefined;
  const to = "standin-next-page";
  const flags = members.filter(({ pointer }) => isMoreFlag(lastTokenOf(pointer)));
  const announcing = [
    { pointer: naming.pointer, value: to },
    ...flags.flatMap(({ pointer }) => (typeof memberAt(page, pointer) === "boolean" ? [{ pointer, value: true }] : [])),
  ];
  return { turn: { name: cursor.name, to, step: Number.NaN }, announcing, size: size ?? fewRecords };
}

function defaultSize(operation: Subject["operation"]): number | undefined {
  const schema = sizeOf(operation)?.schema;
  const value = Number(schema ? child(schema, "default")?.value : Number.NaN);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}
