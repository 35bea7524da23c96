import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Skip } from "../../adapter-suite.ts";
import { mostRuns } from "../../conformance/most-runs.ts";
import type { DriverCommand } from "../../conformance/process-group.ts";
import type { SchemaLike } from "../../conformance/schema-like.ts";
import type { OperationUnderTest } from "../../conformance/suite.ts";
import { readContractFile } from "../../contract/contract-file.ts";
import { isObject } from "../../contract/is-object.ts";
import { compileJsonSchema } from "../../contract/json-schema.ts";
import { showPath } from "../../contract/show-path.ts";
import { StandinError } from "../../errors.ts";
import { durationForm, longestTimer, readDuration } from "../../simulator/duration.ts";
import { Located } from "./located.ts";

/** What the suite reads where no other file is named. */
export const defaultAdapterFile = "standin.adapter.yaml";

/** What a file says of one operation. */
interface FileOperation {
  /** operationId. */
  id: string;
  at: Located;
  under: OperationUnderTest;
}

/** What a file says of an adapter in another process. */
export interface AdapterFile {
  provider: Located;
  driver: DriverCommand;
  operations: readonly FileOperation[];
  output?: SchemaLike;
  retries?: boolean;
  /** In milliseconds. */
  timeout?: number;
  seed?: number;
  runs?: number;
  skip: readonly (Skip & { at: Located })[];
  /** Absolute. */
  baseline?: string;
}

const members = [
  ...["provider", "driver", "operations", "output", "retries"],
  ...["timeout", "seed", "runs", "skip", "baseline"],
];

/** Reads it with the schemas that it names, whose paths are relative to it. Throws with file and line where something is wrong. */
export function readAdapterFile(path: string): AdapterFile {
  const file = resolve(path);
  const root = open(file);
  const folder = dirname(file);
  root.members(`a mapping with ${members.join(", ")}`, members);
  const provider = root.need("provider", 'the id of a provider; "standin list" has them');
  provider.text("the id of a provider");
  const output = root.member("output");
  const timeout = root.member("timeout");
  const baseline = root.member("baseline")?.text("the path of a file");
  return {
    provider,
    driver: readDriver(root.need("driver", "a mapping with command, env, cwd"), folder),
    operations: readOperations(root.need("operations", "a mapping of operationIds"), folder),
    ...(output === undefined ? {} : { output: readSchemaAt(output, folder) }),
    ...whereGiven("retries", root.member("retries")?.boolean()),
    ...whereGiven("timeout", timeout === undefined ? undefined : readTimeout(timeout)),
    ...whereGiven("seed", root.member("seed")?.wholeNumber(0)),
    ...whereGiven("runs", root.member("runs")?.wholeNumber(0, mostRuns)),
    skip: (root.member("skip")?.items("a list of mappings with case, operation, reason") ?? []).map(readSkip),
    ...whereGiven("baseline", baseline === undefined ? undefined : resolve(folder, baseline)),
  };
}

function open(file: string): Located {
  const shown = showPath(file);
  if (!existsSync(file))
    throw new StandinError(
      "CONFIG_INVALID",
      `There is no file ${shown}, which says what to test. Write one, or name another: standin test CONFIG.`,
    );
  const read = readContractFile(file, { name: shown, shown }, "");
  return new Located(read, read.value ?? {});
}

function readDriver(driver: Located, folder: string): DriverCommand {
  driver.members("a mapping with command, env, cwd", ["command", "env", "cwd"]);
  const form = "a list of texts, such as [python3, adapter.py]";
  const command = driver.need("command", form);
  const [file, ...given] = command.items(form).map((word) => word.text("a text"));
  if (file === undefined) throw command.not(form);
  const env = driver.member("env");
  const cwd = driver.member("cwd");
  const place = resolve(folder, cwd?.text("the path of a folder") ?? ".");
  if (cwd !== undefined && !isFolder(place)) throw cwd.wrong(`is no folder: ${showPath(place)}.`);
  const variables = env?.members("a mapping of texts").map(([name, value]) => {
    if (typeof value.value !== "string") throw value.not("a text; write it in quotes");
    return [name, value.value] as const;
  });
  return {
    command: [file, ...given],
    cwd: place,
    ...(variables === undefined ? {} : { env: Object.fromEntries(variables) }),
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function readOperations(operations: Located, folder: string): FileOperation[] {
  const all = operations.members("a mapping of operationIds");
  if (all.length === 0) throw operations.not("a mapping of operationIds, with one at least");
  return all.map(([id, operation]) => {
    operation.members("a mapping with input, output, examples", ["input", "output", "examples"]);
    const input = operation.member("input");
    const output = operation.member("output");
    const examples = operation.member("examples")?.items("a list of inputs");
    if (input === undefined && (examples ?? []).length === 0)
      throw operation.wrong("has neither input nor examples. Give it a JSON Schema as input, or a list of examples.");
    const under = {
      ...(input === undefined ? {} : { input: readSchemaAt(input, folder) }),
      ...(output === undefined ? {} : { output: readSchemaAt(output, folder) }),
      ...(examples === undefined ? {} : { examples: examples.map(({ value }) => value) }),
    };
    return { id, at: operation, under };
  });
}

/** The path of a file, or the schema itself. */
function readSchemaAt(at: Located, folder: string): SchemaLike {
  const { value } = at;
  if (typeof value === "boolean" || isObject(value)) return assertSchema(value, `${at.place}${at.name}`);
  const path = resolve(folder, at.text("a JSON Schema, or the path of a file with one"));
  const shown = showPath(path);
  const read = readContractFile(path, { name: shown, shown }, at.place);
  if (typeof read.value !== "boolean" && !isObject(read.value))
    throw at.wrong(`leads to ${shown}, which is no JSON Schema: that is an object, true or false.`);
  return assertSchema(read.value, `${at.place}${at.name}: ${shown}`);
}

/** Throws SCHEMA_INVALID where it cannot be compiled. */
function assertSchema<Schema extends boolean | Record<string, unknown>>(schema: Schema, name: string): Schema {
  compileJsonSchema(schema, name);
  return schema;
}

function readTimeout(timeout: Located): number {
  const ms = readDuration(timeout.value);
  if (ms === undefined || ms === 0 || ms > longestTimer) throw timeout.not(`${durationForm}, of 24 days at most`);
  return ms;
}

function readSkip(at: Located): Skip & { at: Located } {
  at.members("a mapping with case, operation, reason", ["case", "operation", "reason"]);
  const operation = at.member("operation")?.text("an operationId");
  return {
    case: at.need("case", 'a group of cases, such as "null-member", or one of its cases').text("the name of a case"),
    ...(operation === undefined ? {} : { operation }),
    reason: at.need("reason", "a text that says why").text("a text that says why"),
    at,
  };
}

function whereGiven<Name extends string, Value>(name: Name, value: Value | undefined): { [K in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: Value };
}
