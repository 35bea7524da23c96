import { single } from "../../contract/authentication.ts";
import { isJson, parseMediaType } from "../../contract/media-type.ts";
import { isTooDeep, maxDepth } from "../../contract/parse-json.ts";
import type { ObservedRequest } from "../../exchange.ts";
import type { ArchivedExchange } from "./archived-exchange.ts";
import { originOf } from "./origin.ts";

/** What an exchange has that cannot be judged, whosever it is: text that completes "an exchange with …". */
export function describeUnjudged(exchange: ArchivedExchange): string | undefined {
  return describeNoCall(exchange.request) ?? describeTooDeep(exchange);
}

/** What was not sent to a provider as a call of its API. */
function describeNoCall({ method, url, headers }: ObservedRequest): string | undefined {
  const protocol = originOf(url)?.protocol;
  if (protocol !== "http:" && protocol !== "https:") return `a ${protocol} address, which is no HTTP`;
  const isPreflight = method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
  return isPreflight ? "a browser's CORS preflight" : undefined;
}

/** Note: how deep is too deep is Standin's own limit, in which nobody else has a part. */
function describeTooDeep({ request, response }: ArchivedExchange): string | undefined {
  const isDeep = (message: ArchivedExchange["response"] | ObservedRequest): boolean => {
    const type = parseMediaType(single(message?.headers["content-type"]) ?? "")?.type ?? "";
    return isJson(type) && isTooDeep(message?.body ?? "");
  };
  if (!isDeep(request) && !isDeep(response)) return undefined;
  return `a body nested more than ${maxDepth} levels deep, the most that Standin reads`;
}
