import { expect, it } from "vitest";
import { contractOf, findingsIn, linesOf } from "./contract-fixture.ts";

const text = { type: "string" };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const schemas = {
  Cat: {
    type: "object",
    properties: { kind: text, lives: { type: "integer" }, name: text },
    required: ["kind", "lives"],
  },
  Dog: {
    type: "object",
    properties: { kind: text, barks: { type: "boolean" }, name: text },
    required: ["kind", "barks"],
  },
  Pet: { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind" } },
  MappedPet: {
    oneOf: [ref("Cat"), ref("Dog")],
    discriminator: { propertyName: "kind", mapping: { felis: "#/components/schemas/Cat", canis: "Dog" } },
  },
  SlashedPet: { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "a/b" } },
  NullablePet: { anyOf: [ref("Pet"), { type: "null" }] },
  PlainPet: { anyOf: [ref("Cat"), ref("Dog")] },
  Owner: { type: "object", properties: { pets: { type: "array", items: ref("MappedPet") } } },
  Constant: {
    oneOf: [
      { type: "object", properties: { type: { const: "card" }, number: { type: "string", minLength: 12 } } },
      { type: "object", properties: { type: { const: "cash" }, amount: { type: "number" } } },
    ],
  },
  Tagged: {
    oneOf: [
      { type: "null" },
      {
        type: "object",
        required: ["type"],
        properties: { type: { enum: ["card", "debit"] }, "a/b": { const: 1 }, state: { enum: ["open"] }, number: text },
      },
      {
        type: "object",
        required: ["type"],
        properties: { type: { const: "cash" }, "a/b": { const: 2 }, state: { enum: ["open"] }, amount: text },
      },
    ],
  },
  Either: {
    oneOf: [
      { type: "integer", title: "Whole" },
      { type: "number", maximum: 5 },
    ],
  },
  Scalar: { oneOf: [text, { type: "integer" }, { type: "boolean" }] },
  Ids: { anyOf: [{ type: "integer" }, { type: "array", items: { type: "integer" } }] },
  Same: {
    anyOf: [
      { type: "object", properties: { a: text } },
      { type: "object", properties: { b: text } },
    ],
  },
  Hollow: { oneOf: [{ anyOf: [false, { required: ["a", "b", "c"] }] }, { required: ["x"] }] },
  Nested: {
    oneOf: [
      { type: "null" },
      { oneOf: [ref("Scalar"), { type: "object", properties: { id: ref("Scalar") }, required: ["id"] }] },
    ],
  },
};

const contract = contractOf(schemas);

it.each<[keyof typeof schemas, unknown, string[]]>([
  // The discriminator says which branch was meant.
  ["Pet", { kind: "Cat", lives: 9 }, []],
  ["Pet", { kind: "Cat", lives: "9" }, ['/lives type: must be integer, and is the string "9"']],
  ["Pet", { kind: "Cat", barks: true, lives: 9 }, [" oneOf: fits Cat and Dog, and may fit only one"]],
  ["Pet", { kind: "Dog" }, ["/barks required: the property is missing"]],
  ["Pet", { kind: "Bird" }, ['/kind discriminator: must be one of "Cat", "Dog", and is "Bird"']],
  ["Pet", { kind: 1 }, ['/kind discriminator: must be one of "Cat", "Dog", and is 1']],
  ["Pet", { lives: 9 }, ['/kind required: the property is missing, and it says which of "Cat", "Dog" the object is']],
  ["Pet", "Cat", [' type: must be object, and is the string "Cat"']],
  [
    "Pet",
    { kind: "Cat", lives: 9, live: 1 },
    ['/live undocumented-property: the contract names no property "live"; did you mean "lives"?'],
  ],
  ["SlashedPet", { "a/b": "Bird" }, ['/a~1b discriminator: must be one of "Cat", "Dog", and is "Bird"']],
  // A mapping names branches by reference and by the name of the component; the names themselves still count.
  ["MappedPet", { kind: "felis" }, ["/lives required: the property is missing"]],
  ["MappedPet", { kind: "canis" }, ["/barks required: the property is missing"]],
  ["MappedPet", { kind: "Cat" }, ["/lives required: the property is missing"]],
  [
    "Owner",
    {
      pets: [
        { kind: "felis", lives: 1 },
        { kind: "canis", barks: 1 },
      ],
    },
    ["/pets/1/barks type: must be boolean, and is the number 1"],
  ],
  // Null is a branch of its own.
  ["NullablePet", null, []],
  ["NullablePet", { kind: "Dog", barks: 1 }, ["/barks type: must be boolean, and is the number 1"]],
  ["NullablePet", 1, [" type: must be object or null, and is the number 1"]],
  // Without a discriminator the closest branch is meant.
  ["PlainPet", { kind: "x", lives: 1, name: 1 }, ["/name type: must be string, and is the number 1"]],
  ["PlainPet", { kind: "x", barks: "no", name: "" }, ['/barks type: must be boolean, and is the string "no"']],
  ["Constant", { type: "card", number: "1" }, ["/number minLength: must have at least 12 characters, and has 1"]],
  ["Constant", { type: "cash", amount: "1" }, ['/amount type: must be number, and is the string "1"']],
  // A member with constants tells the branches apart, and one of neither is told by all of them.
  ["Constant", { type: "coin" }, ['/type enum: must be one of "card", "cash", and is "coin"']],
  ["Tagged", { type: "coin" }, ['/type enum: must be one of "card", "debit", "cash", and is "coin"']],
  ["Tagged", { type: "coin", "a/b": 3 }, ['/type enum: must be one of "card", "debit", "cash", and is "coin"']],
  ["Tagged", { type: "coin", "a/b": 2 }, ['/type const: must be "cash", and is "coin"']],
  ["Tagged", { type: "cash", "a/b": 3 }, ["/a~1b const: must be 2, and is 3"]],
  ["Tagged", { type: "cash", state: "shut" }, ['/state enum: must be one of "open", and is "shut"']],
  [
    "Tagged",
    { state: "shut" },
    ["/type required: the property is missing", '/state enum: must be one of "open", and is "shut"'],
  ],
  ["Either", 5, [" oneOf: fits Whole and branch 1, and may fit only one"]],
  ["Either", 7.5, [" maximum: must be at most 5, and is 7.5"]],
  ["Scalar", null, [" type: must be string or integer or boolean, and is null"]],
  ["Scalar", 1.5, [" type: must be string or integer or boolean, and is the number 1.5"]],
  ["Ids", ["a"], ['/0 type: must be integer, and is the string "a"']],
  ["Ids", [1, 2], []],
  ["Same", { a: "", b: "" }, []],
  ["Nested", { id: [] }, ["/id type: must be string or integer or boolean, and is array"]],
  ["Nested", {}, ["/id required: the property is missing"]],
  ["Nested", null, []],
  ["Hollow", {}, ["/x required: the property is missing"]],
])("says what a %s has against %j by the branch that was meant", (name, value, found) => {
  expect(linesOf(findingsIn(contract, name, value))).toEqual(found);
});

