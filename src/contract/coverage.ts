import type { Evidence } from "../exchange.ts";
import { bodyOf, splitUrl } from "./check-exchange.ts";
import type { Contract, Operation } from "./contract.ts";
import { NameCounts } from "./coverage/name-counts.ts";
import { OperationTally } from "./coverage/operation-tally.ts";
import { type CoveredExchange, countOutcome, type OutcomeCounts, outcomeOf } from "./coverage/outcomes.ts";
import { matchOperation } from "./match-operation.ts";

/** How much was seen of what the contract has. */
export interface Share {
  seen: number;
  of: number;
}

/** Something that exchanges may have, and how many had it. What the contract does not name has `documented: false`. */
export interface Seen {
  documented: boolean;
  exchanges: number;
}

export interface SeenStatus extends Seen {
  /** As the contract writes it ("200", "4XX", "default"), or the status that it does not have. */
  status: string;
}

export interface SeenParameter extends Seen {
  name: string;
  in: "path" | "query" | "header" | "cookie";
}

export interface SeenProperty extends Seen {
  /**
   * JSON Pointer into the body; `*` stands for every item of an array, and for every member that the contract describes
   * without a name. Of a schema that comes again below itself the properties are counted where it stands first.
   */
  pointer: string;
}

export interface ResponseCoverage {
  /** As the contract writes it. */
  status: string;
  /** In lower case; those that the contract names. */
  headers: (Seen & { name: string })[];
  body: SeenProperty[];
}

/** What of one operation was exercised. */
export interface OperationCoverage {
  /** operationId. */
  operation: string;
  method: string;
  path: string;
  evidence: Evidence;
  /** Exchanges in all: those below, and those that had an answer by its status. */
  exchanges: number;
  /** A fault was injected: the request counts, the answer does not. */
  faulted: number;
  /** The connection ended without an answer. */
  unanswered: number;
  /** Standin spoke in its own voice. */
  standin: number;
  statuses: SeenStatus[];
  parameters: SeenParameter[];
  requestBody: SeenProperty[];
  responses: ResponseCoverage[];
}

/** What of a contract was exercised, and what was seen that it does not have. */
export interface Coverage {
  provider: string;
  exchanges: {
    /** Counted by operation and status. */
    counted: number;
    /** Of these, parameters and properties were looked for in so many. */
    read: number;
    /** Bodies among them that were not kept whole, so that their properties are not counted. */
    cut: number;
  };
  totals: Record<"operations" | "statuses" | "parameters" | "requestBody" | "responseHeaders" | "responseBody", Share>;
  operations: OperationCoverage[];
  /** Bodies that name more properties than are listed, such as "createThing request" and "getThing 200". */
  cutLists: string[];
  /** Requests that no operation takes. */
  unmatched: {
    exchanges: number;
    /** Those that were looked at, such as "GET /v1/thing". A hundred are told apart, the others are counted as "…". */
    requests: { request: string; exchanges: number }[];
  };
}

/** Outcomes by operationId; those of requests that no operation takes by null. */
export type OutcomesByOperation = ReadonlyMap<string | null, OutcomeCounts>;

/** Takes down, one by one, what exchanges exercise of a contract. */
export class CoverageTally {
  readonly #contract: Contract;
  readonly #operations: readonly OperationTally[];
  readonly #byId: ReadonlyMap<string, OperationTally>;
  readonly #outcomes = new Map<string | null, OutcomeCounts>();
  readonly #unmatched = new NameCounts();
  #read = 0;
  #cut = 0;

  /** `operation`: the only one to tell of. */
  constructor(contract: Contract, operation?: string) {
    this.#contract = contract;
    const told = contract.operations.filter(({ id }) => operation === undefined || id === operation);
    this.#operations = told.map((one) => new OperationTally(contract, one));
    this.#byId = new Map(this.#operations.map((tally) => [tally.operation.id, tally]));
  }

  add(exchange: CoveredExchange): void {
    const { request, response } = exchange;
    const { path, query } = splitUrl(request.url);
    const method = request.method.toUpperCase();
    const match = matchOperation(this.#contract, method, path);
    const operation: Operation | null = match.kind === "operation" ? match.operation : null;
    const outcome = outcomeOf(exchange);
    const outcomes = this.#outcomes.get(operation?.id ?? null) ?? [];
    this.#outcomes.set(operation?.id ?? null, outcomes);
    countOutcome(outcomes, outcome);
    this.#read++;
    if (operation === null) this.#unmatched.add(`${method} ${path}`);
    const tally = this.#byId.get(operation?.id ?? "");
    if (tally === undefined) return;
    const isWhole = { request: request.bodySize === undefined, response: response?.bodySize === undefined };
    tally.addRequest({ query, headers: request.headers, body: isWhole.request ? bodyOf(request) : null });
    if (!isWhole.request) this.#cut++;
    if (response === null || typeof outcome !== "number") return;
    const body = isWhole.response && method !== "HEAD" ? bodyOf(response) : null;
    tally.addResponse({ status: outcome, headers: response.headers, body });
    if (!isWhole.response) this.#cut++;
  }

  /** `counted`: outcomes of exchanges that were counted elsewhere, in place of those that were taken down here. */
  toCoverage(counted: OutcomesByOperation = this.#outcomes): Coverage {
    const operations = this.#operations.map((tally) => tally.toCoverage(counted.get(tally.operation.id) ?? []));
    const sum = (outcomes: OutcomeCounts = []) => outcomes.reduce((total, { exchanges }) => total + exchanges, 0);
    const responses = operations.flatMap((one) => one.responses);
    return {
      provider: this.#contract.provider,
      exchanges: {
        counted: [...counted.values()].reduce((total, outcomes) => total + sum(outcomes), 0),
        read: this.#read,
        cut: this.#cut,
      },
      totals: {
        operations: shareOf(operations.map(({ exchanges }) => ({ documented: true, exchanges }))),
        statuses: shareOf(operations.flatMap(({ statuses }) => statuses)),
        parameters: shareOf(operations.flatMap(({ parameters }) => parameters)),
        requestBody: shareOf(operations.flatMap(({ requestBody }) => requestBody)),
        responseHeaders: shareOf(responses.flatMap(({ headers }) => headers)),
        responseBody: shareOf(responses.flatMap(({ body }) => body)),
      },
      operations,
      cutLists: this.#operations.flatMap((tally) => tally.cutLists),
      unmatched: {
        exchanges: sum(counted.get(null)),
        requests: this.#unmatched.toList().map(([request, exchanges]) => ({ request, exchanges })),
      },
    };
  }
}

function shareOf(all: readonly Seen[]): Share {
  const documented = all.filter((one) => one.documented);
  return { seen: documented.filter(({ exchanges }) => exchanges > 0).length, of: documented.length };
}
