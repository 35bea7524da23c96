import type { Node } from "./documents.ts";
import { FindingList } from "./finding-list.ts";
import { decodeQuery } from "./parameters.ts";
import type { Planner } from "./plan.ts";
import { shapeOf } from "./schema-shape.ts";
import type { Finding } from "./violation.ts";

/** Reads application/x-www-form-urlencoded: every property of the schema is a parameter of style form, exploded. */
export function readForm(planner: Planner, schema: Node, text: string): { value: unknown; findings: Finding[] } {
  const shape = shapeOf(planner, [schema]);
  const properties = shape.properties.map((name) => ({
    name,
    in: "query" as const,
    required: false,
    deprecated: false,
    allowEmptyValue: false,
    style: "form" as const,
    explode: true,
    arrayFormats: [],
    mediaType: null,
    node: schema,
    schema: null,
  }));
  const { values, undocumented, problems } = decodeQuery(properties, ({ name }) => shape.property(name), text);
  for (const { name, value } of undocumented) values[name] ??= value;
  const findings = new FindingList();
  for (const { rule, pointer, actual, detail, name } of problems)
    findings.add({ pointer, rule, message: detail, expected: name, actual, statement: schema });
  return { value: { ...values }, findings: findings.toArray() };
}
