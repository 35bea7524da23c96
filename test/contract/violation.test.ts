import { expect, it } from "vitest";
import type { Contract } from "../../src/contract/contract.ts";
import { child, type Node } from "../../src/contract/documents.ts";
import { evidenceOf } from "../../src/contract/evidence.ts";
import { createViolation, formatViolation, severityOf } from "../../src/contract/violation.ts";
import type { Violation } from "../../src/exchange.ts";
import { loadFiles, withOperation } from "./contract-fixture.ts";

const fields = `x-evidence: client
x-source: SDK
responses:
  200: { description: Done, content: { application/json: { schema: { $ref: ./shared.yaml#/Thing } } } }
  400: { description: Refused, x-evidence: observed }
  404: { description: Gone, x-source: Page 2 }
  500: { description: Broken, content: { application/json: { schema: { $ref: ./graded.yaml#/Thing } } } }`;

function contractWith(root: string): Contract {
  return loadFiles({
    "openapi.yaml": `${withOperation(fields)}\n${root}`,
    "shared.yaml":
      "Thing:\n  properties:\n    a: { x-evidence: assumed }\n    b: { x-evidence: inferred, x-source: Guess, properties: { c: { x-source: Better } } }\n",
    "graded.yaml": "x-evidence: observed\nx-source: Log\nThing: { type: object }\n",
  });
}

function at(contract: Contract, ...tokens: string[]): Node {
  return child(contract.documents.root, "paths", "/things", "post", ...tokens) as Node;
}

function inFile(contract: Contract, name: string, ...tokens: string[]): Node {
  const [document, file] = [...contract.documents.files].find(([uri]) => uri.endsWith(name)) as [
    string,
    { value: unknown },
  ];
  return child({ document, pointer: "", value: file.value }, ...tokens) as Node;
}

it("takes the evidence that is nearest above a statement, and the source that goes with it", () => {
  const contract = contractWith("");
  const grounds = (node: Node) => Object.values(evidenceOf(contract.documents, node));
  expect(grounds(child(contract.documents.root, "paths") as Node)).toEqual(["documented", null]);
  expect(grounds(at(contract))).toEqual(["client", "SDK"]);
  expect(grounds(at(contract, "responses", "200", "content"))).toEqual(["client", "SDK"]);
  expect(grounds(at(contract, "responses", "400"))).toEqual(["observed", null]);
  expect(grounds(at(contract, "responses", "404", "description"))).toEqual(["client", "Page 2"]);
});

it("takes for a place that is not there, or that holds nothing, what is said above it", () => {
  const { documents } = contractWith("x-evidence: inferred\nx-nothing: null\n");
  const { document } = documents.root;
  for (const pointer of ["/x-nothing", "/x-nothing/at/all", "/openapi/at/all", "/nowhere/at/all", "/toString"])
    expect(evidenceOf(documents, { document, pointer })).toEqual({ evidence: "inferred", source: null });
});

it("gives a file without evidence of its own that of the root", () => {
  const contract = contractWith("x-evidence: inferred\nx-source: Root\n");
  const grounds = (...path: [string, ...string[]]) =>
    Object.values(evidenceOf(contract.documents, inFile(contract, ...path)));
  expect(grounds("shared.yaml", "Thing")).toEqual(["inferred", "Root"]);
  expect(grounds("shared.yaml", "Thing", "properties", "a")).toEqual(["assumed", null]);
  expect(grounds("shared.yaml", "Thing", "properties", "b", "properties", "c")).toEqual(["inferred", "Better"]);
  expect(grounds("graded.yaml", "Thing")).toEqual(["observed", "Log"]);
});

it.each([
  ["documented", "error"],
  ["client", "error"],
  ["observed", "error"],
  ["inferred", "warning"],
  ["assumed", "note"],
] as const)("weighs what breaks %s evidence as %s", (evidence, severity) => {
  expect(severityOf("type", "request.body", evidence)).toBe(severity);
  expect(severityOf("undocumented-property", "request.body", evidence)).toBe(severity);
  expect(severityOf("undocumented-property", "response.body", evidence)).toBe("note");
  expect(severityOf("additionalProperties", "response.body", evidence)).toBe(severity);
  expect(severityOf("deprecated", "request.body", evidence)).toBe("note");
});

const statement = { document: "", pointer: "/paths/~1things/post/responses/400/description" };

function violationOf(contract: Contract, finding: { pointer?: string; message?: string; actual?: unknown }): Violation {
  const full = { pointer: "", rule: "type" as const, message: "wrong", expected: undefined, actual: null, ...finding };
  const { document } = contract.documents.root;
  return createViolation(contract, "createThing", "response.body", { ...full, statement: { ...statement, document } });
}

it("puts a finding into its place in the contract", () => {
  expect(violationOf(contractWith(""), { pointer: "/a", actual: { b: 1 } })).toEqual({
    provider: "acme",
    operation: "createThing",
    part: "response.body",
    pointer: "/a",
    rule: "type",
    severity: "error",
    evidence: "observed",
    message: "wrong",
    expected: null,
    actual: { b: 1 },
    contract: { file: "openapi.yaml", line: 11, column: 16, pointer: statement.pointer },
    source: null,
  });
});

it.each<[string, unknown, unknown]>([
  ["a text", "a".repeat(5000), `${"a".repeat(1000)}…`],
  ["a list", Array.from({ length: 5000 }, () => 1), `[${"1,".repeat(1000).slice(0, 999)}…`],
  ["an object", { a: "b".repeat(5000) }, `{"a":"${"b".repeat(994)}…`],
  ["nothing", undefined, null],
  ["a short object", { a: [1] }, { a: [1] }],
])("shows of %s no more than a thousand characters", (_, actual, shown) => {
  expect(violationOf(contractWith(""), { actual }).actual).toEqual(shown);
});

it("shortens a pointer that nobody could read", () => {
  expect(violationOf(contractWith(""), { pointer: `/${"a".repeat(5000)}` }).pointer).toBe(`/${"a".repeat(999)}…`);
});

it("is one line of plain characters, whatever stands in it", () => {
  const violation = violationOf(contractWith(""), {
    pointer: "/a\r\n[acme] forged\u001b[31m\u2028\u0085\u202e",
    message: "line one\nline two\ttab\u0000\u2066",
  });
  expect(formatViolation({ ...violation, contract: { ...violation.contract, file: "a\nb.yaml" } })).toBe(
    "[acme] createThing response.body /a [acme] forged [31m  type: line one line two tab  (a b.yaml:11, observed)",
  );
});

it("has a dash for an operation that is not known", () => {
  expect(formatViolation({ ...violationOf(contractWith(""), {}), operation: null })).toBe(
    "[acme] - response.body type: wrong (openapi.yaml:11, observed)",
  );
});
