import { isOffset } from "../paging-names.ts";
import { readPage } from "./page-log.ts";
import { isToBeKept, sizeOf } from "./paging.ts";
import type { SequenceRule } from "./rule.ts";

/**
 * One call that reads a list page by page leaves some out, or goes on behind its end. Two calls may ask for any two pages,
 * so that nothing is said of those.
 */
export const pageNumbers: SequenceRule = {
  name: "pagination",
  check(step, { pages, oneCall }) {
    const page = oneCall ? readPage(step) : undefined;
    const before = page && pages.before(page, step);
    if (page === undefined || before === undefined || page.before <= before.before) return undefined;
    const { parameter } = page;
    const size = sizeOf(step.operation);
    const next = before.before + (isOffset(parameter.name) ? Number(before.size) : 1);
    const of = { statement: parameter.node, atBest: "inferred" } as const;
    const actual = { [parameter.name]: page.before, after: before.id };
    if (before.isLast())
      return {
        ...of,
        message: `a page was asked for after ${before.id}, which said that it was the last`,
        expected: null,
        actual,
      };
    if (page.before > next) {
      const message = `${parameter.name} is ${page.before}, after ${before.before} in ${before.id} comes ${next}: something was left out`;
      return { ...of, message, expected: { [parameter.name]: next }, actual };
    }
    // With offsets pages may be of any size; page numbers mean another place with another size.
    if (size === undefined || isOffset(parameter.name) || page.size === before.size) return undefined;
    return {
      message: `${size.name} is ${page.size ?? "not sent"} on page ${page.before}, and was ${before.size ?? "not sent"} on page ${before.before} (${before.id})`,
      expected: { [size.name]: before.size ?? null },
      actual: { [size.name]: page.size ?? null, after: before.id },
      statement: size.node,
      ...(isToBeKept(size) ? {} : { atBest: "inferred" }),
    };
  },
};
