import { compileJsonSchema, type SchemaCheck } from "../contract/json-schema.ts";
import { StandinError } from "../errors.ts";

/** The part of Standard Schema (standardschema.dev, version 1) that is used of it. */
export interface StandardSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
    readonly jsonSchema?: { readonly input: (options: { target: string }) => unknown };
  };
}

interface StandardResult {
  readonly issues?: readonly StandardIssue[] | undefined;
}

interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** A JSON Schema, or what a library of schemas makes. */
export type SchemaLike = StandardSchema | Readonly<Record<string, unknown>> | boolean;

/** A schema as the suite uses it. `json` is undefined where only values can be checked. */
export interface ReadSchema {
  json: unknown;
  check: SchemaCheck;
}

/** Throws SCHEMA_INVALID where it is none. */
export function readSchema(schema: SchemaLike, name: string): ReadSchema {
  if (!isStandard(schema)) return { json: schema, check: compileJsonSchema(schema, name) };
  const standard = schema["~standard"];
  return {
    json: jsonOf(standard),
    check(value) {
      const checked = standard.validate(value);
      if (checked instanceof Promise)
        throw new StandinError("SCHEMA_INVALID", `${name} checks in its own time. It has to answer at once.`);
      return (checked.issues ?? []).map(({ message, path = [] }) => ({
        instancePath: path.map((step) => `/${String(typeof step === "object" ? step.key : step)}`).join(""),
        keyword: standard.vendor,
        params: {},
        message,
      }));
    },
  };
}

/** Undefined, too, where the library throws: there is no JSON Schema of a Date, and values can still be checked. */
function jsonOf({ jsonSchema }: StandardSchema["~standard"]): unknown {
  try {
    return jsonSchema?.input({ target: "draft-2020-12" });
  } catch {
    return undefined;
  }
}

function isStandard(schema: SchemaLike): schema is StandardSchema {
  return (typeof schema === "object" || typeof schema === "function") && schema !== null && "~standard" in schema;
}
