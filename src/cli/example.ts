import { type CurlRequest, formatCurl } from "./curl.ts";

/** The members of an interaction that an example is chosen by. */
interface Interaction {
  outcome: string;
  request: { method: string; url: string; headers?: Record<string, string>; body?: unknown; text?: string };
  response: { status: number };
  violates?: unknown[];
}

/**
 * The request of an interaction that makes the best first call, sent to `base` in place of the vendor's host: one that
 * reads and succeeds, if possible the documented one, and the shortest of them; else the documented write.
 */
export function chooseExample(interactions: readonly unknown[], base: string): CurlRequest | undefined {
  const good = interactions.filter(isInteraction).filter(({ violates = [] }) => violates.length === 0);
  const reading = good.filter(({ request, response }) => request.method === "GET" && isSuccess(response.status));
  const isDocumented = ({ outcome }: Interaction) => outcome === "documented";
  const choices = [reading.filter(isDocumented), reading, good.filter(isDocumented)];
  const requests = choices.find((choice) => choice.length > 0)?.map(({ request }) => toRequest(request, base)) ?? [];
  return requests.sort((a, b) => formatCurl(a).length - formatCurl(b).length)[0];
}

function toRequest({ method, url, headers = {}, body, text }: Interaction["request"], base: string): CurlRequest {
  const { pathname, search } = new URL(url);
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  return { method, url: base + pathname + search, headers, ...(sent === undefined ? {} : { body: sent }) };
}

/** Files of one's own may hold anything; what is no interaction makes no example. */
function isInteraction(value: unknown): value is Interaction {
  const { request, response, violates } = (value ?? {}) as Partial<Interaction>;
  return (
    typeof request?.method === "string" &&
    typeof request.url === "string" &&
    URL.canParse(request.url) &&
    typeof response?.status === "number" &&
    (violates === undefined || Array.isArray(violates))
  );
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
