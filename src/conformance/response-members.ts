import type { Contract, Operation, ResponseDefinition } from "../contract/contract.ts";
import type { Node } from "../contract/documents.ts";
import { evidenceOf } from "../contract/evidence.ts";
import { isObject } from "../contract/is-object.ts";
import { escapeToken } from "../contract/json-pointer.ts";
import { isJson } from "../contract/media-type.ts";
import { chosenPlan, everySchema, typesOf } from "./chosen-plan.ts";

/** A member of the vendor's answer, as the contract describes it; of lists the first item. */
export interface ResponseMember {
  pointer: string;
  required: boolean;
  /** It may be null, and nothing keeps it from that. */
  nullable: boolean;
  isList: boolean;
  /** It is an object, and the contract names none of its members. */
  isMap: boolean;
  /** Where it may be of several types, a value of each that one can be made of. */
  ofEachType: readonly unknown[];
  /** The values that the contract lists for it, null left out; of many a dozen. None where the list is assumed. */
  listed: readonly unknown[];
  /** It is a text, and nothing keeps it from being empty. */
  mayBeEmpty: boolean;
  /** It may be a whole number. */
  isWhole: boolean;
}

const deepest = 5;
const mostMembers = 200;

/** The first success of an operation that has a body of JSON; undefined where none has. */
export function fullSuccess({ responses }: Operation): ResponseDefinition | undefined {
  return responses.find(({ status, content }) => status.startsWith("2") && content.some(({ type }) => isJson(type)));
}

/** What the contract says of its body. */
function successSchema(operation: Operation): Node | undefined {
  return fullSuccess(operation)?.content.find(({ type }) => isJson(type))?.schema ?? undefined;
}

/** Whether a success of an operation answers a list, as a member of something or bare. */
export function answersList(contract: Contract, operation: Operation): boolean {
  const schema = successSchema(operation);
  const isBare = schema !== undefined && chosenPlan(contract.checker, [schema]).items.length > 0;
  return isBare || responseMembers(contract, operation).some(({ isList }) => isList);
}

/** The members of what a success of an operation answers, in the contract's order. */
export function responseMembers({ checker, documents }: Contract, operation: Operation): ResponseMember[] {
  const schema = successSchema(operation);
  const members: ResponseMember[] = [];
  const visit = (schemas: readonly Node[], pointer: string, required: boolean, depth: number): void => {
    const plan = chosenPlan(checker, schemas);
    const all = everySchema(checker, schemas);
    const types = new Set(all.flatMap(typesOf));
    const isList = plan.items.length > 0;
    const isMap = types.has("object") && plan.properties.size === 0;
    const accepts = (value: unknown) => schemas.every((schema) => checker.compilers.response.accepts(schema, value));
    const nullable = types.delete("null") && accepts(null);
    const ofEachType = types.size < 2 ? [] : samplesOf(types).filter(accepts);
    const documented = all.filter((schema) => evidenceOf(documents, schema).evidence !== "assumed");
    const listed = spread([...new Set(documented.flatMap(listOf))].filter((value) => value !== null && accepts(value)));
    const mayBeEmpty = types.has("string") && accepts("");
    const isWhole = types.has("integer") || types.has("number");
    if (pointer !== "")
      members.push({ pointer, required, nullable, isList, isMap, ofEachType, listed, mayBeEmpty, isWhole });
    if (depth >= deepest || members.length >= mostMembers) return;
    const demanded = new Set(plan.schemas.flatMap(({ value }) => (isObject(value) ? (value.required ?? []) : [])));
    for (const [name, below] of plan.properties)
      visit(below, `${pointer}/${escapeToken(name)}`, demanded.has(name), depth + 1);
    if (isList) visit(plan.items, `${pointer}/0`, true, depth + 1);
  };
  if (schema !== undefined) visit([schema], "", true, 0);
  return members;
}

function listOf({ value }: Node): unknown[] {
  return isObject(value) && Array.isArray(value.enum) ? value.enum : [];
}

const mostListed = 12;

/** The first, the last and some between them. */
function spread(values: readonly unknown[]): readonly unknown[] {
  if (values.length <= mostListed) return values;
  const step = (values.length - 1) / (mostListed - 1);
  return Array.from({ length: mostListed }, (_, index) => values[Math.round(index * step)]);
}

const samples: Readonly<Record<string, unknown>> = {
  string: "Standin text",
  integer: 42,
  number: 4.5,
  boolean: true,
  object: { standin: "text" },
  array: ["Standin text"],
};

function samplesOf(types: ReadonlySet<unknown>): unknown[] {
  return Object.entries(samples).flatMap(([type, sample]) => (types.has(type) ? [sample] : []));
}
