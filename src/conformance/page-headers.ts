import type { Operation } from "../contract/contract.ts";
import type { Exchange } from "../exchange.ts";

/** Whether pages are told of in headers, such as Link or X-Total-Count: in those of the contract, or of an answer. */
export function isToldInHeaders({ responses }: Operation, exchanges: readonly Exchange[]): boolean {
  const documented = responses.filter(({ status }) => status.startsWith("2")).flatMap(({ headers }) => headers);
  const seen = exchanges.flatMap(({ response }) => Object.keys(response?.headers ?? {}));
  return [...documented.map(({ name }) => name), ...seen].some(tellsOfPages);
}

function tellsOfPages(name: string): boolean {
  return /^(?:link|(?:x-)?(?:pagination-)?(?:total(?:-(?:count|pages?|records|items))?|next(?:-(?:page|cursor|page-token))?|has-(?:more|next)))$/i.test(
    name,
  );
}

/** Whether an answer links to the next page in a header, as RFC 8288 has it. */
export function linksToNext(exchange: Exchange | undefined): boolean {
  const { link } = exchange?.response?.headers ?? {};
  return /;\s*rel\s*=\s*("[^"]*\bnext\b[^"]*"|next\b)/i.test(String(link));
}
