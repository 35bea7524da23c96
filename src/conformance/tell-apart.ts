import { findResponse } from "../contract/check-response.ts";
import { isInItem } from "../contract/json-pointer.ts";
import { isJson } from "../contract/media-type.ts";
import { leavesOf, withMember } from "./edit.ts";
import type { Subject } from "./subject.ts";
import { isTelling } from "./trace.ts";
import { vary } from "./vary.ts";

/** An answer of the vendor to one operation: its status, and what it had of JSON. */
export interface Answered {
  status: number;
  body: unknown;
}

/**
 * Documents often show one value everywhere: then nobody could see which of them an adapter takes. Of texts and numbers that
 * stand more than once all but the first become others, where the contract allows that.
 */
export function tellApart(
  subject: Pick<Subject, "contract" | "operation" | "isPaged">,
  { status, body }: Answered,
): unknown {
  const allows = allowedAnswer(subject, status);
  const seen = new Set<unknown>();
  // What documents show against their own contract cannot be held against it.
  if (!allows(body)) return tellIdsApart(body);
  let altered = body;
  for (const { pointer, value } of leavesOf(body)) {
    if (typeof value !== "string" && typeof value !== "number") continue;
    // What stands beside a list counts its pages.
    const isFixed = value === "" || (subject.isPaged && !isInItem(pointer));
    const isClear = isTelling(value) && !seen.has(value);
    const others = isFixed || isClear ? [] : [1, 10].map((step) => vary(value, seen.size + step));
    const own = others.find(
      (other) => !seen.has(other) && isTelling(other) && allows(withMember(altered, pointer, other)),
    );
    seen.add(own ?? value);
    if (own !== undefined) altered = withMember(altered, pointer, own);
  }
  return altered;
}

/** The same of ids alone. */
export function tellIdsApart(body: unknown): unknown {
  const seen = new Set<unknown>();
  let altered = body;
  for (const { pointer, value } of leavesOf(body)) {
    // Lists of ids, and links by an id, have members of other names.
    if (typeof value !== "string" || !(/id$/i.test(pointer) || seen.has(value))) continue;
    const own = seen.has(value) ? vary(value, seen.size) : value;
    seen.add(own);
    if (own !== value) altered = withMember(altered, pointer, own);
  }
  return altered;
}

/** Says of a body whether the contract allows it in an answer with this status. */
export function allowedAnswer(
  { contract, operation }: Pick<Subject, "contract" | "operation">,
  status: number,
): (body: unknown) => boolean {
  const schema = findResponse(operation, status)?.content.find(({ type }) => isJson(type))?.schema;
  return (body) => !schema || contract.checker.compilers.response.accepts(schema, body);
}
