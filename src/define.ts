import type { Headers, Violation } from "./exchange.ts";

export { assignMembers } from "./contract/assign-members.ts";
export { tokensOf, valueAt } from "./contract/json-pointer.ts";
export { createMemo } from "./contract/memo.ts";
export type { Evidence, Headers, Violation } from "./exchange.ts";
export { decodeCursor, encodeCursor, type Page, type PageRequest, pageAfter } from "./page.ts";

/** A request that matched an operation, decoded by the contract. */
export interface CheckedRequest {
  /** operationId. */
  operation: string;
  /** Upper case. */
  method: string;
  /** Absolute, at the vendor's own host. */
  url: string;
  /** The same where the client sent it, as a rule at the stand-in: links in an answer are made of this one. */
  sentTo: string;
  /** Path parameters, percent-decoded and typed by the contract. */
  path: Readonly<Record<string, unknown>>;
  /** Query parameters, decoded by style and typed; an undocumented one stays a string or an array of strings. */
  query: Readonly<Record<string, unknown>>;
  /** Every header as received, names in lower case. */
  headers: Readonly<Headers>;
  /** The parsed body; a string where the media type is not JSON; undefined when absent or malformed. */
  body: unknown;
  /** The body as sent, after transfer, content and character decoding; undefined when there was none, or no UTF-8. */
  text: string | undefined;
  /** The credential's name without its tenant suffix, such as "standin-key". */
  credential: string;
  /** What in the request breaks the contract, of every severity; empty when it conforms. */
  violations: readonly Violation[];
}

/** What a handler answers. Give `body` for JSON, or `text` for anything else; with neither there is no body. */
export interface Reply {
  /** From 200 to 599; 204 and 304 go without a body. */
  status: number;
  /**
   * Names in any case. The content type defaults to the one that the contract documents for the status. What is about
   * the connection (`transfer-encoding`, `connection` and the like) is refused; `content-length` is best left out.
   */
  headers?: Headers;
  /** A JSON value. It is serialised at once, so it may share structure with the state. */
  body?: unknown;
  /** Goes before `body`, as it is. */
  text?: string;
}

/** The injected sources of time, identity and chance: the same seed gives the same bytes. */
export interface Sources {
  /** The tenant's time, which stands still within an exchange. */
  clock: { now(): Date };
  /** A version 4 uuid. */
  nextId(): string;
  /** At least 0, less than 1. */
  random(): number;
}

/** What a handler works with beside the request. */
export interface Context<State> extends Sources {
  /** The tenant's own state, to be changed in place. */
  state: State;
  /** The tenant's name, such as "default". */
  tenant: string;
}

/**
 * Serves one operation, at once: there is nothing to wait for. The request has passed the refusals, which need not mean
 * that it conforms. What it throws is answered with status 500 in Standin's own voice and logged; `close()` throws the first.
 * What it does later, in a timer, may use neither `context` nor the state: once the tenant has rested, or its state was
 * replaced, it would work on what is nobody's, and be lost; `context.state` may be undefined then. What it throws there is
 * nobody's to answer: `standin serve` tells it and goes on, any other process may end.
 */
export type Handler<State> = (request: CheckedRequest, context: Context<State>) => Reply;

/**
 * A starting state by name: a Map's keys, texts or numbers, are the ids of the records that it holds. It is plain data as
 * JSON has it, beside its Maps, which stand in no record and no list; and it has every member that the state will ever have,
 * null where it is to come, and each of one kind or null. For a state is told and restored as JSON, faults may show what was
 * before a write, and the state of a tenant that rests may be packed: between two calls its objects may become others that
 * are equal.
 */
export type Scenario<State> = (sources: Sources) => State;

/** How the vendor says no. Whatever is left out here, Standin says in its own voice (problem+json). */
export interface Refusals<State> {
  /** The credential is absent, not of the documented form, or unknown. */
  unauthenticated(reason: "missing" | "malformed" | "unknown", request: CheckedRequest, sources: Sources): Reply;
  /** Before the request is held against the contract: scopes, accounts, partitions. Undefined lets it pass. */
  guard?(request: CheckedRequest, context: Context<State>): Reply | undefined;
  /** The request breaks the contract. Undefined: the vendor takes it all the same. */
  invalid(request: CheckedRequest, context: Context<State>): Reply | undefined;
  /** No path of the contract matches. */
  unknownRoute?(request: UnmatchedRequest): Reply | undefined;
  /** The path is in the contract, the method is not; `allowed` has those that are. */
  wrongMethod?(request: UnmatchedRequest, allowed: readonly string[]): Reply | undefined;
}

