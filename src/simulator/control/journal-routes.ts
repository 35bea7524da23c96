import { numberOf } from "../journal.ts";
import { toEvents } from "./events.ts";
import { toHar } from "./export-har.ts";
import { readParts, toNdjson } from "./export-ndjson.ts";
import { parameterRefusal } from "./parameters.ts";
import type { ControlRoute } from "./routes.ts";
import { Streamed } from "./streamed.ts";

const place = ["provider", "tenant", "operation"];
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
    answer: ({ journal }, { parameters }) => journal.clear(parameters),
  },
  {
    method: "GET",
    path: "/exchanges.ndjson",
    parameters: filters,
    answer: ({ journal }, { parameters }) =>
      new Streamed({ "content-type": "application/x-ndjson" }, () => toNdjson(readParts(journal, parameters))),
  },
  {
    method: "GET",
    path: "/exchanges.har",
    parameters: filters,
    answer: ({ journal }, { parameters }) =>
      new Streamed({ "content-type": "application/json" }, () => toHar(readParts(journal, parameters))),
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
    path: "/violations",
    parameters: pages,
    answer: ({ journal }, { parameters }) => journal.violations(parameters),
  },
];
