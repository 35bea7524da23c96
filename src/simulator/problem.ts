import type { Headers } from "../exchange.ts";
import type { WireReply } from "./reply.ts";

/** What Standin says in its own voice, never in a vendor's: name, status and title. */
const problems = {
  provider: [404, "No such provider"],
  operation: [501, "No such operation in the contract"],
  method: [405, "No such method on this path in the contract"],
  "not-modelled": [501, "Operation not modelled"],
  handler: [500, "The mock's handler failed"],
  internal: [500, "Standin failed"],
  "set-up": [500, "Standin is not set up"],
  body: [400, "Unreadable request body"],
  "body-too-large": [413, "Request body too large"],
  "body-too-deep": [400, "Request body nested too deep"],
  encoding: [415, "Unsupported encoding of the request body"],
  request: [400, "Malformed HTTP request"],
  "headers-too-large": [431, "Request headers too large"],
  expectation: [417, "Expectation not known"],
  tunnel: [501, "Standin is no proxy"],
  timeout: [408, "The request took too long"],
  "control-route": [404, "No such control route"],
  "control-method": [405, "No such method on this control route"],
  parameter: [400, "Invalid parameter"],
  limit: [400, "This limit cannot be set"],
  clock: [400, "The clock cannot be set so"],
  fault: [400, "This fault cannot be armed"],
  state: [422, "This state cannot be restored"],
  "mock-state": [500, "The mock's state cannot be told"],
  // Note: clients and proxies send again what is answered 408, 425, 502, 503 or 504.
  wait: [404, "The exchanges did not come in time"],
  stopping: [503, "Standin is stopping"],
  unknown: [404, "No such provider, operation or scenario"],
  unauthorized: [401, "The control API demands a token"],
  forbidden: [403, "The control API does not answer here"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemName = keyof typeof problems;

/** What Standin itself says, ready to be sent. */
export interface Problem extends WireReply {
  detail: string;
}

/** An answer as RFC 9457 has it, with `standin-problem` in the headers. */
export function createProblem(
  name: ProblemName,
  detail: string,
  members: Record<string, unknown> = {},
  headers: Headers = {},
): Problem {
  const [status, title] = problems[name];
  const text = JSON.stringify({ type: `urn:standin:problem:${name}`, title, status, detail, ...members });
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      "content-length": String(Buffer.byteLength(text)),
      "standin-problem": name,
      ...headers,
    },
    text,
    detail,
  };
}
