import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { createAjv } from "./create-ajv.ts";
import { type ContractDocuments, child, contractError, isObject, keyOf, type Node } from "./documents.ts";
import { toFragment, tokensOf } from "./json-pointer.ts";
import { assertionKeywords } from "./keywords.ts";
import { idOf, validatorDocument } from "./validator-document.ts";

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
  const ajv = createAjv(documents);
  const own = createAjv(documents, { allErrors: true });
  const prepared = new Map<string, Node>();
  for (const [uri, { value: given }] of documents.files) {
    const value = validatorDocument(direction, documents, { document: uri, pointer: "", value: given });
    prepared.set(uri, { document: uri, pointer: "", value });
    if (isObject(value)) ajv.addSchema(value, idOf(documents, uri), undefined, false);
  }

  const whole = new Map<string, Map<string, ValidateFunction>>();
  const ownByPointer = new Map<string, ValidateFunction | null>();

  function wholeValidator(node: Node): ValidateFunction {
    const validators = whole.get(node.document) ?? new Map<string, ValidateFunction>();
    whole.set(node.document, validators);
    let validate = validators.get(node.pointer);
    if (validate === undefined) {
      try {
        validate = ajv.compile({ $ref: `${idOf(documents, node.document)}#${toFragment(node.pointer)}` });
      } catch (error) {
        throw contractError(documents, node, `the schema cannot be compiled: ${(error as Error).message}`, error);
      }
      validators.set(node.pointer, validate);
    }
    return validate;
  }

  function ownValidator(node: Node): ValidateFunction | null {
    const key = keyOf(node);
    let validate = ownByPointer.get(key);
    if (validate === undefined) {
      const schema = child(prepared.get(node.document) as Node, ...tokensOf(node.pointer))?.value;
      const assertions = Object.entries(isObject(schema) ? schema : {}).filter(([keyword]) =>
        assertionKeywords.has(keyword),
      );
      validate = assertions.length === 0 ? null : own.compile(Object.fromEntries(assertions));
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
