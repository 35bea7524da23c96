import type { CallAdapter, CreateAdapter } from "./conformance/in-process.ts";
import { mostRuns } from "./conformance/most-runs.ts";
import type { SchemaLike } from "./conformance/schema-like.ts";
import type { OperationUnderTest } from "./conformance/suite.ts";
import { isObject } from "./contract/is-object.ts";
import { StandinError } from "./errors.ts";
import type { ReportFormat } from "./report/suite/report-formats.ts";
import {
  type Check,
  type Checks,
  checkOptions,
  isBoolean,
  isFromZero,
  isFunction,
  isText,
  requireOptions,
  show,
} from "./simulator/check-options.ts";

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
  /**
   * `true`: it comes through one 429, and when it reads through one 503, with Retry-After, by waiting as long as that says.
   * `false`: after a failure nothing is sent again, but for the same with a new token after a 401. Left out, it may do either.
   */
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
  /**
   * A folder with contracts/ and mocks/ of one's own, beside the built-in ones.
   * @default "./standin" if there is one
   */
  providersDir?: string;
  /** Reports to write at the end, by format: the path of each one's file, from the working directory. Folders are made. */
  reports?: Readonly<Partial<Record<ReportFormat, string>>>;
}

/** An adapter in this process. */
export interface AdapterUnderTest<Adapter> extends AdapterSettings {
  /**
   * Makes an adapter for a base URL and a credential. No two cases share one: it is called when a case makes its first call,
   * again in a case that begins anew (with another credential, or with the same as a program that is started again), and
   * not where a case finds nothing to try.
   */
  create: CreateAdapter<Adapter>;
  /** By operationId, what the adapter takes and how it is called. */
  operations: Readonly<Record<string, OperationUnderTest & { call: CallAdapter<Adapter> }>>;
}

type TestedOperation = AdapterUnderTest<unknown>["operations"][string];

const isSchema: Check = [
  "a JSON Schema, or a Standard Schema such as one of Zod",
  (value) => isObject(value) || typeof value === "function" || typeof value === "boolean",
];

const adapterChecks: Checks<AdapterUnderTest<unknown>> = {
  create: ["a function that makes an adapter of { baseUrl, credential }", isFunction[1]],
  operations: ["an object that has by operationId what the adapter takes and how it is called", isObject],
  output: isSchema,
  retries: isBoolean,
  timeout: ["a number of milliseconds above 0", (value) => Number.isFinite(value) && (value as number) > 0],
  seed: isFromZero,
  runs: [
    `a whole number from 0 to ${mostRuns}`,
    (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= mostRuns,
  ],
  skip: ["a list of objects such as { case, reason }", (value) => Array.isArray(value) && value.every(isObject)],
  providersDir: ["the path of a folder", isText],
  reports: ["an object that has by format the path of a file", isObject],
};

const operationChecks: Checks<TestedOperation> = {
  input: isSchema,
  output: isSchema,
  examples: ["a list of inputs", Array.isArray],
  call: ["a function that is given an adapter and an input", isFunction[1]],
};

const skipChecks: Checks<Skip> = {
  case: ["a group of cases, or one of its cases", isText],
  operation: ["an operationId", isText],
  // The suite refuses one without a reason by its name.
  reason: ["a text that says why", () => true],
};

/** Throws OPTION_INVALID at the first option of testAdapter that there is not or whose value is not allowed. */
export function assertAdapter(provider: unknown, adapter: unknown): void {
  if (!isText(provider))
    throw new StandinError("OPTION_INVALID", `The provider of the adapter is ${show(provider)}. It is the id of one.`);
  if (!isObject(adapter))
    throw new StandinError(
      "OPTION_INVALID",
      `What is said of the adapter is ${show(adapter)}. It is an object with create and operations.`,
    );
  checkOptions(adapter, adapterChecks);
}

/** Throws OPTION_INVALID at the first option of testAdapter that is missing, or is wrong in an operation or a skip. */
export function assertComplete<Adapter>(adapter: AdapterUnderTest<Adapter>): void {
  requireOptions(adapter, ["create", "operations"], adapterChecks);
  for (const [id, operation] of Object.entries(adapter.operations)) {
    if (!isObject(operation))
      throw new StandinError(
        "OPTION_INVALID",
        `The option operations.${id} is ${show(operation)}. It is an object with ${Object.keys(operationChecks).join(", ")}.`,
      );
    const place = { before: `operations.${id}.` };
    checkOptions(operation, operationChecks, place);
    requireOptions(operation, ["call"], operationChecks, place);
  }
  for (const [index, skip] of (adapter.skip ?? []).entries()) {
    const place = { before: `skip[${index}].` };
    checkOptions(skip, skipChecks, place);
    requireOptions(skip, ["case"], skipChecks, place);
  }
}
