import type { Contract } from "../contract/contract.ts";
import { redactHeaders, redactUrl } from "../contract/redaction.ts";
import type { Exchange, Headers, ObservedRequest, ObservedResponse, Violation } from "../exchange.ts";
import { copyJson } from "./copy-json.ts";
import { contentOf, cutReply, isCutting } from "./faults/cut-reply.ts";
import type { WireFault } from "./faults/send-fault.ts";
import type { WireReply } from "./reply.ts";

/**
 * What an exchange needs of its contract. Note: the whole would stay for as long as the journal keeps the exchange, however
 * often the contract is loaded anew.
 */
export type ServedContract = Pick<Contract, "provider" | "credentials">;

/** An exchange as it was served: the pieces at hand. */
export interface Entry {
  /** Counts from 1; the id is made of it. */
  number: number;
  contract: ServedContract;
  tenant: string;
  operation: string | null;
  /** Milliseconds since 1970 on the tenant's clock. */
  time: number;
  /** The same on the machine's own clock, when the answer was at hand. */
  recordedAt: number;
  durationMs: number;
  method: string;
  url: string;
  headers: Headers;
  body: KeptBody | null;
  response: { status: number; headers: Headers; body: KeptBody | null } | null;
  violations: readonly Violation[];
  /** The fault that was injected, if one was, and what the answer breaks because of it. */
  fault: Exchange["fault"];
  planned: readonly Violation[];
  /** The tenant had been let go to make room, and began again with this exchange. */
  beginsAgain?: boolean;
}

/** A body cut to what the journal keeps. */
export interface KeptBody {
  content: string | Buffer;
  /** In bytes, as sent; null where nothing was cut off. */
  size: number | null;
}

/** An exchange as the journal tells it: a body that was cut says how long it was, in bytes. */
export interface JournalledExchange extends Exchange {
  /** The tenant had been let go to make room for others: here it began again. */
  beginsAgain?: true;
  request: ObservedRequest & { bodySize?: number };
  response: (ObservedResponse & { bodySize?: number }) | null;
}

/** The most bytes, or characters of text, that the journal keeps of a body unless told otherwise. */
const usuallyKept = 64 * 1024;

export function keepBody(content: string | Buffer | undefined, size: number, most = usuallyKept): KeptBody | null {
  if (content === undefined) return null;
  if (content.length <= most) return { content, size: null };
  return { content: typeof content === "string" ? content.slice(0, most) : content.subarray(0, most), size };
}

/** What of an answer was sent; `wire`: what went wrong on the way. */
export function keepReply(reply: WireReply, method: string, wire: WireFault | null, most?: number): Entry["response"] {
  if (isCutting(wire)) {
    const cut = cutReply(wire, reply);
    return { status: cut.status, headers: cut.headers, body: keepBody(contentOf(cut), cut.bytes.length, most) };
  }
  const text = method === "HEAD" ? undefined : reply.text;
  return {
    status: reply.status,
    headers: reply.headers,
    body: keepBody(text, Number(reply.headers["content-length"]), most),
  };
}

export function formatId(number: number): string {
  return `x-${String(number).padStart(6, "0")}`;
}

const asSent = new WeakMap<Exchange, Headers>();

/** The headers of an exchange's request with their credentials. Nothing that is told to anybody may be made of them. */
export function headersAsSent(exchange: Exchange): Headers {
  return asSent.get(exchange) ?? exchange.request.headers;
}

/** Copies that share nothing with them. */
export function copyExchanges(exchanges: readonly JournalledExchange[]): JournalledExchange[] {
  const copies = copyJson([...exchanges]);
  for (const [index, copy] of copies.entries()) asSent.set(copy, headersAsSent(exchanges[index] as Exchange));
  return copies;
}

/** Makes the exchange of an entry, and remembers its headers as they were sent. Note: for who asks, and not for each that is served. */
export function toReadExchange(entry: Entry): JournalledExchange {
  const exchange = toExchange(entry);
  asSent.set(exchange, entry.headers);
  return exchange;
}

/** Makes the exchange of an entry, without credentials. */
export function toExchange(entry: Entry): JournalledExchange {
  const { contract, response } = entry;
  return {
    id: formatId(entry.number),
    provider: contract.provider,
    tenant: entry.tenant,
    operation: entry.operation,
    startedAt: new Date(entry.time).toISOString(),
    recordedAt: new Date(entry.recordedAt).toISOString(),
    durationMs: entry.durationMs,
    ...(entry.beginsAgain ? { beginsAgain: true } : {}),
    ...(entry.fault === undefined ? {} : { fault: entry.fault }),
    request: {
      method: entry.method,
      url: redactUrl(contract, entry.url),
      headers: redactHeaders(contract, entry.headers),
      ...describeBody(entry.body),
    },
    response:
      response === null
        ? null
        : {
            status: response.status,
            headers: redactHeaders(contract, response.headers),
            ...describeBody(response.body),
          },
    violations: [...entry.violations, ...entry.planned],
  };
}

function describeBody(body: KeptBody | null): { body?: string; bodyEncoding?: "base64"; bodySize?: number } {
  if (body === null) return {};
  const size = body.size === null ? {} : { bodySize: body.size };
  if (typeof body.content === "string") return { body: body.content, ...size };
  return { body: body.content.toString("base64"), bodyEncoding: "base64", ...size };
}
