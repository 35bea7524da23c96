import type { IncomingMessage, ServerResponse } from "node:http";
import { type Credential, readCredential } from "../contract/authentication.ts";
import { type Match, matchOperation } from "../contract/match-operation.ts";
import type { Headers } from "../exchange.ts";
import type { Call } from "./call.ts";
import type { Destination } from "./find-destination.ts";
import type { ServedProvider } from "./provider.ts";
import type { Body } from "./read-body.ts";
import { identify } from "./tenancy.ts";
import type { Ticket } from "./underway.ts";

export type Target = Extract<Destination<ServedProvider>, { kind: "provider" }>;

/** The client waits to be asked for the body, and is not. */
export const unasked = { kind: "unasked" } as const;

/** What has arrived at a provider. */
export interface Arrival {
  request: IncomingMessage;
  response: ServerResponse;
  headers: Headers;
  target: Target;
  /** By the process's own clock. */
  arrived: number;
  ticket: Ticket;
}

/** A call on its way, with what it takes to answer and record it. */
export interface Visit extends Call, Omit<Arrival, "target"> {
  body: Body | typeof unasked;
  /** By the machine's clock, where it was foreseen what becomes of it at that time. */
  foreseenAt?: number;
  /** The tenant had been let go, and this is the first that is served to it again. */
  beginsAgain: boolean;
}

/** Finds the operation and the tenant of what has arrived. */
export function createVisit(arrival: Arrival, body: Visit["body"], open: boolean): Visit {
  const { request, response, headers, target, arrived, ticket } = arrival;
  const { provider, origin, base, path, query } = target;
  const rest = query === "" ? path : `${path}?${query}`;
  const method = request.method as string;
  const match = matchOperation(provider.contract, method, path);
  const credential = readCredentialOf(provider, match, headers, query);
  return {
    request,
    response,
    body,
    arrived,
    ticket,
    beginsAgain: false,
    provider,
    method,
    url: origin + rest,
    sentTo: base + rest,
    path,
    query,
    headers,
    text: body.kind === "read" ? body.text : undefined,
    bytes: body.kind === "read" ? body.bytes : null,
    match,
    credential,
    visitor: identify(provider, credential, open),
    bodyMissing: body.kind === "unasked",
  };
}

function readCredentialOf({ contract }: ServedProvider, match: Match, headers: Headers, query: string): Credential {
  // An unmatched request is a tenant's too: the nearest operation says where the credential would stand.
  const operation = match.kind === "operation" ? match.operation : match.nearest;
  return readCredential(contract, operation, { headers, query });
}
