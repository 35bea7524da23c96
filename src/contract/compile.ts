import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { type ContractDocuments, contractError, isObject, type Node } from "./documents.ts";
import { formats } from "./formats.ts";
import { assertionKeywords } from "./keywords.ts";
import { requiredFor, withRequiredFor } from "./required.ts";

/** Turns the schemas of a contract into validators, each when it is first asked for. */
export interface SchemaCompiler {
  /** Whether the value satisfies the whole schema at the node. */
  accepts(node: Node, value: unknown): boolean;
  /** What ajv says of the whole schema, first error only. */
  firstError(node: Node, value: unknown): ErrorObject | undefined;
  /** What ajv says of the keywords that stand at this very node, without those that lead to other schemas. */
  ownErrors(node: Node, value: unknown): readonly ErrorObject[];
  /** Compiles the validator of a node now; throws where it cannot be. */
  compile(node: Node): void;
}

/** The direction that a value travels in: what is read-only is not required in a request, nor what is write-only in a response. */
export type Direction = "request" | "response";

export function createCompiler(documents: ContractDocuments, direction: Direction): SchemaCompiler {
  const ajv = new Ajv2020({
    // Unknown keywords, formats and patterns have been refused by then, with file and line (verify-schemas.ts).
    strict: false,
    validateSchema: false,
    addUsedSchema: false,
    formats,
    logger: false,
    code: { regExp: Object.assign(compilePattern, { code: "" }) },
  });
  const own = new Ajv2020({ ...ajv.opts, allErrors: true });
  for (const [uri, file] of documents.files) {
    if (isObject(file.value))
      ajv.addSchema(withRequiredFor(direction, documents, uri, file.value), uri, undefined, false);
  }

  const whole = new Map<string, Map<string, ValidateFunction>>();
  const ownByPointer = new Map<string, ValidateFunction | null>();

  function wholeValidator(node: Node): ValidateFunction {
    let validators = whole.get(node.document);
    if (validators === undefined) whole.set(node.document, (validators = new Map()));
    let validate = validators.get(node.pointer);
    if (validate === undefined) {
      try {
        validate = ajv.compile({ $ref: `${node.document}#${fragment(node.pointer)}` });
      } catch (error) {
        throw contractError(documents, node, `the schema cannot be compiled: ${(error as Error).message}`, error);
      }
      validators.set(node.pointer, validate);
    }
    return validate;
  }

  function ownValidator(node: Node): ValidateFunction | null {
    const key = `${node.document}#${node.pointer}`;
    let validate = ownByPointer.get(key);
    if (validate === undefined) {
      const assertions = Object.entries(isObject(node.value) ? node.value : {}).filter(([keyword]) =>
        assertionKeywords.has(keyword),
      );
      const schema = Object.fromEntries(assertions);
      if (Array.isArray(schema.required)) schema.required = requiredFor(direction, documents, node);
      validate = assertions.length === 0 ? null : own.compile(schema);
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

function fragment(pointer: string): string {
  return pointer.split("/").map(encodeURIComponent).join("/");
}
