import { splitUrl } from "../contract/check-exchange.ts";
import { isObject } from "../contract/is-object.ts";
import { didYouMean } from "../contract/near-miss.ts";
import { parseQuery } from "../contract/query.ts";
import { withoutMark } from "../contract/sent-body.ts";
import { formatPlace } from "../contract/violation.ts";
import type { Exchange, Severity, Violation } from "../exchange.ts";
import { assertOperation, assertPartialExchange, assertViolation, severitiesFrom } from "./matcher-arguments.ts";
import { isAsymmetric, listMisses, type Miss } from "./partial.ts";
import { showExchange } from "./show-exchange.ts";

/** What the matchers look at: a tenant or its journal, some exchanges or one. */
export type Received =
  | { exchanges(filter?: { operation?: string; limit?: number }): readonly Exchange[] }
  | readonly Exchange[]
  | Exchange;

/** What is asked of an exchange; what is left out may be anything. Members may be matchers such as `expect.any(String)`. */
export interface PartialExchange {
  /** The whole path as it was sent, without the query and with the server's prefix, such as "/public/v1/crm/contacts/1". */
  path?: unknown;
  /** By name; a name that stands more than once has a list. */
  query?: unknown;
  /** By name, in any case. */
  headers?: unknown;
  /** JSON where the body is JSON, else the text. */
  body?: unknown;
  /** Of the answer; null where there was none. */
  status?: unknown;
}

export interface MatcherResult {
  pass: boolean;
  message(): string;
}

/** For `expect.extend`. */
export const matchers = {
  /** Nothing in the exchanges breaks the contract, as far as is not planned by a fault. `least`: what counts. */
  toConform(received: Received, least: Severity = "error"): MatcherResult {
    const counted = severitiesFrom(least);
    const exchanges = judgedOf(received);
    const broken = exchanges.filter(({ violations, fault }) =>
      violations.some(({ severity, part }) => counted.includes(severity) && (!fault || !part.startsWith("response."))),
    );
    return {
      pass: broken.length === 0,
      message: () =>
        broken.length === 0
          ? `Nothing breaks the contract in ${exchanges.length} exchange${exchanges.length === 1 ? "" : "s"}, and something should.`
          : `${broken.length} of ${exchanges.length} exchanges ${broken.length === 1 ? "breaks" : "break"} the contract:\n${showSome(broken)}`,
    };
  },

  /** Some exchange was of the operation, and had this. Where there is no exchange at all, nothing was received. */
  toHaveReceived(received: Received, operation: string, asked: PartialExchange = {}): MatcherResult {
    assertOperation(operation);
    assertPartialExchange(asked);
    const exchanges = exchangesOf(received);
    // A tenant refuses an operation that its contract does not have.
    if (isJournal(received)) received.exchanges({ operation, limit: 1 });
    const candidates = exchanges
      .filter((exchange) => exchange.operation === operation)
      .map((exchange) => ({ exchange, misses: listMisses(describe(exchange, asked.headers), asked) }));
    const weightOf = (misses: readonly Miss[]) => misses.reduce((sum, { weight }) => sum + weight, 0);
    const [nearest] = [...candidates].sort((a, b) => weightOf(a.misses) - weightOf(b.misses));
    const found = candidates.filter(({ misses }) => misses.length === 0);
    return {
      pass: found.length > 0,
      message() {
        if (found.length > 0)
          return `${operation} was received, and should not have been:\n${showSome(found.map(({ exchange }) => exchange))}`;
        if (nearest === undefined) return `${operation} was not received.${showReceived(operation, exchanges)}`;
        const misses = nearest.misses.map(({ text }) => `    ${text}`).join("\n");
        return `${operation} was received ${candidates.length === 1 ? "once" : `${candidates.length} times`}, and not as asked for. The nearest:\n${showExchange(nearest.exchange)}\n  where\n${misses}`;
      },
    };
  },

  /** Something breaks the contract by this rule and, where a pointer is given, at this place of its part. */
  toViolate(received: Received, rule: string, pointer?: string): MatcherResult {
    assertViolation(rule, pointer);
    const exchanges = judgedOf(received);
    const isMeant = (violation: Violation) =>
      violation.rule === rule && (pointer === undefined || violation.pointer === pointer);
    const found = exchanges.filter(({ violations }) => violations.some(isMeant));
    const asked = pointer === undefined ? rule : `${pointer} ${rule}`;
    return {
      pass: found.length > 0,
      message() {
        if (found.length > 0) return `${asked} is violated, and should not be:\n${showSome(found)}`;
        const all = exchanges.flatMap(({ violations }) => violations);
        const near = all.find((one) => one.rule === rule) ?? all.find((one) => one.pointer === pointer);
        const nearest = near === undefined ? "" : ` The nearest is ${formatPlace(near)}.`;
        return `${asked} is not violated.${nearest}\n${showSome(exchanges)}`;
      },
    };
  },
};

