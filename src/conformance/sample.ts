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
  if (allows(schema, "integer") || allows(schema, "number")) return makeNumber(schema);
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

function makeNumber({ minimum, maximum, exclusiveMinimum, multipleOf }: Schema): number {
  const least = typeof minimum === "number" ? minimum : typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : 1;
  const most = typeof maximum === "number" ? Math.min(maximum, least) : least;
  return typeof multipleOf === "number" ? Math.ceil(most / multipleOf) * multipleOf : most;
}

const formatted: Readonly<Record<string, string>> = {
  "date-time": "2026-02-03T04:05:06Z",
  date: "2026-02-03",
  time: "04:05:06Z",
  email: "ada@example.com",
  uuid: "3f6c1f0e-7f5f-4f4e-9b50-6f2f1c0a7d11",
  uri: "https://example.com/ada",
  url: "https://example.com/ada",
  hostname: "example.com",
  ipv4: "192.0.2.1",
};

/** A text that stands out, so that it is found again wherever it goes. */
function makeText({ format, minLength, maxLength }: Schema, name: string): string {
  const text =
    formatted[String(format)] ?? (/mail/i.test(name) ? formatted.email : undefined) ?? `Standin ${name}`.trim();
  const least = typeof minLength === "number" ? minLength : 0;
  const most = typeof maxLength === "number" ? maxLength : Number.POSITIVE_INFINITY;
  return text.padEnd(least, "n").slice(0, most);
}
