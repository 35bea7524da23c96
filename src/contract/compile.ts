import type { Ajv2020, AnySchema, ValidateFunction } from "ajv/dist/2020.js";
import { createAjv } from "./create-ajv.ts";
import { type ContractDocuments, contractError, keyOf, type Node } from "./documents.ts";
import { isSchema } from "./keywords.ts";
import { assertionsOf, validatorSchema } from "./validator-schema.ts";

/** What ajv says of a value, as far as it is read. Note: the package's declarations lead here, and ajv is not installed with it. */
export interface SchemaError {
  /** JSON Pointer in the value. */
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
}

/** Turns the schemas of a contract into validators, each when it is first asked for. */
export interface SchemaCompiler {
  /** Whether the value satisfies the whole schema at the node. */
  accepts(node: Node, value: unknown): boolean;
  /** What ajv says of the whole schema, first error only. */
  firstError(node: Node, value: unknown): SchemaError | undefined;
  /** What ajv says of the keywords that stand at this very node, without those that lead to other schemas. */
  ownErrors(node: Node, value: unknown): readonly SchemaError[];
  /** Compiles the validator of a node now; throws where it cannot be. */
  compile(node: Node): void;
}

/** The direction that a value travels in: what is read-only is not required in a request, nor what is write-only in a response. */
export type Direction = "request" | "response";

export function createCompiler(documents: ContractDocuments, direction: Direction): SchemaCompiler {
  let ajv: Ajv2020 | undefined;
  let own: Ajv2020 | undefined;
  const whole = new Map<string, Map<string, ValidateFunction>>();
  const ownByPointer = new Map<string, ValidateFunction | null>();
  const ids = new Map<string, string>();

  function wholeValidator(node: Node): ValidateFunction {
    const validators = whole.get(node.document) ?? new Map<string, ValidateFunction>();
    whole.set(node.document, validators);
    let validate = validators.get(node.pointer);
    if (validate === undefined) {
      try {
        validate = compileWhole(node);
      } catch (error) {
        throw contractError(documents, node, `the schema cannot be compiled: ${(error as Error).message}`, error);
      }
      validators.set(node.pointer, validate);
    }
    return validate;
  }

  /** Gives ajv the schema with those that it leads to, and no others: going through a whole contract takes time. */
  function compileWhole(node: Node): ValidateFunction {
    ajv ??= createAjv(documents);
    const pending: Node[] = [];
    const prepare = (schema: Node) => validatorSchema(direction, documents, schema, spell) as AnySchema;
    const spell = (referred: Node) => {
      const key = keyOf(referred);
      let id = ids.get(key);
      if (id === undefined) {
        // Note: ajv takes an identifier for a URL, and a file's own may be spelt in several ways.
        id = `https://contract.invalid/${ids.size}`;
        ids.set(key, id);
        if (isSchema(referred.value)) pending.push(referred);
      }
      return id;
    };
    const schema = prepare(node);
    for (let next = pending.pop(); next !== undefined; next = pending.pop())
      ajv.addSchema(prepare(next), ids.get(keyOf(next)));
    return ajv.compile(schema);
  }

  function ownValidator(node: Node): ValidateFunction | null {
    const key = keyOf(node);
    let validate = ownByPointer.get(key);
    if (validate === undefined) {
      const assertions = assertionsOf(direction, documents, node);
      own ??= createAjv(documents, { allErrors: true });
      validate = Object.keys(assertions).length === 0 ? null : own.compile(assertions);
      ownByPointer.set(key, validate);
    }
    return validate;
  }

  return {
    accepts: (node, value) => wholeValidator(node)(value) === true,
    firstError: (node, value) => {
      const validate = wholeValidator(node);
      return validate(value) ? undefined : validate.errors?.[0];
    },
    ownErrors: (node, value) => {
      const validate = ownValidator(node);
      return validate === null || validate(value) ? [] : (validate.errors ?? []);
    },
    compile: (node) => void wholeValidator(node),
  };
}

/** A pattern as JSON Schema reads it: with the u flag, and without where only that compiles. */
export function compilePattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}
