import type { SchemaError } from "../../contract/compile.ts";
import { quote, quoteAll } from "../../contract/explain.ts";
import { tokensOf, valueAt } from "../../contract/json-pointer.ts";
import { compileJsonSchema } from "../../contract/json-schema.ts";
import type { HiddenView, RecordView } from "../../define.ts";
import { shorten, show } from "../refusal.ts";
import { type BrokenPlace, type Path, toPointer } from "./plain-data.ts";

/** Where a record is not what the mock says that its records are: by their schema, and by the key that it makes of them. */
export function checkDeclared(
  { key: keyOf, schema }: RecordView<unknown> | HiddenView,
  [key, record]: readonly [unknown, unknown],
  path: Path,
): BrokenPlace[] {
  const place = toPointer([...path, String(key)]);
  const errors = schema === undefined ? [] : compileJsonSchema(schema, "The schema of records")(record);
  // What is no record of the mock's has no key either.
  if (errors.length > 0) return errors.map((error) => explain(error, record, place));
  const message = keyOf && explainKey(keyOf, String(key), record);
  return message === undefined ? [] : [{ pointer: place, message }];
}

function explain({ instancePath, keyword, params, message }: SchemaError, record: unknown, place: string): BrokenPlace {
  const pointer = `${place}${instancePath}`;
  if (keyword === "required")
    return {
      pointer: `${pointer}${toPointer([String(params.missingProperty)])}`,
      message: "is missing, and the mock needs it",
    };
  const told = keyword === "enum" ? `must be one of ${quoteAll(params.allowedValues as unknown[])}` : message;
  return { pointer, message: `${told}, and is ${quote(valueAt(record, tokensOf(instancePath)))}` };
}

/** Whoever asks for a record under another key than its own would be shown another. */
function explainKey(keyOf: (record: unknown) => string | number, key: string, record: unknown): string | undefined {
  try {
    const own = String(keyOf(record));
    return own === key ? undefined : `stands under another key than its own members make: ${show(own)}`;
  } catch (error) {
    return `has nothing to make its key of: ${shorten(String(error))}`;
  }
}
