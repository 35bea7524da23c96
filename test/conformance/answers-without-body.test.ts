import { afterAll, expect, it } from "vitest";
import { nameOfCase } from "../../src/conformance/run.ts";
import { openAdapterSuite } from "../../src/open-suite.ts";
import { exampleAdapter } from "./examples.ts";

const { provider, create, operations } = exampleAdapter("ctrl-hub");
const { addAccountContacts } = operations;
const opened = await openAdapterSuite(provider, {
  create,
  operations: {
    addAccountContacts: {
      ...addAccountContacts,
      // As drivers of other processes do: their lines know no undefined.
      call: async (adapter, input) => (await adapter("addAccountContacts", input)) ?? null,
    },
  },
});
afterAll(() => opened.close());

it("takes null for the result of an answer without a body, and alters the body of one that has it", async () => {
  const [{ operation, cases } = { operation: "", cases: [] }] = opened.suite.operations;
  const chosen = cases.filter(({ group }) => ["result", "success", "empty-answer"].includes(group));
  const results = [];
  for (const one of chosen) {
    const { exchanges, found } = await one.run();
    results.push([nameOfCase({ operation, ...one }), exchanges.map(({ response }) => response?.status), found]);
  }
  expect(results).toMatchInlineSnapshot(`
    [
      [
        "addAccountContacts success 200",
        [
          200,
        ],
        [],
      ],
      [
        "addAccountContacts success 204",
        [
          204,
        ],
        [],
      ],
      [
        "addAccountContacts result",
        [
          204,
        ],
        [],
      ],
      [
        "addAccountContacts result not-sent",
        [],
        [],
      ],
      [
        "addAccountContacts empty-answer /data",
        [
          200,
        ],
        [],
      ],
    ]
  `);
});
