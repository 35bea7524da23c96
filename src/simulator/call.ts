import type { Credential } from "../contract/authentication.ts";
import type { Match } from "../contract/match-operation.ts";
import type { Headers } from "../exchange.ts";
import type { ServedProvider } from "./provider.ts";
import type { Visitor } from "./tenancy.ts";

/** A request to a provider: received, matched, and its tenant known. */
export interface Call {
  provider: ServedProvider;
  /** Upper case. */
  method: string;
  /** Absolute, at the vendor's own host. */
  url: string;
  /** The same, where the client sent it. */
  sentTo: string;
  /** Absolute with the base path, undecoded. */
  path: string;
  /** Undecoded, without the question mark. */
  query: string;
  headers: Headers;
  /** The decoded body; undefined when there were no bytes, or none that are a text. */
  text: string | undefined;
  bytes: Buffer | null;
  match: Match;
  credential: Credential;
  visitor: Visitor;
  /** The body was not asked for: nothing is found of it. */
  bodyMissing: boolean;
}
