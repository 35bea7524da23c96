import { isUtf8 } from "node:buffer";
import type { Content, Entry, Header, PostData } from "har-format";
import type { ObservedRequest } from "../../exchange.ts";
import { type ArchivedExchange, collectHeaders, isStatus, NoExchange, toRecord } from "./archived-exchange.ts";

/** Takes one entry of a HAR 1.2 archive. Throws NoExchange. */
export function fromHarEntry(value: unknown): ArchivedExchange {
  const { request, response, startedDateTime } = toRecord(value, "is no JSON object") as Partial<Entry>;
  if (typeof request?.method !== "string" || request.method === "") throw new NoExchange("has no request.method");
  if (typeof request.url !== "string" || !URL.canParse(request.url))
    throw new NoExchange("has no absolute request.url");
  const { postData } = request;
  const sent = postData === undefined ? {} : decode(textOf(postData), (postData as { encoding?: string }).encoding);
  const requestHeaders = collectHeaders(pairsOf(request.headers));
  const answered = isStatus(response?.status);
  const received = decode(response?.content?.text, response?.content?.encoding);
  const unrecorded: ArchivedExchange["unrecorded"][number][] = [];
  if (sent.body === undefined && (request.bodySize > 0 || Number(requestHeaders["content-length"]) > 0)) {
    unrecorded.push("request.body");
  }
  if (answered && received.body === undefined && wasThere(response?.content)) unrecorded.push("response.body");
  return {
    request: { method: request.method.toUpperCase(), url: request.url, headers: requestHeaders, ...sent },
    // Status 0 is how browsers write down that nothing came back.
    response: answered
      ? { status: response?.status as number, headers: collectHeaders(pairsOf(response?.headers)), ...received }
      : null,
    ...(typeof startedDateTime === "string" ? { startedAt: startedDateTime } : {}),
    standin: false,
    fault: false,
    unrecorded,
  };
}

function pairsOf(headers: Header[] | undefined): [string, string][] {
  return (headers ?? []).map(({ name, value }) => [String(name), String(value ?? "")]);
}

/** The text as sent; some recorders keep a form's fields only. */
function textOf(postData: PostData): string | undefined {
  if (typeof postData.text === "string" && postData.text !== "") return postData.text;
  const fields = postData.params?.map(({ name, value }): [string, string] => [name, value ?? ""]) ?? [];
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
