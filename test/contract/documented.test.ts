import fc from "fast-check";
import { expect, it } from "vitest";
import { checkValue, walkValue } from "../../src/contract/check-value.ts";
import { DocumentedCheck } from "../../src/contract/documented.ts";
import { isObject } from "../../src/contract/is-object.ts";
import { contractOf, schemaAt } from "./contract-fixture.ts";
import { leaves, schemas, values } from "./random-schemas.ts";

const flags = ["readOnly", "writeOnly", "deprecated"];

/** The schema with flags strewn over the members of its objects, the same ones each time. */
function strewFlags(schema: unknown): unknown {
  let count = 0;
  const strew = (value: unknown, within: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => strew(item, ""));
    if (!isObject(value)) return value;
    const strewn = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, strew(member, key)]));
    const isSchema = !["properties", "patternProperties", "dependentSchemas", "dependentRequired"].includes(within);
    const flag = flags[count++ % 12];
    return isSchema && flag !== undefined ? { ...strewn, [flag]: true } : strewn;
  };
  return strew(schema, "");
}

/** ajv 8.20 crashes on some schemas whose evaluated members it keeps track of. */
function isAccepted(ask: () => boolean): boolean {
  try {
    return ask();
  } catch {
    return false;
  }
}

it.each(["request", "response"] as const)("says yes to a %s only where the whole walk finds nothing", (direction) => {
  const cases = [
    ...fc.sample(fc.tuple(schemas({ unions: false, odd: true }), values), { numRuns: 500, seed: 7 }),
    ...fc.sample(fc.tuple(schemas({ unions: true, odd: false }), values), { numRuns: 700, seed: 8 }),
  ];
  const plain = (JSON.parse(JSON.stringify(cases)) as [unknown, unknown][]).map(
    ([schema, value]) => [strewFlags(schema), value] as const,
  );
  const named = plain.map(([schema], index) => [`S${index}`, schema] as const);
  const contract = contractOf({ ...leaves, ...Object.fromEntries(named) });
  const { checker } = contract;
  const { planner, compilers } = checker;
  const compiler = compilers[direction];
  const counts = { yes: 0, missed: 0, found: 0 };
  for (const [index, [schema, value]] of plain.entries()) {
    const node = schemaAt(contract, `S${index}`);
    if (!isAccepted(() => compiler.accepts(node, value))) continue;
    const walked = walkValue(checker, node, value, direction, true);
    const yes = new DocumentedCheck({ planner, compiler, direction }, [node]).holds(value);
    if (yes) expect(walked, JSON.stringify({ schema, value })).toEqual([]);
    expect(checkValue(checker, node, value, direction)).toEqual(walked);
    if (typeof value !== "object" || value === null) continue;
    if (yes) counts.yes++;
    else if (walked.length === 0) counts.missed++;
    else counts.found++;
  }
  // It answers at once for most values that are right, and there was something to be found.
  expect(counts.yes).toBeGreaterThan(4 * counts.missed);
  expect(counts.found).toBeGreaterThan(10);
});
