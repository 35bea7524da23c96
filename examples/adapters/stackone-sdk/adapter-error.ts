/** What went wrong, as far as a caller has to act differently. */
export type AdapterErrorKind =
  /** The input: sent again it fails again. */
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  /** Too many requests; `retryAfterMs` says when there may be more, where the vendor said so. */
  | "rate-limited"
  /** The vendor fails at present. */
  | "unavailable"
  /** No whole answer came in time. What became of a write is not known. */
  | "network"
  /** The answer is not what the vendor documents. What became of a write is not known. */
  | "unexpected-answer";

interface Details {
  status?: number | undefined;
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

/** The only error that the adapter throws. Its message has the vendor's own words, and never the credential. */
export class AdapterError extends Error {
  override readonly name = "AdapterError";
  readonly kind: AdapterErrorKind;
  /** The HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;
  /** Milliseconds; undefined where the vendor named no time. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: AdapterErrorKind, message: string, { status, retryAfterMs, cause }: Details = {}) {
    super(message, { cause });
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a status of 300 or more means. */
export function kindOfStatus(status: number): AdapterErrorKind {
  // fetch was told not to follow it: where it leads to is not trusted with the credential.
  if (status < 400) return "unexpected-answer";
  return kinds[status] ?? (status >= 500 ? "unavailable" : "invalid");
}

const kinds: Readonly<Record<number, AdapterErrorKind>> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not-found",
  408: "unavailable",
  409: "conflict",
  410: "not-found",
  412: "conflict",
  429: "rate-limited",
  501: "invalid",
};
