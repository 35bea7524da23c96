import { compileJsonSchema, type SchemaCheck } from "../contract/json-schema.ts";
import { isPageSize } from "../contract/paging-names.ts";
import { memberAt, withMember, withoutMember } from "./edit.ts";
import { allows, isFreeText, type Member, membersOf, mergeParts, type Schema, toSchema } from "./input-schema.ts";
import type { KnownValues } from "./known-values.ts";
import { saysForm } from "./name-forms.ts";
import { findShown, makeSample, makeText, type SampleSources } from "./sample.ts";

/** What the inputs of an operation are made of. */
export interface InputSources {
  schema: Schema;
  check: SchemaCheck;
  known: KnownValues;
  /** How the operation is named where the schema cannot be compiled. */
  place: string;
}

/** Makes inputs of a schema. */
export interface InputMaker {
  /** One that the vendor's documents have a record for, as far as they show it. Whether it is allowed is to be checked. */
  documented(method: string): unknown;
  /** Gives an input what its schema has beside, one by one, and texts for null: what cannot stand beside the others stays away. */
  fillUp(input: unknown): unknown;
  /** An item of a list. */
  item(list: Pick<Member, "name" | "schema">): unknown;
}

export function createInputMaker({ schema, check, known, place }: InputSources): InputMaker {
  const checks = new Map<Schema, SchemaCheck>();
  const holds = (part: Schema, value: unknown): boolean => {
    const compiled = checks.get(part) ?? compileJsonSchema({ ...definitionsOf(schema), ...part }, place);
    checks.set(part, compiled);
    return compiled(value).length === 0;
  };
  const sources: SampleSources = { root: schema, known, holds };
  const members = membersOf(schema);
  return {
    documented(method) {
      const all = makeSample(sources, schema);
      return Array.isArray(schema.examples) ? all : withoutInvented(all, method === "GET" || method === "DELETE");
    },
    fillUp: (input) =>
      members.reduce((filled, { pointer, name, schema: part }) => {
        const before = memberAt(filled, pointer);
        if (before === null) {
          const text = withMember(filled, pointer, textFor(part, name));
          return check(text).length === 0 ? text : filled;
        }
        if (before !== undefined) return filled;
        const sample = makeSample(sources, part, name);
        // A list that is asked for record by record would take a request for each of them.
        const values = isPageSize(name) ? [fewRequests, sample] : [sample, textFor(part, name) ?? sample];
        return (
          values.map((value) => withMember(filled, pointer, value)).find((one) => check(one).length === 0) ?? filled
        );
      }, input),
    item: ({ name, schema: list }) => makeSample(sources, toSchema(list.items), name.replace(/s$/, "")),
  };

  /** Without what need not be there, is made up and may well be refused. */
  function withoutInvented(all: unknown, isRead: boolean): unknown {
    const shown = members.filter(({ name, schema: part }) => findShown(sources, part, name) !== undefined);
    return members
      .filter(({ required, name, schema: part }) => !required && isVoid(schema, part, name, isRead))
      .map(({ pointer }) => pointer)
      .filter((pointer) => !shown.some((one) => `${pointer}/`.startsWith(`${one.pointer}/`)))
      .reduce((input, pointer) => {
        const less = withoutMember(input, pointer);
        return check(less).length > check(input).length ? input : less;
      }, all);
  }
}

/** Ids that nobody has, and in a read any text: a cursor, a filter, the name of a field. */
function isVoid(root: Schema, given: Schema, name: string, isRead: boolean): boolean {
  const schema = mergeParts(root, given);
  if (allows(schema, "array")) return isVoid(root, toSchema(schema.items), name.replace(/s$/, ""), isRead);
  return allows(schema, "string") && (isRead || schema.format === "uuid" || /id$/i.test(name));
}

/** What stands in the place of a null that says nothing of where a text would go; null where not any text will do. */
function textFor(schema: Schema, name: string): string | null {
  if (!isFreeText(schema)) return null;
  if (/phone/i.test(name)) return phone;
  return saysForm(name) && !/mail/i.test(name) ? null : makeText(schema, name);
}

/** One that whoever reads numbers takes as it is. */
const phone = "+14155552671";

/** Records to a page, so that a list takes a few. */
const fewRequests = 20;

/** Parts of a schema refer to what stands at its top. */
function definitionsOf({ $defs, definitions }: Schema): Schema {
  return { ...($defs === undefined ? {} : { $defs }), ...(definitions === undefined ? {} : { definitions }) };
}
