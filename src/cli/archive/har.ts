import { isUtf8 } from "node:buffer";
import type { Content, Entry, PostData } from "har-format";
import type { Headers, ObservedRequest } from "../../exchange.ts";
import {
  type ArchivedExchange,
  collectHeaders,
  isStatus,
  NoExchange,
  toArchivedExchange,
  toDuration,
  toRecord,
} from "./archived-exchange.ts";

/** Takes one entry of a HAR 1.2 archive. Throws NoExchange. */
export function fromHarEntry(value: unknown): ArchivedExchange {
  const entry = toRecord(value, "is no JSON object");
  return "_standin" in entry ? fromStandin(entry) : fromRecorder(entry as Partial<Entry>);
}

/** A stand-in's own export: with what HAR has no place for it is the exchange of the journal again. */
function fromStandin({
  request,
  response,
  startedDateTime,
  time,
  _standin,
}: Record<string, unknown>): ArchivedExchange {
  const additions = toObject(_standin, "_standin");
  const sent = toRecord(request, "has no request");
  const postData = toObject(sent.postData, "request.postData");
  const received = toRecord(response, "has no response");
  const content = toObject(received.content, "response.content");
  return toArchivedExchange({
    ...additions,
    startedAt: startedDateTime,
    durationMs: time,
    request: {
      method: sent.method,
      url: sent.url,
      headers: toHeaders(sent.headers, "request"),
      body: postData.text,
      bodyEncoding: postData._encoding,
      ...toObject(additions.request, "_standin.request"),
    },
    response:
      received.status === noStatus
        ? null
        : {
            status: received.status,
            headers: toHeaders(received.headers, "response"),
            body: content.text,
            bodyEncoding: content.encoding,
            ...toObject(additions.response, "_standin.response"),
          },
  });
}

/** How HAR says that nothing came back. */
const noStatus = 0;

function toObject(value: unknown, name: string): Record<string, unknown> {
  return toRecord(value ?? {}, `has a ${name} that is no JSON object`);
}

function fromRecorder({ request, response, startedDateTime, time }: Partial<Entry>): ArchivedExchange {
  if (typeof request?.method !== "string" || request.method === "") throw new NoExchange("has no request.method");
  if (typeof request.url !== "string" || !URL.canParse(request.url))
    throw new NoExchange("has no absolute request.url");
  // Recorders write null for what is not there.
  const postData = (request.postData ?? undefined) as (PostData & { encoding?: string }) | undefined;
  const sent = postData === undefined ? {} : decode(textOf(postData), postData.encoding);
  const requestHeaders = toHeaders(request.headers, "request");
  const answered = isStatus(response?.status);
  const received = decode(response?.content?.text, response?.content?.encoding);
  const unrecorded: ArchivedExchange["unrecorded"][number][] = [];
  if (sent.body === undefined && (request.bodySize > 0 || Number(requestHeaders["content-length"]) > 0)) {
    unrecorded.push("request.body");
  }
  if (answered && received.body === undefined && wasThere(response?.content)) unrecorded.push("response.body");
  return {
    request: { method: request.method.toUpperCase(), url: request.url, headers: requestHeaders, ...sent },
    // Browsers write a status of 0 where nothing came back.
    response: answered
      ? { status: response?.status as number, headers: toHeaders(response?.headers, "response"), ...received }
      : null,
    ...(typeof startedDateTime === "string" ? { startedAt: startedDateTime } : {}),
    standin: false,
    fault: false,
    unrecorded,
    among: toDuration(time),
  };
}

function toHeaders(value: unknown, side: string): Headers {
  const pairs = toList(value, `${side}.headers`).map((header): [string, string] => {
    const { name, value: text } = toRecord(header, `has a ${side} header that is no JSON object`);
    if (typeof name !== "string") throw new NoExchange(`has a ${side} header without a name`);
    return [name, String(text ?? "")];
  });
  return collectHeaders(pairs);
}

function toList(value: unknown, name: string): unknown[] {
  const list = value ?? [];
  if (!Array.isArray(list)) throw new NoExchange(`has ${name} that are no list`);
  return list;
}

/** The text as sent; some recorders keep a form's fields only. */
function textOf(postData: PostData): string | undefined {
  if (typeof postData.text === "string" && postData.text !== "") return postData.text;
  const fields = toList(postData.params, "request.postData.params").map((field): [string, string] => {
    const { name, value } = toRecord(field, "has a form field that is no JSON object");
    return [String(name), String(value ?? "")];
  });
  if (fields.length > 0) return new URLSearchParams(fields).toString();
  return postData.text;
}

function decode(
  text: string | undefined,
  encoding: string | undefined,
): Pick<ObservedRequest, "body" | "bodyEncoding"> {
  if (typeof text !== "string" || text === "") return {};
  if (encoding !== "base64") return { body: text };
  const bytes = Buffer.from(text, "base64");
  return isUtf8(bytes) ? { body: bytes.toString("utf8") } : { body: text, bodyEncoding: "base64" };
}

function wasThere(content: Content | undefined): boolean {
  return (content?.size ?? 0) > 0;
}