const size = { size: { type: "integer" } };
const parted = contractOf({
  Cat: schemas.Cat,
  Dog: schemas.Dog,
  Household: { type: "object", properties: { pet: { anyOf: [ref("Cat"), ref("Dog")] }, ...size } },
  Registry: {
    type: "object",
    properties: { pet: { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind" } }, ...size },
  },
  Small: { anyOf: [{ type: "integer", maximum: 5 }, text] },
  Inner: { anyOf: [{ anyOf: [text, { type: "integer" }] }, { type: "boolean" }] },
  Anything: { anyOf: [{ anyOf: [text, { minimum: 5 }] }, { type: "object" }] },
  Nothing: { anyOf: [false, false] },
  Text: { anyOf: [false, text] },
  Narrowed: {
    anyOf: [{ allOf: [{ type: ["string", "null"] }, { type: ["string", "integer"] }] }, { type: "boolean" }],
  },
  Lists: {
    anyOf: [
      { type: "array", items: { type: "integer" } },
      { type: "array", items: text },
    ],
  },
  Known: {
    anyOf: [
      { type: "object", required: ["x"], properties: { a: text } },
      { type: "object", required: ["x"], properties: { b: text } },
    ],
  },
  Open: {
    anyOf: [
      { type: "object", required: ["x"], properties: { a: text }, additionalProperties: true },
      { type: "object", required: ["x"], properties: { b: text } },
    ],
  },
});

it.each<[claim: string, name: string, value: unknown, found: string[]]>([
  [
    "nothing of a union of which it fits several branches, where it may",
    "Household",
    { pet: { kind: "x", lives: 1, barks: true }, size: "big" },
    ['/size type: must be integer, and is the string "big"'],
  ],
  [
    "nothing of a union that it fits, whatever the discriminator names",
    "Registry",
    { pet: { kind: "Dog", lives: 9 }, size: "big" },
    ['/size type: must be integer, and is the string "big"'],
  ],
  ["a limit of the branch for whole numbers", "Small", 9, [" maximum: must be at most 5, and is 9"]],
  ["the types of unions in unions", "Inner", {}, [" type: must be string or integer or boolean, and is object"]],
  ["a limit of a branch that takes any type, and no types", "Anything", 3, [" minimum: must be at least 5, and is 3"]],
  ["that nothing may stand where no branch takes anything", "Nothing", 1, [" false schema: nothing may stand here"]],
  ["only the types of branches that take anything", "Text", 1, [" type: must be string, and is the number 1"]],
  ["the types that all statements leave", "Narrowed", 3, [" type: must be string or boolean, and is the number 3"]],
  [
    "what is wrong with one item by the branch that the others fit",
    "Lists",
    ["a", "b", 3],
    ["/2 type: must be string, and is the number 3"],
  ],
  [
    "what is missing of the branch that knows its members",
    "Known",
    { b: "" },
    ["/x required: the property is missing"],
  ],
  ["nothing of members that an open branch takes", "Open", { b: "", q: 1 }, ["/x required: the property is missing"]],
])("tells %s", (_, name, value, found) => {
  expect(linesOf(findingsIn(parted, name, value))).toEqual(found);
});
