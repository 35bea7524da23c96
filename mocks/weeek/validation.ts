import { type CheckedRequest, tokensOf, type Violation, valueAt } from "../../src/define.ts";
import { idOf } from "./id.ts";
import { type Input, isJson } from "./input.ts";

/** Laravel's messages by field, in the order in which they were found. */
export type Errors = Map<string, string[]>;

/** Fields that must not be null where they occur; no two operations differ over one. */
const requiredFields = new Set(["firstName", "email", "phone", "address", "title", "color", "tagId", "contactId"]);

/** Observed: WEEEK's own text, without the field's name that Laravel puts there. */
const required = "The field is required.";

/** Laravel's other texts in English, those of its version 9: "must be an integer" and "is invalid" were observed. */
const messages: Readonly<Record<string, (field: string, expected: unknown) => string>> = {
  enum: (field) => `The selected ${field} is invalid.`,
  format: (field, expected) =>
    expected === "uuid" ? `The ${field} must be a valid UUID.` : `The ${field} must be a valid email address.`,
  maxLength: (field, expected) => `The ${field} must not be greater than ${expected} characters.`,
  minLength: (field) => `The ${field} must be a string.`,
  pattern: (field) => `The ${field} format is invalid.`,
  type: (field, expected) => {
    const type = [expected].flat().find((name) => name !== "null");
    return type === "string" ? `The ${field} must be a string.` : `The ${field} must be an ${type}.`;
  },
};

/** What Laravel would find wrong of what the contract finds wrong: unknown fields and parameters it ignores. */
export function errorsOf(request: CheckedRequest): Errors {
  const errors: Errors = new Map();
  for (const violation of request.violations) {
    // What is only assumed is no reason to refuse.
    if (violation.evidence === "assumed") continue;
    const message = messages[violation.rule];
    if (message === undefined && violation.rule !== "required") continue;
    if (violation.part === "request.body" ? !isJson(request) : violation.part !== "request.query") continue;
    const key = keyOf(violation);
    if (key === "") continue;
    const field = displayName(key);
    if (isMissing(violation, key, valueAt(request.body, tokensOf(violation.pointer)))) addError(errors, key, required);
    else addError(errors, key, message?.(field, violation.expected) ?? required);
  }
  return errors;
}

/** Notes the required fields that are absent or empty. */
export function requireFields(errors: Errors, input: Input, ...names: string[]): void {
  for (const name of names) if ((input(name) ?? null) === null) addError(errors, name, required);
}

/** Notes the empty items of lists of strings: Laravel has made null of them. */
export function requireItems(errors: Errors, input: Input, ...names: string[]): void {
  for (const name of names) {
    const list = input(name);
    if (!Array.isArray(list)) continue;
    for (const [index, item] of list.entries()) {
      if (item === null) addError(errors, `${name}.${index}`, `The ${name}.${index} must be a string.`);
    }
  }
}

/**
 * Reads a filter of several ids, and notes those that name no record. A filter that stands in the query without brackets
 * is a text to PHP, and is refused (observed on `tags` of tasks).
 */
export function readFilter(
  errors: Errors,
  { query, violations }: CheckedRequest,
  name: string,
  known?: { has(id: string): boolean },
): string[] {
  const unlisted = violations.some(
    ({ part, pointer, rule }) =>
      part === "request.query" && rule === "undocumented-parameter" && pointer === `/${name}`,
  );
  if (unlisted) addError(errors, name, `The ${displayName(name)} must be an array.`);
  const value = query[name];
  if (unlisted || !Array.isArray(value)) return [];
  if (known !== undefined) requireKnown(errors, name, value, known);
  return value.map(idOf);
}

/** Notes the ids that name no record, as Laravel's rule `exists` does (observed on the ids of tasks and boards). */
export function requireKnown(errors: Errors, name: string, value: unknown, known: { has(id: string): boolean }): void {
  if (Array.isArray(value)) {
    for (const [index, id] of value.entries()) requireKnown(errors, `${name}.${index}`, id, known);
  } else if (value !== undefined && value !== null && !known.has(idOf(value))) {
    addError(errors, name, `The selected ${displayName(name)} is invalid.`);
  }
}

function addError(errors: Errors, key: string, message: string): void {
  const found = errors.get(key);
  if (found === undefined) errors.set(key, [message]);
  // An empty value breaks several rules of the contract, but one of Laravel's.
  else if (!found.includes(message) && !found.includes(required)) found.push(message);
}

function isMissing(violation: Violation, key: string, value: unknown): boolean {
  return violation.part === "request.body" && requiredFields.has(key) && (value ?? "") === "";
}

/** The field as Laravel's errors name it: "/tags/0" is "tags.0". */
function keyOf(violation: Violation): string {
  return tokensOf(violation.pointer).join(".");
}

/** The field as Laravel's messages name it: "firstName" is "first name". */
function displayName(key: string): string {
  return key.replace(/(.)(?=[A-Z])/g, "$1 ").toLowerCase();
}
