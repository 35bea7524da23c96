import type { Contract, Operation } from "../contract/contract.ts";
import type { SchemaCheck } from "../contract/json-schema.ts";
import { didYouMean } from "../contract/near-miss.ts";
import { StandinError } from "../errors.ts";
import type { Aftermath } from "./aftermath.ts";
import type { Case } from "./case.ts";
import { answerCases } from "./cases/answers.ts";
import { contractLimitCases } from "./cases/contract-limits.ts";
import { credentialCases } from "./cases/credential.ts";
import { generatedCases } from "./cases/generated.ts";
import { inputCases } from "./cases/inputs.ts";
import { answersPages, listCases } from "./cases/lists.ts";
import { otherInputCases } from "./cases/other-inputs.ts";
import { ownKeyCases } from "./cases/own-key.ts";
import { refusalCases } from "./cases/refusals.ts";
import { retryCases } from "./cases/retries.ts";
import { successCases } from "./cases/successes.ts";
import { togetherCases } from "./cases/together.ts";
import { wireCases } from "./cases/wire.ts";
import type { Driver } from "./driver.ts";
import { type Elsewhere, openElsewhere } from "./elsewhere.ts";
import { toSchema } from "./input-schema.ts";
import { type DocumentedRequest, readKnownValues } from "./known-values.ts";
import { learn } from "./learn.ts";
import { createInputMaker } from "./make-input.ts";
import { once } from "./once.ts";
import { readSchema, type SchemaLike } from "./schema-like.ts";
import type { Subject } from "./subject.ts";
import type { ProviderClient } from "./tenant-client.ts";

/** What the user says of one operation of an adapter. */
export interface OperationUnderTest {
  /** What the adapter takes. */
  input?: SchemaLike;
  /** What it answers; that of the suite when it is left out. */
  output?: SchemaLike;
  /** Inputs that work on the scenario "documented". The first stands for the documented one. */
  examples?: readonly unknown[];
}

export interface SuiteSettings {
  contract: Contract;
  /** The provider's documented requests, by operationId. */
  documentedRequests(operation: string): readonly DocumentedRequest[];
  /** An answer of success that they show for it; undefined where they show none. */
  documentedReply(operation: string): { status: number; body: unknown } | undefined;
  provider: ProviderClient;
  driver: Driver;
  operations: Readonly<Record<string, OperationUnderTest>>;
  output?: SchemaLike | undefined;
  /** Whether the adapter is meant to retry; undefined leaves it to the adapter. */
  retries?: boolean | undefined;
  /** In milliseconds: a call that takes longer hangs. */
  timeout: number;
  seed: number;
  /** How many inputs are generated for each operation. */
  runs: number;
}

/** The cases of one operation. */
export interface SuiteOperation {
  operation: string;
  cases: readonly Case[];
}

export interface Suite {
  operations: readonly SuiteOperation[];
  /** What the adapter does after its answers, where it can do anything. */
  aftermath?: Aftermath | undefined;
  close(): Promise<void>;
}

/** Puts the cases together. Throws SUITE_INVALID and SCHEMA_INVALID where what is said of the adapter does not hold. */
export async function createSuite(settings: SuiteSettings): Promise<Suite> {
  const { contract, operations } = settings;
  const named = Object.entries(operations);
  if (named.length === 0)
    throw new StandinError("SUITE_INVALID", `[${contract.provider}] names no operation to test. ${listOf(contract)}`);
  const elsewhere = await openElsewhere();
  const tenants = createNames();
  try {
    const prepared = named.map(([id, under]) =>
      createSubject(settings, findOperation(contract, id), under, { elsewhere, tenants }),
    );
    return {
      operations: prepared.map((subject) => ({ operation: subject.operation.id, cases: casesOf(subject, settings) })),
      aftermath: settings.driver.aftermath,
      async close() {
        await Promise.all([elsewhere.close(), settings.driver.close()]);
      },
    };
  } catch (error) {
    await elsewhere.close();
    throw error;
  }
}

