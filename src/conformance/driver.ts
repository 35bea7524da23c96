import type { Aftermath } from "./aftermath.ts";
import type { SentRequest } from "./call-sites.ts";

/** What the suite asks of an adapter. */
export interface AdapterCall {
  /** operationId. */
  operation: string;
  input: unknown;
}

/** An error as an adapter reports it. */
export interface ReportedError {
  /** The adapter's own word for it, such as "not-found". */
  kind?: string;
  /** The vendor's HTTP status, where there was one. */
  status?: number;
  message: string;
}

/** How a call can come to no answer at all. */
export type FailureRule = "hang" | "crash" | "protocol";

export type AdapterAnswer =
  | { kind: "result"; result: unknown }
  | { kind: "error"; error: ReportedError }
  | { kind: "failure"; rule: FailureRule; message: string };

/** What came of a call. */
export interface CallOutcome {
  answer: AdapterAnswer;
  /** What the adapter printed meanwhile. */
  printed: string;
  /** What it sent, where that can be seen: in this process. */
  sent?: readonly SentRequest[];
}

/** Where an adapter works: at a stand-in, as one tenant. */
export interface AdapterPlace {
  baseUrl: string;
  credential: string;
}

/** One adapter at work. */
export interface Session {
  call(call: AdapterCall): Promise<CallOutcome>;
  close(): Promise<void>;
}

/** How the suite calls adapters: in its own process, or in another. */
export interface Driver {
  /** Makes an adapter for a place. `time` is what its timers go by, if they can be driven. */
  open(place: AdapterPlace, time: CaseTime): Session;
  /** Whether an adapter's timers go by `CaseTime`, so that no case has to wait. */
  readonly drivesTime: boolean;
  /** What an adapter does after its answers; undefined where nothing of a call that is over goes on. */
  readonly aftermath?: Aftermath;
  close(): Promise<void>;
}

/** The time of one case, which its tenant and, where that can be, its adapter share. */
export interface CaseTime {
  /** Milliseconds since 1970. */
  now(): number;
  /** Puts the tenant's clock forward; resolves when it is. */
  advance(ms: number): Promise<void>;
  /** The vendor holds answers back on purpose: what is under way need not be waited for. */
  vendorHangs: boolean;
  /** In milliseconds: a call that has not ended by then hangs. */
  limit: number;
}
