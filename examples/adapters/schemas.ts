import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { readConfig } from "./drive.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
formats.default(ajv);

export interface OperationSchemas {
  operation: string;
  /** What the schema of the input gives as examples. */
  examples: readonly unknown[];
  /** What is wrong with an input, or with a result; undefined where nothing is. */
  checkInput: (value: unknown) => string | undefined;
  checkResult: (value: unknown) => string | undefined;
}

/** The operations of a folder's configuration, with what their schemas say. */
export function readSchemas(folder: string): OperationSchemas[] {
  return Object.entries(readConfig(folder).operations).map(([operation, { input, output }]) => {
    const schema = read(folder, input);
    return {
      operation,
      examples: schema.examples,
      checkInput: compile(schema),
      checkResult:
        output === undefined
          ? (value) => (value == null ? undefined : "it must be nothing")
          : compile(read(folder, output)),
    };
  });
}

function read(folder: string, path: string) {
  return JSON.parse(readFileSync(join(import.meta.dirname, folder, path), "utf8"));
}

function compile(schema: object): (value: unknown) => string | undefined {
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? undefined : ajv.errorsText(validate.errors));
}
