import { join } from "node:path";
import type { Contract } from "../../src/contract/contract.ts";
import { loadContract } from "../../src/contract/load.ts";
import type { SequencedExchange } from "../../src/contract/sequence/step.ts";
import { checkSequence, type SequenceOptions } from "../../src/contract/sequence.ts";

const root = join(import.meta.dirname, "../..");
const loaded = new Map<string, Contract>();

export function contractOf(provider: string): Contract {
  let contract = loaded.get(provider);
  if (contract === undefined) {
    const base = provider === "acme" ? join(root, "test/fixtures/providers") : root;
    contract = loadContract({ provider, file: join(base, `contracts/${provider}/openapi.yaml`), base });
    loaded.set(provider, contract);
  }
  return contract;
}

/** A request with its answer, as short as a table of cases wants it. */
export interface Sent {
  /** In milliseconds, when it was sent. */
  at?: number;
  /** How long the answer took, in milliseconds. */
  took?: number;
  /** Such as "POST /tasks". */
  to: string;
  /** In place of the vendor's. */
  host?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Null for none. */
  status?: number | null;
  answered?: Record<string, string>;
  answer?: unknown;
  fault?: string;
}

const started = Date.UTC(2026, 10, 2, 9, 30);
const key = "Bearer vendor-key-1234";

/** Exchanges with the vendor itself, each sent when the one before had its answer unless it says when. */
export function live(contract: Contract, sent: readonly Sent[]): SequencedExchange[] {
  let now = 0;
  return sent.map((one, index) => {
    const { at = now + 20, took = 50, to, host, headers = {}, body, status = 200, answered = {}, answer, fault } = one;
    const [method = "", path = ""] = to.split(" ");
    now = at + took;
    const server = contract.servers[0];
    return {
      id: `e${index + 1}`,
      startedAt: new Date(started + at).toISOString(),
      durationMs: took,
      request: {
        method,
        url: host === undefined ? `${server?.origin}${server?.basePath}${path}` : `https://${host}${path}`,
        headers: { authorization: key, ...headers },
        ...(body === undefined ? {} : { body }),
      },
      response:
        status === null
          ? null
          : {
              status,
              headers: { "content-type": "application/json", ...answered },
              body: JSON.stringify(answer ?? {}),
            },
      ...(fault === undefined ? {} : { fault: { kind: fault } }),
    };
  });
}

/** The same as a stand-in on this machine has them in its journal; its clock takes a second an exchange. */
export function stepped(exchanges: readonly SequencedExchange[]): SequencedExchange[] {
  return exchanges.map((exchange, index) => ({
    ...exchange,
    tenant: "default",
    startedAt: new Date(Date.UTC(2026, 0, 1) + (index + 1) * 1000).toISOString(),
    recordedAt: new Date(Date.parse(exchange.startedAt as string) + (exchange.durationMs as number)).toISOString(),
  }));
}

/** The same where its clock is the system's. */
export function real(exchanges: readonly SequencedExchange[]): SequencedExchange[] {
  return stepped(exchanges).map((exchange, index) => ({
    ...exchange,
    startedAt: exchanges[index]?.startedAt as string,
  }));
}

/** Severity, rule and message of what is found. */
export function findingsIn(contract: Contract, exchanges: SequencedExchange[], options?: SequenceOptions): string[] {
  return checkSequence(contract, exchanges, options).map(
    ({ severity, rule, message, contract: { pointer } }) => `${severity} ${rule}: ${message} (${pointer})`,
  );
}
