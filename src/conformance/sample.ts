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
  const shown = [...(Array.isArray(schema.examples) ? schema.examples : []), schema.default, schema.const];
  const candidates = [...shown, sources.known.find(name), ...(Array.isArray(schema.enum) ? schema.enum : [])];
  const fitting = candidates.find((value) => value !== undefined && sources.holds(schema, value));
  if (fitting !== undefined && !isOpenObject(schema, name)) return fitting;
  if (schema.properties !== undefined || allows(schema, "object")) return makeObject(sources, schema);
  if (allows(schema, "array")) return makeList(sources, schema, name);
  if (allows(schema, "integer") || allows(schema, "number")) return sampleNumber(schema);
  if (allows(schema, "boolean")) return true;
  if (allows(schema, "string") || schema.type === undefined) return makeText(schema, name);
  return null;
}

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
  const count = Math.max(1, Number(schema.minItems ?? 1));
  const singular = name.replace(/s$/, "");
  return Array.from({ length: count }, () => makeSample(sources, toSchema(schema.items), singular));
}

/** A text that stands out, so that it is found again wherever it goes. */
function makeText(schema: Schema, name: string): string {
  return sampleText(schema, (/mail/i.test(name) ? formatted.email : undefined) ?? `Standin ${name}`.trim());
}
