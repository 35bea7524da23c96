import type { Operation, Parameter } from "../contract.ts";
import { child } from "../documents.ts";
import { isCursor, isPageSize, mayBeCursor } from "../paging-names.ts";
import { withoutMark } from "../sent-body.ts";
import type { Step } from "./step.ts";

/** How the pages of an operation are asked for. */
export interface Paging {
  /** Parameters that take what an answer gave. */
  cursors: readonly Parameter[];
  /** The parameter of how much a page holds. */
  size: Parameter | undefined;
}

const pagings = new WeakMap<Operation, Paging | null>();

/** Null where the contract names no cursor. */
export function pagingOf(operation: Operation): Paging | null {
  let paging = pagings.get(operation);
  if (paging === undefined) {
    const cursors = operation.parameters.filter(({ name, in: place }) => place === "query" && isCursor(name));
    paging = cursors.length === 0 ? null : { cursors, size: sizeOf(operation) };
    pagings.set(operation, paging);
  }
  return paging;
}

/** The parameter of how much a page holds. */
export function sizeOf({ parameters }: Operation): Parameter | undefined {
  return parameters.find(({ name, in: place }) => place === "query" && isPageSize(name));
}

/** The contract says that the parameter is to be kept the same from page to page (`x-same-on-every-page`). */
export function isToBeKept({ node }: Parameter): boolean {
  return child(node, "x-same-on-every-page")?.value === true;
}

/** The texts of an answer that may be cursors, by name or out of the links to other pages. */
export function cursorsIn({ exchange: { response } }: Step, paging: Paging): string[] {
  const found: string[] = [];
  collect(parse(response?.body ?? ""), 0);
  return found;

  function collect(value: unknown, depth: number): void {
    if (typeof value !== "object" || value === null || Array.isArray(value) || depth > 4) return;
    for (const [name, member] of Object.entries(value)) {
      if (typeof member !== "string") collect(member, depth + 1);
      else if (member.includes("?")) found.push(...inLink(member));
      else if (mayBeCursor(name)) found.push(member);
    }
  }

  function inLink(link: string): string[] {
    const query = new URLSearchParams(link.slice(link.indexOf("?") + 1));
    return paging.cursors.flatMap(({ name }) => query.getAll(name));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(withoutMark(text));
  } catch {
    return undefined;
  }
}
