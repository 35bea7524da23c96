import { splitUrl } from "../contract/check-exchange.ts";
import type { Contract } from "../contract/contract.ts";
import { escapeToken, isIndex, tokensOf } from "../contract/json-pointer.ts";
import { matchOperation } from "../contract/match-operation.ts";
import { parseQuery } from "../contract/query.ts";
import { withoutMark } from "../contract/sent-body.ts";
import type { Exchange, Part } from "../exchange.ts";
import { type Leaf, leavesOf } from "./edit.ts";
import { toNameKey } from "./known-values.ts";
import { splitItem } from "./shown-lists.ts";

/** A value in a request, with its place. */
export interface SentLeaf extends Leaf {
  part: Extract<Part, "request.path" | "request.query" | "request.body">;
}

/** Where in a request a member of an input goes. */
export type Route = Pick<SentLeaf, "part" | "pointer">;

/** The same for members of an input, by JSON Pointer. */
export type Routes = ReadonlyMap<string, Route>;

/** The values that a request carries in its path, its query and its body, decoded. */
export function sentLeaves(contract: Contract, { request }: Exchange): SentLeaf[] {
  const { path, query } = splitUrl(request.url);
  const match = matchOperation(contract, request.method, path);
  const leaves: SentLeaf[] = [];
  if (match.kind === "operation")
    for (const [name, value] of Object.entries(match.pathParameters))
      leaves.push({ part: "request.path", pointer: `/${escapeToken(name)}`, value: decoded(value) });
  for (const { name, value } of parseQuery(query))
    leaves.push({ part: "request.query", pointer: `/${escapeToken(name)}`, value });
  for (const leaf of leavesOf(parsedBody(request.body))) leaves.push({ part: "request.body", ...leaf });
  return leaves;
}

/**
 * Finds where the values of an input went. Of values that stand in it more than once, or that many others could be, what
 * has them must have the member's name, too.
 */
export function traceInput(input: unknown, sent: readonly SentLeaf[]): Routes {
  const leaves = leavesOf(input);
  const routes = new Map<string, SentLeaf>();
  for (const { pointer, value } of leaves) {
    const isAlone = isTelling(value) && leaves.filter((leaf) => isSame(leaf.value, value)).length === 1;
    const name = placeName(pointer);
    const found = sent.filter((leaf) => isSame(leaf.value, value) && (isAlone || placeName(leaf.pointer) === name));
    if (found.length === 1) routes.set(pointer, found[0] as SentLeaf);
  }
  return routes;
}

/** The same for texts that are encoded once too often on their way, as in a URL. */
export function traceEncoded(input: unknown, sent: readonly SentLeaf[]): Routes {
  const routes = new Map<string, SentLeaf>();
  for (const { pointer, value } of leavesOf(input)) {
    if (typeof value !== "string" || !isTelling(value)) continue;
    const forms: unknown[] = [encodeURIComponent(value), encodeURI(value)];
    const found = sent.filter((leaf) => leaf.value !== value && forms.includes(leaf.value));
    if (found.length === 1) routes.set(pointer, found[0] as SentLeaf);
  }
  return routes;
}

/** The lists of which some item has a way, each with the list in the request that it becomes. */
export function listRoutes(routes: Routes): Routes {
  const lists = new Map<string, Route>();
  for (const [pointer, { part, pointer: place }] of routes) {
    const [list, sentList] = [pointer, place].map((one) => splitItem(one)?.list);
    if (list !== undefined && sentList !== undefined) lists.set(list, { part, pointer: sentList });
  }
  return lists;
}

/** By which name something stands there, and as which item. */
function placeName(pointer: string): string {
  const tokens = tokensOf(pointer);
  const name = tokens.findLast((token) => !isIndex(token)) ?? "";
  return [toNameKey(name), ...tokens.filter(isIndex)].join(" ");
}

/** For places in a result, by JSON Pointer, the place in the vendor's answer that each is taken from. */
export function traceResult(result: unknown, answered: unknown): ReadonlyMap<string, string> {
  const given = leavesOf(answered);
  const routes = new Map<string, string>();
  for (const { pointer, value } of leavesOf(result)) {
    if (!isTelling(value)) continue;
    const found = given.filter((leaf) => leaf.value === value);
    if (found.length === 1) routes.set(pointer, (found[0] as Leaf).pointer);
  }
  return routes;
}

/** Whether a value is found again, wherever it goes: short texts and small numbers stand anywhere by chance. */
export function isTelling(value: unknown): boolean {
  return (typeof value === "string" && value.length >= 3) || (typeof value === "number" && Math.abs(value) >= 10);
}

/** Paths and queries have texts only, and who takes away what is blank around a text sends the same. */
export function isSame(sent: unknown, value: unknown): boolean {
  if (typeof value === "string") return sent === value || sent === value.trim();
  return sent === value || ((typeof value === "number" || typeof value === "boolean") && sent === String(value));
}

export function parsedBody(body: string | undefined): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(withoutMark(body));
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
