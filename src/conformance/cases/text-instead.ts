import { allows, schemaAt } from "../input-schema.ts";
import type { Subject } from "../subject.ts";

interface Shown {
  /** JSON Pointer in the result. */
  place: string;
  seen: unknown;
  /** What the vendor says. */
  said: unknown;
}

/** The result has a number or a truth value as a text, though the adapter's own output schema names both: then they are two. */
export function isTextInstead({ outputSchema }: Pick<Subject, "outputSchema">, { place, seen, said }: Shown): boolean {
  if (typeof seen !== "string" || typeof said === "string" || seen !== String(said)) return false;
  const schema = schemaAt(outputSchema ?? {}, place);
  const types = typeof said === "boolean" ? ["boolean"] : typeof said === "number" ? ["number", "integer"] : [];
  return schema !== undefined && allows(schema, "string") && types.some((type) => allows(schema, type));
}
