/** What is not said of credentials. Their form is the vendor's matter, and redacted exchanges are checked again. */

import { checkValue } from "./check-value.ts";
import type { Direction } from "./compile.ts";
import type { Contract, Parameter } from "./contract.ts";
import { isObject } from "./documents.ts";
import { tokensOf } from "./json-pointer.ts";
import type { ParameterProblem } from "./parameters.ts";
import { standsAsProperties } from "./query.ts";
import { redactQuery } from "./redaction.ts";
import { parameterShape } from "./schema-shape.ts";
import type { Finding } from "./violation.ts";

/** Whether a parameter is a credential. */
export function isSecret({ credentials }: Contract, { name, in: place }: Parameter): boolean {
  return place !== "path" && credentials.has(place, name);
}

/** What can be told of a problem: of a credential, that it is missing or stands twice. */
export function withholdProblem(contract: Contract, problem: ParameterProblem): ParameterProblem | undefined {
  const { parameter, rule, pointer, actual } = problem;
  if (rule === "required") return problem;
  const [, property, ...below] = tokensOf(pointer);
  if (isSecret(contract, parameter))
    return rule === "repeated" && property === undefined ? { ...problem, actual: null } : undefined;
  if (!hasProperties(contract, parameter)) return problem;
  if (property === undefined)
    return typeof actual === "string" ? { ...problem, actual: redactQuery(contract, actual) } : problem;
  const isNamed = below.length === 0 && isSecret(contract, { ...parameter, name: property });
  return isNamed ? { ...problem, actual: null } : problem;
}

/** What can be told of the findings of a parameter's schema in its value. */
export function withholdFindings(
  contract: Contract,
  parameter: Parameter,
  value: unknown,
  findings: Finding[],
  direction: Direction,
): Finding[] {
  if (isSecret(contract, parameter)) return [];
  if (parameter.schema === null || !isObject(value) || !hasProperties(contract, parameter)) return findings;
  const secrets = Object.keys(value).filter((name) => isSecret(contract, { ...parameter, name }));
  if (secrets.length === 0) return findings;
  const redacted = { ...value, ...Object.fromEntries(secrets.map((name) => [name, "redacted"])) };
  return checkValue(contract.checker, parameter.schema, redacted, direction).filter(
    ({ rule, pointer }) => rule === "undocumented-property" || !secrets.includes(tokensOf(pointer)[0] ?? ""),
  );
}

/** Whether other names than the parameter's own stand in the request for it. */
function hasProperties({ checker }: Contract, parameter: Parameter): boolean {
  return standsAsProperties(parameter, parameterShape(checker.planner, parameter));
}
