import { STATUS_CODES } from "node:http";
import type { Content, Entry, Header, PostData } from "har-format";
import { single } from "../../contract/authentication.ts";
import { splitUrl } from "../../contract/check-exchange.ts";
import type { Headers } from "../../exchange.ts";
import type { JournalledExchange } from "../entry.ts";
import { readVersion } from "../version.ts";

/** What HAR has no place for; its readers pass over names that begin with an underscore. */
type Addition = Omit<JournalledExchange, "request" | "response" | "startedAt" | "durationMs"> & {
  request?: { bodySize: number };
  response?: { bodySize: number };
};

type StandinEntry = Omit<Entry, "request"> & {
  request: Omit<Entry["request"], "postData"> & { postData?: PostData & { _encoding?: "base64" } };
  _standin: Addition;
};

type Body = Pick<JournalledExchange["request"], "body" | "bodyEncoding" | "bodySize">;

/**
 * One HAR 1.2 document, an entry a line. `standin check` finds in it what it finds in the exchanges themselves. How many of
 * them had to make room while it was read is said at its end, to readers in `comment` and to programs in `_gap`.
 */
export async function* toHar(parts: Iterator<readonly JournalledExchange[], number>): AsyncGenerator<string> {
  const creator = JSON.stringify({ name: "standin", version: readVersion() });
  yield `{"log":{"version":"1.2","creator":${creator},"entries":[\n`;
  let separator = "";
  let part = parts.next();
  for (; part.done !== true; part = parts.next()) {
    if (part.value.length === 0) yield "";
    else yield separator + part.value.map((exchange) => JSON.stringify(toEntry(exchange))).join(",\n");
    if (part.value.length > 0) separator = ",\n";
  }
  yield `\n]${part.value > 0 ? formatGap(part.value) : ""}}}\n`;
}

function formatGap(missed: number): string {
  const comment = `${missed} of the exchanges asked for are missing: they had to make room in the journal while it was read.`;
  return `,"comment":${JSON.stringify(comment)},"_gap":${JSON.stringify({ missed })}`;
}

function toEntry(exchange: JournalledExchange): StandinEntry {
  const { request, response, startedAt, durationMs, ...rest } = exchange;
  const sentBody = request.body === undefined ? {} : { postData: toPostData(request) };
  return {
    startedDateTime: startedAt,
    time: durationMs,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: toHeaders(request.headers),
      queryString: [...new URLSearchParams(splitUrl(request.url).query)].map(([name, value]) => ({ name, value })),
      ...sentBody,
      headersSize: unknown,
      bodySize: sizeOf(request),
    },
    response: toResponse(response),
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    ...(response === null ? { comment: "The connection ended without a response." } : {}),
    _standin: {
      ...rest,
      ...(request.bodySize === undefined ? {} : { request: { bodySize: request.bodySize } }),
      ...(response?.bodySize === undefined ? {} : { response: { bodySize: response.bodySize } }),
    },
  };
}

/** HAR's word for a number that nobody has taken down. */
const unknown = -1;

/** Status 0 is how HAR says that nothing came back. */
function toResponse(response: JournalledExchange["response"]): Entry["response"] {
  const { status, headers }: { status: number; headers: Headers } = response ?? { status: 0, headers: {} };
  return {
    status,
    statusText: STATUS_CODES[status] ?? "",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: toHeaders(headers),
    content: toContent(response ?? {}, headers),
    redirectURL: single(headers.location) ?? "",
    headersSize: unknown,
    bodySize: sizeOf(response ?? {}),
  };
}

function toHeaders(headers: Headers): Header[] {
  return Object.entries(headers).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })));
}

function toPostData(request: JournalledExchange["request"]): PostData & { _encoding?: "base64" } {
  const { body = "", bodyEncoding } = request;
  const encoding = bodyEncoding === undefined ? {} : { _encoding: bodyEncoding };
  return { mimeType: typeOf(request.headers), text: body, ...encoding, ...commentOn(request) };
}

function toContent(body: Body, headers: Headers): Content {
  const text = body.body === undefined ? {} : { text: body.body };
  const encoding = body.bodyEncoding === undefined ? {} : { encoding: body.bodyEncoding };
  return { size: sizeOf(body), mimeType: typeOf(headers), ...text, ...encoding, ...commentOn(body) };
}

function typeOf(headers: Headers): string {
  return single(headers["content-type"]) ?? "x-unknown";
}

function commentOn({ bodySize }: Body): { comment?: string } {
  return bodySize === undefined ? {} : { comment: `The journal has cut the body: it had ${bodySize} bytes.` };
}

function sizeOf({ body, bodyEncoding, bodySize }: Body): number {
  return bodySize ?? (body === undefined ? 0 : Buffer.byteLength(body, bodyEncoding ?? "utf8"));
}
