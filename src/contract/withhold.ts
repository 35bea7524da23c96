/** What is not said of credentials. Their form is the vendor's matter, and redacted exchanges are checked again. */

import { checkValue } from "./check-value.ts";
import type { Direction } from "./compile.ts";
import type { Contract, Parameter } from "./contract.ts";
import { isObject } from "./is-object.ts";
import { escapeToken, tokensOf } from "./json-pointer.ts";
import type { ParameterProblem } from "./parameters.ts";
import { standsAsProperties } from "./query.ts";
import { redactQuery } from "./redaction.ts";
import { parameterShape } from "./schema-shape.ts";
import type { Finding } from "./violation.ts";

/** Whether a parameter is a credential. */
function isSecret({ credentials }: Contract, { name, in: place }: Parameter): boolean {
  return place !== "path" && credentials.has(place, name);
}

/** What can be told of a problem: of a credential, that it is missing or stands twice. */
export function withholdProblem(contract: Contract, problem: ParameterProblem): ParameterProblem | undefined {
  const { parameter, rule, pointer, actual } = problem;
  if (rule === "required") return problem;
  const [, ...path] = tokensOf(pointer);
  if (isSecret(contract, parameter))
    return rule === "repeated" && path.length === 0 ? { ...problem, actual: null } : undefined;
  if (!hasMembers(contract, parameter)) return problem;
  if (path.length === 0)
    return typeof actual === "string" ? { ...problem, actual: redactQuery(contract, actual) } : problem;
  return isSecret(contract, memberOf(parameter, path)) ? { ...problem, actual: null } : problem;
}

/** What can be told of a parameter's value, held against its schema. */
export function checkWithheld(
  contract: Contract,
  parameter: Parameter,
  value: unknown,
  direction: Direction,
): Finding[] {
  const { schema } = parameter;
  if (schema === null || isSecret(contract, parameter)) return [];
  const secrets = secretsOf(contract, parameter, value);
  if (secrets.size === 0) return checkValue(contract.checker, schema, value, direction);
  // Whatever the secrets are, the rest may be as the contract has it: what is told is found in every form of them.
  const [told = [], ...others] = forms.map((form) =>
    checkValue(contract.checker, schema, replaceAll(value, secrets, form), direction).filter(
      ({ rule, pointer }) => rule === "undocumented-property" || !secrets.has(pointer),
    ),
  );
  return told.filter((finding) => others.every((findings) => findings.some((other) => isSame(finding, other))));
}

function isSame(one: Finding, other: Finding): boolean {
  return one.pointer === other.pointer && one.message === other.message;
}

/** Of a redacted value nobody knows what it was. */
const forms: readonly unknown[] = ["redacted", 0, true, null];

/** What can be told of a parameter's value as it is. */
export function withholdValue(contract: Contract, parameter: Parameter, value: unknown): unknown {
  if (isSecret(contract, parameter)) return null;
  return replaceAll(value, secretsOf(contract, parameter, value), "redacted");
}

/** The pointers of a value's members that are credentials. */
function secretsOf(contract: Contract, parameter: Parameter, value: unknown): ReadonlySet<string> {
  return new Set(hasMembers(contract, parameter) ? secretsIn(contract, parameter, value) : []);
}

function secretsIn(contract: Contract, parameter: Parameter, value: unknown, path: readonly string[] = []): string[] {
  // An object under the name of one has names of its own.
  if (!isObject(value) && isSecret(contract, memberOf(parameter, path)))
    return [path.map((token) => `/${escapeToken(token)}`).join("")];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => secretsIn(contract, parameter, member, [...path, name]));
}

function replaceAll(value: unknown, pointers: ReadonlySet<string>, replacement: unknown, at = ""): unknown {
  if (pointers.has(at)) return replacement;
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => {
    return [name, replaceAll(member, pointers, replacement, `${at}/${escapeToken(name)}`)] as const;
  });
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}

/** A member of a parameter, under the name that it is sent by. */
function memberOf(parameter: Parameter, path: readonly string[]): Parameter {
  const isDeep = parameter.style === "deepObject";
  return { ...parameter, name: isDeep ? `${parameter.name}[${path.join("][")}]` : (path[0] ?? "") };
}

/** Whether other names than the parameter's own stand in the request for it. */
function hasMembers({ checker }: Contract, parameter: Parameter): boolean {
  return parameter.style === "deepObject" || standsAsProperties(parameter, parameterShape(checker.planner, parameter));
}
