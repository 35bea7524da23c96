import type { IncomingMessage } from "node:http";
import type { Headers } from "../exchange.ts";

/**
 * The headers of a request. Of some that may stand once, such as Authorization, Node keeps the first and drops the others:
 * here a list has them all. Note: nearly every request has each header once, which counting tells at little cost.
 */
export function headersOf(request: IncomingMessage): Headers {
  const headers = request.headers as Headers;
  let count = 0;
  for (const _ in headers) count++;
  if (count * 2 === request.rawHeaders.length) return headers;
  const all: Headers = { ...headers };
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    if (values.length > 1 && headers[name] === values[0]) all[name] = values;
  }
  return all;
}
