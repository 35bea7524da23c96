import { expect, it } from "vitest";
import { CoverageTally } from "../../src/contract/coverage.ts";
import { loadYaml } from "./contract-fixture.ts";

/** The properties of a body of this schema, with how often they are there: "/a 1", with a "?" where nobody names it. */
function propertiesOf(schema: string, body: unknown, components = ""): string[] {
  const contract = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test" }]
paths:
  /things:
    post:
      operationId: makeThing
      requestBody: { content: { application/json: { schema: ${schema} } } }
      responses: { 200: { description: Done } }
components: { schemas: { ${components} } }
`);
  const tally = new CoverageTally(contract);
  const headers = { "content-type": "application/json" };
  tally.add({
    request: { method: "POST", url: "https://api.acme.test/things", headers, body: JSON.stringify(body) },
    response: { status: 200, headers: {} },
  });
  const [operation] = tally.toCoverage().operations;
  return (operation?.requestBody ?? []).map(
    ({ pointer, documented, exchanges }) => `${pointer}${documented ? "" : "?"} ${exchanges}`,
  );
}

it.each<[what: string, schema: string, body: unknown, properties: string[]]>([
  ["none of a text", "{ type: object, properties: { length: {} } }", "text", ["/length 0"]],
  ["none of nothing", "{ type: [object, 'null'], properties: { a: {} } }", null, ["/a 0"]],
  ["none of a list that should be an object", "{ properties: { '0': {} } }", ["x"], ["/0 0"]],
  ["a member that is null", "{ properties: { a: { properties: { b: {} } } } }", { a: null }, ["/a 1", "/a/b 0"]],
  [
    "each item of a list by its place",
    "{ prefixItems: [{ properties: { a: {} } }], items: { properties: { b: {} } } }",
    [{ b: 1, a: 1 }, { b: 1 }],
    ["/*/a 1", "/*/b 1", "/*/b? 1"],
  ],
  [
    "items that only unevaluatedItems speaks of",
    "{ prefixItems: [{ properties: { a: {} } }], unevaluatedItems: { properties: { b: {} } } }",
    [{ a: 1 }, { b: 1 }],
    ["/*/a 1", "/*/b 1"],
  ],
  [
    "a member that a pattern names",
    "{ patternProperties: { '^x': { properties: { a: {} } } } }",
    { x1: { a: 1 }, y: 1 },
    ["/* 1", "/*/a 1", "/y? 1"],
  ],
  [
    "a member that nobody names, where none but few may be",
    "{ properties: { a: {} }, additionalProperties: false }",
    { b: 1 },
    ["/a 0", "/b? 1"],
  ],
  ["a member that nobody names, where none may be", "{ additionalProperties: false }", { b: 1 }, ["/b? 1"]],
  ["no member of what may have any", "{ type: object }", { b: 1 }, []],
  [
    "no member of what names one and may have any",
    "{ properties: { a: {} }, unevaluatedProperties: true }",
    { b: 1 },
    ["/a 0"],
  ],
  ["what is required and never described", "{ properties: { a: {} }, required: [b] }", { b: 1 }, ["/a 0", "/b 1"]],
  [
    "the members of a member that nobody names",
    "{ properties: { a: {} }, additionalProperties: { properties: { b: {} } } }",
    { x: { b: 1 } },
    ["/a 0", "/* 1", "/*/b 1"],
  ],
  [
    "what a condition adds",
    "{ properties: { a: {} }, if: { properties: { a: { const: 1 } } }, then: { properties: { b: {} } }, else: { properties: { c: {} } } }",
    { a: 1, b: 1 },
    ["/a 1", "/b 1", "/c 0"],
  ],
  [
    "what a dependent schema adds",
    "{ properties: { a: {} }, dependentSchemas: { a: { properties: { b: {} } } } }",
    { a: 1, b: 1 },
    ["/a 1", "/b 1"],
  ],
  [
    "names with slashes and tildes",
    "{ properties: { a/b: {}, c~d: {} } }",
    { "a/b": 1, "c~d": 1, "e/f": 1 },
    ["/a~1b 1", "/c~0d 1", "/e~1f? 1"],
  ],
])("counts %s", (_, schema, body, properties) => {
  expect(propertiesOf(schema, body)).toEqual(properties);
});

it("lists a schema that comes again below itself by another way, each time where it stands", () => {
  const components =
    "Node: { properties: { left: { $ref: '#/components/schemas/Node' }, leaf: { $ref: '#/components/schemas/Leaf' } } }, Leaf: { properties: { size: {}, again: { $ref: '#/components/schemas/Leaf' } } }";
  const body = { left: { left: { leaf: { size: 1 } } }, leaf: { size: 1, again: { size: 2 } } };
  expect(propertiesOf("{ $ref: '#/components/schemas/Node' }", body, components)).toEqual([
    "/left 1",
    "/leaf 1",
    "/leaf/size 1",
    "/leaf/again 1",
  ]);
});
