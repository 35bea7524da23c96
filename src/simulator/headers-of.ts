import type { IncomingMessage } from "node:http";
import { setMember } from "../contract/assign-members.ts";
import type { Headers } from "../exchange.ts";

/**
 * The headers of a request. Of some that may stand once, such as Authorization, Node keeps the first and drops the others:
 * here a list has them all. One of the name `__proto__` it leaves out. Note: nearly every request has each header once, which counting tells at little cost.
 */
export function headersOf(request: IncomingMessage): Headers {
  const headers = request.headers as Headers;
  let count = 0;
  for (const _ in headers) count++;
  if (count * 2 === request.rawHeaders.length) return headers;
  const all: Headers = { ...headers };
  for (const [name, values] of linesOf(request)) {
    if (name === "__proto__") setMember(all, name, values.length > 1 ? values : values[0]);
    else if (values.length > 1 && headers[name] === values[0]) all[name] = values;
  }
  return all;
}

/** Note: not Node's `headersDistinct`, which before 20.20.2 threw at a header of the name `__proto__`. */
function linesOf({ rawHeaders }: IncomingMessage): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    const values = lines.get(name) ?? [];
    values.push(rawHeaders[index + 1] as string);
    lines.set(name, values);
  }
  return lines;
}