/** Nothing that was judged is no good verdict, in either way. */
function judgedOf(received: Received): readonly Exchange[] {
  const exchanges = exchangesOf(received);
  if (exchanges.length > 0) return exchanges;
  throw new Error(
    "There is no exchange to judge. A request whose credential is missing or unknown is one of the tenant default.",
  );
}

function exchangesOf(received: Received): readonly Exchange[] {
  if (isJournal(received)) return received.exchanges();
  const exchanges: readonly unknown[] = Array.isArray(received) ? received : [received];
  if (exchanges.every(isExchange)) return exchanges;
  throw new TypeError("This matcher takes a tenant of a stand-in, its journal, some of its exchanges, or one.");
}

function isJournal(received: unknown): received is Extract<Received, { exchanges: unknown }> {
  return isObject(received) && typeof received.exchanges === "function";
}

function isExchange(one: unknown): one is Exchange {
  return isObject(one) && isObject(one.request) && Array.isArray(one.violations);
}

/** `askedHeaders`: under these names, too, whatever their case. */
function describe({ request, response }: Exchange, askedHeaders: unknown): Record<keyof PartialExchange, unknown> {
  const { path, query } = splitUrl(request.url);
  const values: Record<string, string | string[]> = Object.create(null);
  for (const { name, value } of parseQuery(query)) {
    const before = values[name];
    values[name] = before === undefined ? value : [before, value].flat();
  }
  const names = isObject(askedHeaders) && !isAsymmetric(askedHeaders) ? Object.keys(askedHeaders) : [];
  const alike = names.map((name) => [name, request.headers[name.toLowerCase()]] as const);
  return {
    path,
    query: values,
    headers: { ...request.headers, ...Object.fromEntries(alike) },
    body: readJson(request.body),
    status: response?.status ?? null,
  };
}

function readJson(body: string | undefined): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(withoutMark(body));
  } catch {
    return body;
  }
}

const mostShown = 5;

function showSome(exchanges: readonly Exchange[]): string {
  const rest = exchanges.length - mostShown;
  return exchanges.slice(0, mostShown).map(showExchange).join("\n") + (rest > 0 ? `\n  and ${rest} more` : "");
}

function showReceived(operation: string, exchanges: readonly Exchange[]): string {
  if (exchanges.length === 0) return " Nothing was.";
  const counts = new Map<string, number>();
  for (const { operation: id } of exchanges)
    counts.set(id ?? "no operation", (counts.get(id ?? "no operation") ?? 0) + 1);
  const all = [...counts].map(([id, count]) => (count === 1 ? id : `${id} (${count} times)`));
  // What broke the contract by its path is shown with the operation that is nearest: the base URL may be wrong.
  const unmatched = exchanges.filter(({ operation: id }) => id === null);
  const strays = unmatched.length === 0 ? "" : `\n${showSome(unmatched)}`;
  return `${didYouMean(operation, counts.keys())} Received: ${all.join(", ")}.${strays}`;
}