/** A request that matched no operation. */
export interface UnmatchedRequest {
  /** Upper case. */
  method: string;
  /** Absolute path with the vendor's base path, undecoded, without the query. */
  path: string;
  /** Every header as received, names in lower case. */
  headers: Readonly<Headers>;
}

/** A named credential, account or other fixed point of the scenarios, as `standin list` shows it. */
export interface Fixture {
  /** Where it goes, such as "credential", "x-account-id" or "org_id". */
  kind: string;
  value: string;
  description: string;
}

/** How many requests a vendor takes in a time. The next one is answered 429, by the contract's example. */
export interface RateLimit {
  requests: number;
  /** A duration such as "10s" or "1m", on the tenant's clock. */
  window: string;
  /**
   * Whose requests count together; undefined leaves one uncounted.
   * @default all of a credential
   */
  of?(request: CheckedRequest): string | undefined;
  /**
   * Names of the scenarios in which it is on from the start.
   * @default none: it is on where it is asked for
   */
  scenarios?: readonly string[];
}

/** How the records of a Map in the state are shown: by an operation of the contract, asked for one of them. */
export interface RecordView<State> {
  /** operationId. It has a handler. One that writes works on a copy of the state. */
  operation: string;
  /**
   * The key that the state has a record under, made of the record: one that stands under another is refused. Without it
   * that is not looked at.
   */
  key?(record: unknown): string | number;
  /**
   * JSON Schema (2020-12) of what handlers need of a record and its answer does not show, such as `{ required: ["tags"] }`.
   * @default any record will do
   */
  schema?: object;
  /**
   * The request that shows a record, as far as its handler reads it; what is left out is empty. Undefined where no request
   * shows this one.
   */
  request(key: string, record: unknown, state: State): Partial<CheckedRequest> | undefined;
}

/** What the records of a Map are that no operation shows. */
export interface HiddenView {
  /** The reason why none does. */
  hidden: string;
  /**
   * The key that the state has a record under, made of the record: one that stands under another is refused. Without it
   * that is not looked at. What it throws refuses the record.
   */
  key?(record: unknown): string | number;
  /**
   * JSON Schema (2020-12) of what handlers need of a record. One that cannot be used is refused when the mock is loaded.
   * @default any record will do
   */
  schema?: object;
}

/** How the records of a Map are answers that were kept, to be given again. */
export interface AnswerView {
  /** The answer, and whose operation's: it is held against the contract as one. What it throws refuses the record. */
  answer(key: string, record: unknown): { operation: string; reply: Reply };
}

/** A stand-in: the contract's operations as code. */
export interface ProviderDefinition<State> {
  /** Starting states by name; "documented" holds the reference page's example and is the default. */
  scenarios: { documented: Scenario<State> } & Record<string, Scenario<State>>;
  /** Credentials that are accepted beside `standin-key`, with what sets each apart. */
  credentials?: Readonly<Record<string, string>>;
  /** The other named values that a user needs to know. */
  fixtures?: readonly Fixture[];
  refusals: Refusals<State>;
  /** Handlers by operationId: every operation of the contract has one, or stands in `notModelled`. */
  operations: Readonly<Record<string, Handler<State>>>;
  /** The quotas that the vendor documents, by name. They are off until they are asked for. */
  limits?: Readonly<Record<string, RateLimit>>;
  /**
   * By which operation the records of each Map of the state are shown, or the reason why by none. A state that is put in
   * the place of the tenant's is held against the contract by it. Names are those of the state's members, such as "tasks",
   * and "crm.tasks" for a Map inside of one. What no schema speaks of and no operation shows is taken as it is.
   */
  records?: Readonly<Record<string, RecordView<State> | HiddenView | AnswerView | string>>;
  /**
   * Whole numbers of the state that count up, such as the next id, with the least that each may be; named as in `records`. A
   * state in which one is less, or more than 2^52 and so without room to count on, is refused; so is the mock, when it is
   * loaded, if one of its scenarios begins so.
   */
  counters?: Readonly<Record<string, number>>;
  /** Operations of the contract without a handler, each with the reason. */
  notModelled?: Readonly<Record<string, string>>;
}

/** Describes a stand-in; it is checked against its contract when the provider is loaded. */
export function defineProvider<State>(definition: ProviderDefinition<State>): ProviderDefinition<State> {
  return definition;
}
