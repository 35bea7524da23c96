import { Ajv2020 } from "ajv/dist/2020.js";
import { StandinError } from "../errors.ts";
import { compilePattern, type SchemaError } from "./compile.ts";
import { formats } from "./formats.ts";

/** Says what a value breaks of a schema; nothing when it holds. */
export type SchemaCheck = (value: unknown) => readonly SchemaError[];

/** A member that says which draft a schema is of refers to nothing. */
function refersToMetaSchema(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  return Object.entries(schema).some(([name, member]) =>
    name === "$ref" ? String(member).startsWith("https://json-schema.org/") : refersToMetaSchema(member),
  );
}

/** Those that are objects are compiled once. */
const compiled = new WeakMap<object, SchemaCheck>();

/**
 * Compiles a JSON Schema that belongs to no contract, such as that of an adapter's input. `name` says which, in messages.
 * Throws SCHEMA_INVALID when it cannot be compiled.
 */
export function compileJsonSchema(schema: unknown, name: string): SchemaCheck {
  return compiled.get(schema as object) ?? compile(schema, name);
}

function compile(schema: unknown, name: string): SchemaCheck {
  if (typeof schema !== "boolean" && (typeof schema !== "object" || schema === null || Array.isArray(schema)))
    throw new StandinError("SCHEMA_INVALID", `${name} is no JSON Schema: it is an object, true or false.`);
  const ajv = new Ajv2020({
    strict: false,
    // A schema may say that it is of another draft; what it uses is read as of 2020-12.
    validateSchema: false,
    // That of JSON Schema itself takes a while, and few refer to it.
    meta: refersToMetaSchema(schema),
    allErrors: true,
    formats,
    logger: false,
    ownProperties: true,
    multipleOfPrecision: 8,
    code: { regExp: Object.assign(compilePattern, { code: "" }) },
  });
  try {
    const validate = ajv.compile(schema);
    const check: SchemaCheck = (value) => (validate(value) ? [] : (validate.errors ?? []));
    if (typeof schema === "object") compiled.set(schema, check);
    return check;
  } catch (error) {
    throw new StandinError("SCHEMA_INVALID", `${name} cannot be compiled: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}
