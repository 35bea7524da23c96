import type { Headers } from "../../exchange.ts";
import { credentialsInQuery, single } from "../authentication.ts";
import { readBody, readRequestBody } from "../body.ts";
import { findResponse } from "../check-response.ts";
import type { Contract, Operation, Parameter, ResponseDefinition } from "../contract.ts";
import type { OperationCoverage, SeenParameter, SeenStatus } from "../coverage.ts";
import { findMediaType, isChecked, parseMediaType } from "../media-type.ts";
import { keyOfValue } from "../parameters.ts";
import { assignEntries, parseCookies, parseQuery } from "../query.ts";
import { parameterShape } from "../schema-shape.ts";
import type { SentBody } from "../sent-body.ts";
import { BodyTally } from "./body-tally.ts";
import { NameCounts } from "./name-counts.ts";
import { countOutcome, type OutcomeCounts } from "./outcomes.ts";

interface Message {
  headers: Headers;
  /** Null where it is not at hand. */
  body: SentBody | null;
}

/** Takes down what exchanges exercise of one operation. */
export class OperationTally {
  readonly operation: Operation;
  readonly #contract: Contract;
  readonly #parameters = new Map<Parameter, number>();
  readonly #undocumented = new NameCounts();
  readonly #requestBody: BodyTally;
  readonly #responses: ReadonlyMap<ResponseDefinition, { headers: Map<Parameter, number>; body: BodyTally }>;

  constructor(contract: Contract, operation: Operation) {
    this.operation = operation;
    this.#contract = contract;
    this.#requestBody = new BodyTally(contract.checker, operation.requestBody?.content ?? [], "request");
    this.#responses = new Map(
      operation.responses.map((response) => [
        response,
        { headers: new Map(), body: new BodyTally(contract.checker, response.content, "response") },
      ]),
    );
  }

  addRequest({ query, headers, body }: Message & { /** Raw, without the question mark. */ query: string }): void {
    const { operation } = this;
    const { planner } = this.#contract.checker;
    const cookies = new Set(parseCookies([headers.cookie ?? []].flat().join(";")).map(({ name }) => name));
    const entries = parseQuery(query);
    const documented = operation.parameters.filter((parameter) => parameter.in === "query");
    const inQuery = assignEntries(entries, documented, (parameter) => parameterShape(planner, parameter));
    const isSent = (parameter: Parameter): boolean => {
      if (parameter.in === "path") return true;
      if (parameter.in === "header") return headers[keyOfValue(parameter)] !== undefined;
      if (parameter.in === "cookie") return cookies.has(parameter.name);
      // One that may be empty is no entry of its parameter.
      return inQuery.byParameter.has(parameter) || entries.some(({ name }) => name === parameter.name);
    };
    for (const parameter of operation.parameters) if (isSent(parameter)) increase(this.#parameters, parameter);
    const credentials = credentialsInQuery(this.#contract, operation);
    for (const name of new Set(inQuery.undocumented.map((entry) => entry.name)))
      if (!credentials.includes(name)) this.#undocumented.add(name);
    if (body === null) return;
    const { value, mediaType } = readRequestBody(planner, operation, single(headers["content-type"]), body);
    if (value !== undefined && mediaType?.schema) this.#requestBody.add(mediaType.schema, value);
  }

  addResponse({ status, headers, body }: Message & { status: number }): void {
    const definition = findResponse(this.operation, status);
    const tally = definition && this.#responses.get(definition);
    if (definition === undefined || tally === undefined) return;
    for (const header of definition.headers)
      if (headers[keyOfValue(header)] !== undefined) increase(tally.headers, header);
    const type = parseMediaType(single(headers["content-type"]) ?? "");
    const mediaType = type && findMediaType(definition.content, type);
    if (body === null || body.text === undefined || !type || !mediaType?.schema || !isChecked(type.type)) return;
    const read = () => readBody(this.#contract.checker.planner, mediaType, type.type, body).value;
    tally.body.addText(mediaType.schema, type.type, body.text, read);
  }

  toCoverage(outcomes: OutcomeCounts): OperationCoverage {
    const { id, method, path, evidence, parameters, responses } = this.operation;
    const count = (outcome: "faulted" | "unanswered" | "standin") =>
      outcomes.find((one) => one.outcome === outcome)?.exchanges ?? 0;
    return {
      operation: id,
      method,
      path,
      evidence,
      exchanges: outcomes.reduce((total, { exchanges }) => total + exchanges, 0),
      faulted: count("faulted"),
      unanswered: count("unanswered"),
      standin: count("standin"),
      statuses: this.#statuses(outcomes),
      parameters: [
        ...parameters.map((parameter) => ({
          ...{ name: parameter.name, in: parameter.in },
          ...{ documented: true, exchanges: this.#parameters.get(parameter) ?? 0 },
        })),
        ...this.#undocumented
          .toList()
          .map(([name, exchanges]): SeenParameter => ({ name, in: "query", documented: false, exchanges })),
      ],
      requestBody: this.#requestBody.toList(),
      responses: responses.map((response) => ({
        status: response.status,
        headers: response.headers.map((header) => ({
          ...{ name: keyOfValue(header), documented: true },
          exchanges: this.#responses.get(response)?.headers.get(header) ?? 0,
        })),
        body: this.#responses.get(response)?.body.toList() ?? [],
      })),
    };
  }

  /** Such as "createThing request" and "getThing 200". */
  get cutLists(): string[] {
    const { id, responses } = this.operation;
    const cut = responses.filter((response) => this.#responses.get(response)?.body.isCut).map(({ status }) => status);
    return [...(this.#requestBody.isCut ? ["request"] : []), ...cut].map((body) => `${id} ${body}`);
  }

  #statuses(outcomes: OutcomeCounts): SeenStatus[] {
    const documented = this.operation.responses.map(({ status }) => ({ status, documented: true, exchanges: 0 }));
    const others: OutcomeCounts = [];
    for (const { outcome, exchanges } of outcomes) {
      if (typeof outcome !== "number") continue;
      const definition = findResponse(this.operation, outcome);
      const known = documented.find(({ status }) => status === definition?.status);
      if (known === undefined) countOutcome(others, outcome, exchanges);
      else known.exchanges += exchanges;
    }
    const undocumented = others.map(({ outcome, exchanges }) => ({
      ...{ status: String(outcome), documented: false },
      exchanges,
    }));
    return [...documented, ...undocumented];
  }
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
