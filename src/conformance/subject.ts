import type { Contract, Operation } from "../contract/contract.ts";
import type { SchemaCheck } from "../contract/json-schema.ts";
import type { Driver } from "./driver.ts";
import type { Elsewhere } from "./elsewhere.ts";
import type { Member, Schema } from "./input-schema.ts";
import type { DocumentedRequest } from "./known-values.ts";
import type { ListPlaces } from "./paged-list.ts";
import type { Answered } from "./tell-apart.ts";
import type { TenantClient } from "./tenant-client.ts";
import type { Routes } from "./trace.ts";

/** One operation of an adapter, as the suite tests it. */
export interface Subject {
  contract: Contract;
  operation: Operation;
  /** Null where the user has only given examples. */
  inputSchema: Schema | null;
  checkInput: SchemaCheck;
  /** Undefined where nothing is said of what the adapter answers. */
  checkOutput: SchemaCheck | undefined;
  /** The same as JSON Schema; null where it is none. */
  outputSchema: Schema | null;
  /** An input that the scenario "documented" has a record for. */
  documentedInput: unknown;
  /** The same with a value for every member that can be there beside the others. */
  fullInput: unknown;
  /** An item for a list of the input, where the documented one has none. */
  sampleItem(list: Pick<Member, "name" | "schema">): unknown;
  /** What the vendor's documents show of requests, in their order. */
  documentedRequests: readonly DocumentedRequest[];
  /** An answer that the vendor's documents show, as full as they do; undefined where they show none. */
  documentedReply: { status: number; body: unknown } | undefined;
  /** It answers a list by the page. */
  isPaged: boolean;
  /** Further inputs of the user's. */
  examples: readonly unknown[];
  /** What is meant: undefined leaves it to the adapter. */
  retries: boolean | undefined;
  driver: Driver;
  /** How long a call may take, in milliseconds. */
  limit: number;
  openTenant(): TenantClient;
  /** A server at another host than the vendor's. */
  elsewhere: Elsewhere;
  /** What the first call of all showed; asked for once. */
  learn(): Promise<Learnt>;
}

/** What a call with distinct values in all members shows of an adapter. */
export interface Learnt {
  /** Where the members of its input go. */
  routes: Routes;
  /** Those whose text may be any by the input schema, and may not: JSON Pointers. */
  unmarked: readonly string[];
  /** Where in the vendor's answer the members of its result come from; undefined where there was no result. */
  sources: ReadonlyMap<string, string> | undefined;
  /** The answer of the vendor to the documented call; undefined without one. */
  reply: Answered | undefined;
  /** What the stand-in answered last to that call: of a list the last page. */
  end: Answered | undefined;
  /** Of a list, where the vendor's answer and the result have it; undefined where that is not known. */
  places: ListPlaces | undefined;
  /** What the adapter made of it; undefined without one. */
  result: unknown;
}
