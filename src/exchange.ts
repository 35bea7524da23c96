/** What a statement of a contract rests on, strongest first. */
export type Evidence = "documented" | "client" | "observed" | "inferred" | "assumed";

/** How much a violation weighs: only errors fail a build by default. */
export type Severity = "error" | "warning" | "note";

/** The place of an exchange that a violation speaks of. */
export type Part =
  | "request.path"
  | "request.query"
  | "request.headers"
  | "request.body"
  | "response.status"
  | "response.headers"
  | "response.body"
  | "sequence";

/** Where a contract makes a statement. */
export interface ContractLocation {
  /** Relative to the folder that holds `contracts/`, with forward slashes. */
  file: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1. */
  column: number;
  /** JSON Pointer into the file. */
  pointer: string;
}

/** One departure from one statement of a contract. */
export interface Violation {
  provider: string;
  /** operationId, or null when no operation matched. */
  operation: string | null;
  part: Part;
  /** JSON Pointer inside the part; the whole part is "". */
  pointer: string;
  /** A JSON Schema keyword, or one of Standin's own rules. */
  rule: string;
  severity: Severity;
  evidence: Evidence;
  /** What is wrong, without the place. */
  message: string;
  /** What the contract demands, as a JSON value; null where there is no such value. */
  expected: unknown;
  /** What was there, shortened to about 1,000 characters; null where nothing was, and for credentials. */
  actual: unknown;
  /** The statement that is broken. */
  contract: ContractLocation;
  /** Who says so: the vendor's page, SDK or document. */
  source: string | null;
}

/** Header names in lower case; a header that was sent more than once has an array. */
export type Headers = Record<string, string | string[]>;

/** A request as it was observed, after transfer and content decoding. */
export interface ObservedRequest {
  /** Upper case. */
  method: string;
  /** Absolute, at the vendor's own host. */
  url: string;
  headers: Headers;
  /** The text as sent; absent when there was none. */
  body?: string;
  /** Set when the body is not UTF-8 text. */
  bodyEncoding?: "base64";
}

/** A response as it was observed, after transfer and content decoding: where it broke off, what came of it. */
export interface ObservedResponse {
  status: number;
  headers: Headers;
  /** The text as sent; absent when there was none. */
  body?: string;
  /** Set when the body is not UTF-8 text. */
  bodyEncoding?: "base64";
}

/** The parts of an exchange that every archive has. */
export interface ObservedExchange {
  request: ObservedRequest;
  /** Null when the connection ended without a response. */
  response: ObservedResponse | null;
  /** RFC 3339 date-time. */
  startedAt?: string;
}

/** A request and its response, observed and judged. */
export interface Exchange extends ObservedExchange {
  /** Such as "x-000001", counted over all providers and tenants. */
  id: string;
  provider: string;
  tenant: string;
  /** operationId, or null when no operation matched. */
  operation: string | null;
  /** RFC 3339 date-time, on the tenant's clock. */
  startedAt: string;
  /** RFC 3339 date-time, on the machine's clock, whatever the tenant's says: when the answer was at hand, and where it came slowly, whole. */
  recordedAt: string;
  /** Until then, on the machine's clock. */
  durationMs: number;
  /** The fault that was injected, if one was; `also` are the kinds of the others that hit the exchange. */
  fault?: { id: string; kind: string; also?: string[] };
  violations: Violation[];
}

/** What came to a stand-in and reached no provider, and what Standin itself answered. It is no exchange, and not journalled. */
export interface StrayRequest {
  /** Upper case; null where it was no HTTP. */
  method: string | null;
  /** The request target as it was sent; null where it was no HTTP. */
  target: string | null;
  status: number;
  /** Why, such as that no provider has the path. */
  detail: string;
}