function casesOf(subject: Subject, { seed, runs }: SuiteSettings): Case[] {
  return [
    ...inputCases(subject),
    ...contractLimitCases(subject),
    ...otherInputCases(subject),
    ...generatedCases(subject, { seed, runs }),
    ...successCases(subject),
    ...answerCases(subject),
    ...listCases(subject),
    ...refusalCases(subject),
    ...wireCases(subject),
    ...retryCases(subject),
    ...credentialCases(subject),
    ...togetherCases(subject),
    ...ownKeyCases(subject),
  ];
}

/** What the cases of a suite share. */
interface SuiteParts {
  elsewhere: Elsewhere;
  /** Gives each case a tenant of its own. */
  tenants: () => string;
}

function createSubject(
  settings: SuiteSettings,
  operation: Operation,
  { input, output = settings.output, examples = [] }: OperationUnderTest,
  { elsewhere, tenants }: SuiteParts,
): Subject {
  const { contract, provider, driver, timeout, retries } = settings;
  const place = `[${contract.provider}] ${operation.id}`;
  const inputSchema = input === undefined ? undefined : readSchema(input, `${place}: the input schema`);
  const json = inputSchema?.json === undefined ? null : toSchema(inputSchema.json);
  const checkInput = inputSchema?.check ?? acceptsAll;
  const outputSchema = output === undefined ? undefined : readSchema(output, `${place}: the output schema`);
  const [first, ...others] = examples;
  if (json === null && first === undefined) throw new StandinError("SUITE_INVALID", `${place}: ${lackOfInput(input)}`);
  const documentedRequests = settings.documentedRequests(operation.id);
  const known = readKnownValues(contract, documentedRequests);
  const inputs = json === null ? undefined : createInputMaker({ schema: json, check: checkInput, known, place });
  const documented = first ?? inputs?.documented(operation.method);
  const faults = checkInput(documented);
  if (faults.length > 0) {
    const [{ instancePath, message } = { instancePath: "", message: "" }] = faults;
    const subject =
      first === undefined ? "no input can be made of the schema" : "the first example breaks the input schema";
    throw new StandinError(
      "SUITE_INVALID",
      `${place}: ${subject}: ${instancePath} ${message}. Give "examples" with one that works.`,
    );
  }
  const subject: Subject = {
    contract,
    operation,
    inputSchema: json,
    checkInput,
    checkOutput: outputSchema?.check,
    outputSchema: outputSchema?.json === undefined ? null : toSchema(outputSchema.json),
    documentedInput: documented,
    fullInput: inputs === undefined ? documented : inputs.fillUp(documented),
    sampleItem: (list) => inputs?.item(list),
    documentedRequests,
    documentedReply: settings.documentedReply(operation.id),
    isPaged: answersPages(contract, operation),
    examples: others,
    retries,
    driver,
    limit: timeout,
    elsewhere,
    openTenant: () => provider.openTenant({ tenant: tenants(), drivesTime: driver.drivesTime, limit: timeout }),
    learn: once(() => learn(subject)),
  };
  return subject;
}

function lackOfInput(schema: SchemaLike | undefined): string {
  return schema === undefined
    ? "there is neither an input schema nor an example. Give one of them."
    : 'the input schema only tells whether an input will do, for it has no JSON Schema. Give "examples" with one that works.';
}

const acceptsAll: SchemaCheck = () => [];

function findOperation(contract: Contract, id: string): Operation {
  const operation = contract.operations.find((one) => one.id === id);
  if (operation !== undefined) return operation;
  const hint = didYouMean(
    id,
    contract.operations.map((one) => one.id),
  );
  throw new StandinError(
    "SUITE_INVALID",
    `[${contract.provider}] has no operation "${id}".${hint} ${listOf(contract)}`,
  );
}

function listOf({ operations }: Contract): string {
  return `There are: ${operations.map(({ id }) => id).join(", ")}.`;
}

/** Each case is a tenant of its own. No name is the beginning of another, in Base64 neither: each tells whose credential is shown. */
function createNames(): () => string {
  let count = 0;
  return () => `case-${++count}-own`;
}
