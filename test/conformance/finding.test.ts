import { describe, expect, it } from "vitest";
import { createFinding, formatFinding, shown } from "../../src/conformance/finding.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { contractOf } from "../contract/sequence-fixture.ts";

const contract = contractOf("acme");
const operation = contract.operations.find(({ id }) => id === "getTask") as Operation;
const find = () => ({
  ...createFinding({ contract, operation }, { rule: "hang", message: "it\nhangs" }),
  case: "getTask x",
});

describe("createFinding", () => {
  it("is about the operation, and of the adapter", () => {
    expect(find()).toMatchInlineSnapshot(`
      {
        "actual": null,
        "case": "getTask x",
        "contract": {
          "column": 5,
          "file": "contracts/acme/openapi.yaml",
          "line": 48,
          "pointer": "/paths/~1tasks~1{id}/get",
        },
        "evidence": "documented",
        "exchange": null,
        "expected": null,
        "message": "it hangs",
        "operation": "getTask",
        "part": "adapter",
        "pointer": "",
        "provider": "acme",
        "rule": "hang",
        "severity": "error",
        "source": "Acme API reference",
      }
    `);
  });

  it("has the exchange, the place and the values that are given", () => {
    const exchange = { id: "x-000007" } as Parameters<typeof createFinding>[0]["exchange"];
    const described = { rule: "output", pointer: "/id", message: "m", expected: "a", actual: 7 } as const;
    const statement = contract.documents.root;
    expect(createFinding({ contract, operation, exchange, statement }, described)).toMatchObject({
      ...{ pointer: "/id", expected: "a", actual: 7, exchange: "x-000007", contract: { pointer: "", line: 1 } },
    });
  });
});

describe("formatFinding", () => {
  it("is one line, with the place in the contract and in the adapter's code where they are known", () => {
    const callSite = { file: "src/adapter.ts", line: 7, column: 3 };
    expect([
      formatFinding(find()),
      formatFinding({ ...find(), pointer: "/id", operation: null, callSite }),
    ]).toMatchInlineSnapshot(`
      [
        "[acme] getTask adapter hang: it hangs (contracts/acme/openapi.yaml:48, documented)",
        "[acme] - adapter /id hang: it hangs (contracts/acme/openapi.yaml:48, documented), sent at src/adapter.ts:7:3",
      ]
    `);
  });
});

describe("shown", () => {
  it("is the value as JSON, nothing, or its first 200 characters", () => {
    expect([shown({ a: [1, null] }), shown("x"), shown(undefined)]).toEqual(['{"a":[1,null]}', '"x"', "nothing"]);
    expect(shown("x".repeat(198))).toBe(`"${"x".repeat(198)}"`);
    expect(shown("x".repeat(300))).toBe(`"${"x".repeat(199)}…`);
  });
});
