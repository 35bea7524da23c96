import { expect, it } from "vitest";
import { contractOf, findingsIn, linesOf } from "./contract-fixture.ts";

const text = { type: "string" };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const schemas = {
  Id: { type: "string", readOnly: true },
  Plain: {
    type: "object",
    required: ["id", "secret", "name"],
    properties: { id: { ...text, readOnly: true }, secret: { ...text, writeOnly: true }, name: text },
  },
  ByReference: { required: ["id"], properties: { id: ref("Id") } },
  BesideReference: { required: ["id"], properties: { id: { ...ref("Name"), readOnly: true } } },
  Name: text,
  InAllOf: { required: ["id"], properties: { id: { allOf: [ref("Id"), { maxLength: 3 }] } } },
  RequiredElsewhere: { allOf: [ref("Plain"), { required: ["id", "name"] }] },
  RequiredAround: { required: ["id"], allOf: [ref("Plain")] },
  RequiredInside: {
    properties: { id: ref("Id") },
    allOf: [{ required: ["id"] }],
    anyOf: [{ required: ["id"] }, false],
  },
  Forbidden: { properties: { id: ref("Id") }, not: { required: ["id"] } },
  // biome-ignore lint/suspicious/noThenProperty: it is the keyword's name.
  Condition: { properties: { id: ref("Id"), name: text }, if: { required: ["id"] }, then: { required: ["name"] } },
  ForbiddenWhole: { not: { properties: { id: ref("Id") }, required: ["id"] } },
  // biome-ignore lint/suspicious/noThenProperty: it is the keyword's name.
  ConditionWhole: { if: { properties: { id: ref("Id") }, required: ["id"] }, then: { required: ["name"] } },
  Twice: { required: ["id", "id"], properties: { id: ref("Id"), name: text } },
  List: { type: "array", items: ref("Plain") },
};

const contract = contractOf(schemas);
const readOnly = (pointer: string) =>
  `${pointer} read-only: the property is read-only and does not belong in a request`;
const writeOnly = (pointer: string) =>
  `${pointer} write-only: the property is write-only and does not belong in a response`;
const missing = (pointer: string) => `${pointer} required: the property is missing`;

it.each<[keyof typeof schemas, unknown, request: string[], response: string[]]>([
  ["Plain", { name: "" }, [missing("/secret")], [missing("/id")]],
  ["Plain", { name: "", id: "", secret: "" }, [readOnly("/id")], [writeOnly("/secret")]],
  ["Plain", {}, [missing("/secret"), missing("/name")], [missing("/id"), missing("/name")]],
  ["ByReference", {}, [], [missing("/id")]],
  ["ByReference", { id: "" }, [readOnly("/id")], []],
  ["BesideReference", {}, [], [missing("/id")]],
  ["BesideReference", { id: "" }, [readOnly("/id")], []],
  ["InAllOf", {}, [], [missing("/id")]],
  [
    "InAllOf",
    { id: "long" },
    ["/id maxLength: must have at most 3 characters, and has 4", readOnly("/id")],
    ["/id maxLength: must have at most 3 characters, and has 4"],
  ],
  ["RequiredElsewhere", { secret: "" }, [missing("/name")], [missing("/id"), missing("/name"), writeOnly("/secret")]],
  ["RequiredAround", { secret: "", name: "" }, [], [missing("/id"), writeOnly("/secret")]],
  ["RequiredInside", {}, [], [missing("/id")]],
  ["Forbidden", {}, [], []],
  ["Condition", {}, [], []],
  ["ForbiddenWhole", {}, [], []],
  ["ConditionWhole", {}, [], []],
  ["Twice", {}, [], [missing("/id")]],
  ["List", [{ name: "", secret: "" }], [], [missing("/0/id"), writeOnly("/0/secret")]],
])("holds %s as %j to what is due in its direction", (name, value, request, response) => {
  expect(linesOf(findingsIn(contract, name, value, "request"))).toEqual(request);
  expect(linesOf(findingsIn(contract, name, value, "response"))).toEqual(response);
});

it("advises against what is deprecated, in a request only", () => {
  const old = contractOf({ Thing: { properties: { fax: { type: "string", deprecated: true } } } });
  expect(linesOf(findingsIn(old, "Thing", { fax: "" }))).toEqual(["/fax deprecated: the property is deprecated"]);
  expect(linesOf(findingsIn(old, "Thing", { fax: "" }, "response"))).toEqual([]);
});
