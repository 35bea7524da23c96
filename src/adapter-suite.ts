import type { CallAdapter, CreateAdapter } from "./conformance/in-process.ts";
import type { SchemaLike } from "./conformance/schema-like.ts";
import type { OperationUnderTest } from "./conformance/suite.ts";
import type { ReportFormat } from "./report/suite/report-formats.ts";

/** A case that is left out, and why. */
export interface Skip {
  /** Its group, such as "unknown-members", or group and detail, such as "refusal 404". */
  case: string;
  /** operationId; all operations when it is left out. */
  operation?: string;
  reason: string;
}

/** What is said of an adapter, however it is called. */
export interface AdapterSettings {
  /** A JSON Schema or Standard Schema of what the adapter answers, where an operation has none of its own. */
  output?: SchemaLike;
  /** Whether the adapter is meant to retry what can be retried. Left out, it may do either. */
  retries?: boolean;
  /**
   * In milliseconds: a call that takes longer hangs. In this process it is the adapter's own time, of which none is spent.
   * @default 120_000 in this process, 10_000 in another
   */
  timeout?: number;
  /** @default 1 */
  seed?: number;
  /**
   * How many inputs are generated for each operation.
   * @default 25
   */
  runs?: number;
  /** Cases to leave out. One that names no case fails the run. */
  skip?: readonly Skip[];
  /** A folder with contracts/ and mocks/ of one's own. */
  providersDir?: string;
  /** Reports to write at the end, by format: the path of each one's file. */
  reports?: Readonly<Partial<Record<ReportFormat, string>>>;
}

/** An adapter in this process. */
export interface AdapterUnderTest<Adapter> extends AdapterSettings {
  /** Makes an adapter for a base URL and a credential. */
  create: CreateAdapter<Adapter>;
  /** By operationId, what the adapter takes and how it is called. */
  operations: Readonly<Record<string, OperationUnderTest & { call: CallAdapter<Adapter> }>>;
}
