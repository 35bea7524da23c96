import { formatted, sampleNumber, sampleText } from "../contract/sample-value.ts";
import { allows, mergeParts, type Schema, toSchema } from "./input-schema.ts";
import type { KnownValues } from "./known-values.ts";

/** What a sample is made of. */
export interface SampleSources {
  /** The whole schema, which references are resolved in. */
  root: Schema;
  known: KnownValues;
  /** Holds a value against a part of the schema. */
  holds: (schema: Schema, value: unknown) => boolean;
}

/** A value that a schema allows, with all members that it names: what the documents show before anything made up. */
export function makeSample(sources: SampleSources, given: Schema, name = ""): unknown {
  const schema = mergeParts(sources.root, given);
  const listed = Array.isArray(schema.enum) ? schema.enum : [];
  const fitting = findShown(sources, schema, name) ?? listed.find((value) => sources.holds(schema, value));
  if (fitting !== undefined && !isOpenObject(schema, name)) return fitting;
  if (schema.properties !== undefined || allows(schema, "object")) return makeObject(sources, schema);
  if (allows(schema, "array")) return makeList(sources, schema, name);
  if (allows(schema, "integer") || allows(schema, "number")) return sampleNumber(schema);
  if (allows(schema, "boolean")) return true;
  if (allows(schema, "string") || schema.type === undefined) return makeText(schema, name);
  return null;
}

/** What the schema itself or the vendor's documents show for a place, if the schema allows it. */
export function findShown({ known, holds }: SampleSources, schema: Schema, name: string): unknown {
  const own = [...(Array.isArray(schema.examples) ? schema.examples : []), schema.default, schema.const];
  return [...own, ...formsOf(known.find(name))].find((value) => value !== undefined && holds(schema, value));
}

/** A known value as an adapter may take it: what stands in a path or query is a text there, and of a list one item. */
function formsOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  const forms = [value];
  if (typeof value === "number" || typeof value === "boolean") forms.push(String(value));
  if (typeof value === "string" && plain.test(value)) forms.push(JSON.parse(value));
  return [...forms, ...forms.map((form) => [form])];
}

/** Numbers of JSON that lose nothing, true and false. */
const plain = /^(-?(0|[1-9]\d{0,14})(\.\d{1,6})?|true|false)$/;

/** The whole input is put together of its members. */
function isOpenObject(schema: Schema, name: string): boolean {
  return name === "" && schema.properties !== undefined && !Array.isArray(schema.examples);
}

function makeObject(sources: SampleSources, schema: Schema): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(toSchema(schema.properties)).map(([name, member]) => [
      name,
      makeSample(sources, toSchema(member), name),
    ]),
  );
}

function makeList(sources: SampleSources, schema: Schema, name: string): unknown[] {
  const count = Math.min(Math.max(1, Number(schema.minItems ?? 1)), Number(schema.maxItems ?? 1000));
  const singular = name.replace(/s$/, "");
  return Array.from({ length: count }, () => makeSample(sources, toSchema(schema.items), singular));
}

/** A text that stands out, so that it is found again wherever it goes. */
export function makeText(schema: Schema, name: string): string {
  return sampleText(schema, (/mail/i.test(name) ? formatted.email : undefined) ?? `Standin ${name}`.trim());
}
