import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import { isObject } from "../../src/contract/is-object.ts";
import { contractOf, findingsIn } from "./contract-fixture.ts";
import { leaves, schemas, values } from "./random-schemas.ts";

/** Rules that say nothing of a value's validity. */
const beside = ["undocumented-property", "read-only", "write-only", "deprecated"];

const ajv = new Ajv2020({ allErrors: true, strict: false, ownProperties: true });

function placesByAjv(schema: unknown, value: unknown): string[][] | undefined {
  const validate = ajv.compile(inline(schema) as object);
  try {
    validate(value);
  } catch {
    // ajv 8.20 crashes on some schemas whose evaluated members it keeps track of.
    return undefined;
  }
  // What is wrong with one item is no news where one of the items has to be right, nor of a name beside the name itself.
  const errors = (validate.errors ?? []).filter(({ schemaPath }) => !/\/(contains|propertyNames)\//.test(schemaPath));
  return errors.map(({ instancePath, params }) => {
    const name =
      params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty ?? params.propertyName;
    return name === undefined ? [instancePath] : [instancePath, `${instancePath}/${name}`];
  });
}

/** The schema with its references replaced by what they lead to. */
function inline(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inline);
  if (!isObject(schema)) return schema;
  const { $ref, ...rest } = schema;
  // ajv 8.20 without a maximum takes the result of the list before for that of an empty list.
  if (rest.contains !== undefined) rest.maxContains ??= 1000;
  const inlined = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, inline(value)]));
  const target = typeof $ref === "string" ? leaves[$ref.split("/").at(-1) as keyof typeof leaves] : undefined;
  return target === undefined ? inlined : { ...inlined, allOf: [target, ...((inlined.allOf as unknown[]) ?? [])] };
}

interface Case {
  schema: unknown;
  value: unknown;
  /** For each of ajv's errors the places that may be named for it. */
  places: string[][];
  found: string[];
}

/** Random schemas and values, judged by both. One contract holds many schemas: to load it is what takes time. */
function judge(options: { unions: boolean; odd: boolean; count: number; seed: number }): Case[] {
  const cases = fc.sample(fc.tuple(schemas(options), values), { numRuns: options.count, seed: options.seed });
  const plain = JSON.parse(JSON.stringify(cases)) as [unknown, unknown][];
  const contract = contractOf({
    ...leaves,
    ...Object.fromEntries(plain.map(([schema], index) => [`S${index}`, schema])),
  });
  return plain.flatMap(([schema, value], index) => {
    const places = placesByAjv(schema, value);
    const findings = findingsIn(contract, `S${index}`, value, "response").filter(({ rule }) => !beside.includes(rule));
    return places === undefined ? [] : [{ schema, value, places, found: findings.map(({ pointer }) => pointer) }];
  });
}

const isRight = ({ places, found }: Case) =>
  found.length > 0 === places.length > 0 &&
  found.every((pointer) => places.flat().some((place) => isNear(pointer, place)));

const isComplete = ({ places, found }: Case) => places.every((either) => either.some((place) => found.includes(place)));

it.each([
  ["common", false, 1],
  ["odd", true, 2],
])("finds something wrong exactly where ajv does, and at places that ajv names, with %s keywords", (_, odd, seed) => {
  const cases = judge({ unions: true, odd, count: 1500, seed });
  expect(cases.filter((each) => !isRight(each)).slice(0, 3)).toEqual([]);
  expect(cases.length).toBeGreaterThan(1450);
  expect(cases.filter(({ places }) => places.length > 0).length).toBeGreaterThan(500);
});

it.each([
  ["common", false, 3],
  ["odd", true, 4],
])("names every place that ajv names, where a value has no choice of branches, with %s keywords", (_, odd, seed) => {
  const cases = judge({ unions: false, odd, count: 1000, seed });
  expect(cases.filter((each) => !isComplete(each)).slice(0, 3)).toEqual([]);
  expect(cases.filter(({ places }) => places.length > 1).length).toBeGreaterThan(100);
});

/** A union may be told at its own place or by what is wrong inside the branch that was meant. */
function isNear(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`) || place.startsWith(`${pointer}/`);
}
