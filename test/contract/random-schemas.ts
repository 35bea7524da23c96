import fc from "fast-check";

/** Names that members have; few, so that schemas and values meet. */
const plainNames = ["a", "b", "c"];
const oddNames = ["a", "b", "constructor"];
const scalars = [null, true, false, 0, 1, 2, 1.5, -1, "", "a", "ab", "abc", "x-1"];

/** Values that the schemas below may well hold for, or nearly. */
export const values: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...scalars),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...oddNames, "c", "x-1", "d"), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const type = fc.constantFrom("object", "array", "string", "integer", "number", "boolean", "null");
const count = fc.nat({ max: 3 });
const pattern = fc.constantFrom("^a", "^x-", "b$", "^.{2,}$");

/**
 * Schemas of a small grammar. `unions` says whether a value may have a choice; `odd` whether there are keywords and
 * names for which the engine takes another way.
 */
export function schemas({ unions, odd }: { unions: boolean; odd: boolean }): fc.Arbitrary<unknown> {
  const names = fc.constantFrom(...(odd ? oddNames : plainNames));
  const someNames = fc.uniqueArray(names, { minLength: 1, maxLength: 2 });
  return fc.letrec<{ schema: unknown }>((tie) => {
    const schema = tie("schema");
    const list = fc.array(schema, { minLength: 1, maxLength: 3 });
    const map = (key: fc.Arbitrary<string>) => fc.dictionary(key, schema, { maxKeys: 3, noNullPrototype: true });
    const objectKeywords = {
      properties: map(names),
      patternProperties: map(pattern),
      additionalProperties: schema,
      propertyNames: schema,
      required: someNames,
      dependentRequired: fc.dictionary(names, someNames, { maxKeys: 1, noNullPrototype: true }),
      minProperties: count,
      maxProperties: count,
    };
    const arrayKeywords = {
      items: schema,
      ...(odd ? { prefixItems: list } : {}),
      contains: schema,
      minContains: count,
      maxContains: count,
      minItems: count,
      maxItems: count,
      uniqueItems: fc.boolean(),
    };
    const scalarKeywords = {
      enum: fc.uniqueArray(fc.constantFrom(...scalars), { minLength: 1, maxLength: 3 }),
      const: fc.constantFrom(...scalars),
      minLength: count,
      maxLength: count,
      pattern,
      minimum: count,
      maximum: count,
      exclusiveMinimum: count,
      multipleOf: fc.constantFrom(1, 2, 0.5),
    };
    const choices = {
      anyOf: list,
      oneOf: list,
      not: schema,
      if: schema,
      // biome-ignore lint/suspicious/noThenProperty: it is the keyword's name.
      then: schema,
      else: schema,
      dependentSchemas: map(names),
      ...(odd ? { unevaluatedProperties: schema, unevaluatedItems: schema } : {}),
    };
    const one = (keywords: Record<string, fc.Arbitrary<unknown>>) =>
      fc
        .subarray(Object.keys(keywords), { minLength: 1, maxLength: Math.min(3, Object.keys(keywords).length) })
        .chain((chosen) =>
          fc.record(Object.fromEntries(chosen.map((key) => [key, keywords[key] as fc.Arbitrary<unknown>]))),
        );
    const typed = fc.record({ type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })) });
    const object = one(objectKeywords);
    const together = { allOf: list, $ref: fc.constantFrom("#/components/schemas/Leaf", "#/components/schemas/Closed") };
    const composite = one(unions ? { ...together, ...choices } : together);
    return {
      schema: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        typed,
        fc.boolean(),
        one(scalarKeywords),
        fc.tuple(object, typed).map(([own, { type }]) => ({ ...own, ...(type === "object" ? { type } : {}) })),
        one(arrayKeywords),
        fc.tuple(object, composite).map(([own, other]) => ({ ...own, ...other })),
        fc.tuple(one(arrayKeywords), composite).map(([own, other]) => ({ ...own, ...other })),
      ),
    };
  }).schema;
}

/** What the `$ref`s of the grammar lead to. */
export const leaves = {
  Leaf: { type: ["object", "string"], properties: { a: { type: "integer" } }, minLength: 1 },
  Closed: { properties: { a: true, b: { type: "string" } }, additionalProperties: false },
};
