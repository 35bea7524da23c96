import type { JournalledExchange } from "../entry.ts";
import type { Journal, JournalPage } from "../journal.ts";
import { type JournalFilter, numberOf } from "../journal-filter.ts";
import { listNearMisses } from "../near-misses.ts";
import { readKept } from "../read-parts.ts";
import { Refusal } from "../refusal.ts";
import { defaultCount, defaultWithin, describeUnmet, waitForExchanges } from "../wait.ts";
import { toEvents } from "./events.ts";
import { toHar } from "./export-har.ts";
import { toNdjson } from "./export-ndjson.ts";
import { defaultLimit, parameterRefusal } from "./parameters.ts";
import type { ControlContext, ControlRequest, ControlRoute } from "./routes.ts";
import { Streamed } from "./streamed.ts";

const place = ["provider", "tenant", "operation"] as const;
const filters = [...place, "severity", "since", "limit"];
const pages = [...filters, "cursor"];

export const journalRoutes: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/exchanges",
    parameters: pages,
    answer: ({ journal }, { parameters }) => journal.exchanges(parameters),
  },
  {
    method: "DELETE",
    path: "/exchanges",
    parameters: place,
    answer({ journal, strays }, { parameters }) {
      journal.clear(parameters);
      // Nobody knows whose a stray is.
      if (place.every((name) => parameters[name] === undefined)) strays.clear();
    },
  },
  {
    method: "GET",
    path: "/exchanges.ndjson",
    parameters: filters,
    answer: ({ journal }, { parameters }) =>
      new Streamed({ "content-type": "application/x-ndjson" }, () => toNdjson(readKept(journal, parameters))),
  },
  {
    method: "GET",
    path: "/exchanges.har",
    parameters: filters,
    answer: ({ journal }, { parameters }) =>
      new Streamed({ "content-type": "application/json" }, () => toHar(readKept(journal, parameters))),
  },
  {
    method: "GET",
    path: "/exchanges/events",
    parameters: filters,
    answer({ journal }, { parameters, lastEventId = "" }) {
      if (lastEventId !== "" && numberOf(lastEventId) === undefined)
        throw parameterRefusal("Last-Event-ID", `The Last-Event-ID "${lastEventId}" is no id of an exchange.`);
      const filter = lastEventId === "" ? parameters : { ...parameters, since: lastEventId };
      // Note: a connection that was kept would outlive the stream, and hold up who stops the server.
      const headers = { "content-type": "text/event-stream", "cache-control": "no-store", connection: "close" };
      return new Streamed(headers, (gone) => toEvents(journal, filter, gone));
    },
  },
  {
    method: "GET",
    path: "/exchanges/wait",
    parameters: [...place, "severity", "since", "count", "within"],
    answer: (context, request) => waitForPage(context, request),
  },
  {
    method: "GET",
    path: "/near-misses",
    parameters: ["provider", "tenant", "severity", "since", "limit", "cursor"],
    answer: ({ journal, providers }, { parameters }) => listNearMisses(journal, parameters, providers),
  },
  {
    method: "GET",
    path: "/strays",
    parameters: ["tenant"],
    answer: ({ strays }) => strays.list(),
  },
  {
    method: "GET",
    path: "/violations",
    parameters: pages,
    answer: ({ journal }, { parameters }) => journal.violations(parameters),
  },
];

/** The first page of what was waited for, with as many exchanges at the least. */
async function waitForPage(
  { journal, strays, providers }: ControlContext,
  { parameters, gone }: ControlRequest,
): Promise<JournalPage<JournalledExchange> | undefined> {
  const { count = defaultCount, within = defaultWithin, ...filter } = parameters;
  const wait = { ...filter, count, within };
  const waited = await waitForExchanges(journal, wait, gone);
  if (waited.met) return pageFrom(journal, filter, waited.exchanges);
  // Nobody is there any more to be answered.
  if (waited.why === "gone") return undefined;
  if (waited.why === "closed")
    throw new Refusal("stopping", "Standin was closed while exchanges were waited for.", {}, { connection: "close" });
  const { came } = waited;
  throw new Refusal("wait", describeUnmet({ journal, strays }, wait, came, providers), { came, count });
}

function pageFrom(
  journal: Journal,
  filter: JournalFilter,
  first: readonly JournalledExchange[],
): JournalPage<JournalledExchange> {
  const total = filter.since === undefined ? journal.count(filter) : 0;
  const since = first.at(-1)?.id;
  // What was waited for has come, and none of it is kept.
  if (since === undefined) return { items: [], total, next: null };
  const rest = journal.exchanges({ ...filter, since, limit: Math.max(defaultLimit - first.length, 0) });
  const items = [...first, ...rest.items];
  const isAll = rest.items.length === rest.total;
  const next = isAll ? null : (items.at(-1)?.id as string);
  return { items, total: Math.max(first.length + rest.total, total), next };
}
