import { afterAll, expect, it } from "vitest";
import { type AdapterSuite, openAdapterSuite } from "../../src/open-suite.ts";
import { exampleAdapter } from "./examples.ts";

const opened: AdapterSuite[] = [];
afterAll(async () => {
  for (const one of new Set(opened)) await one.close();
});

/** The suite of one operation of an example. */
function openExample(folder: string, operation: string): Promise<AdapterSuite> {
  const { provider, create, operations } = exampleAdapter(folder);
  const { [operation]: tested } = operations;
  if (tested === undefined) throw new Error(`${folder} does not test ${operation}`);
  return openAdapterSuite(provider, { create, operations: { [operation]: tested } });
}

/** What comes of the cases of a group: how each ended, and why it was skipped. */
async function resultsOf(suite: AdapterSuite, group: string): Promise<[string, string, string | null][]> {
  opened.push(suite);
  const results: [string, string, string | null][] = [];
  for (const { operation, cases } of suite.suite.operations)
    for (const one of cases.filter((each) => each.group === group)) {
      const { detail, status, reason } = await suite.record.run(operation, one);
      results.push([detail, status, reason]);
    }
  return results;
}

it("skips the limits of the contract where no member whose way is known has any", async () => {
  const suite = await openExample("stuut", "createInternalContact");
  expect(await resultsOf(suite, "contract-limits")).toEqual([
    ["", "skipped", "no member whose way to the vendor is known has such a limit there"],
  ]);
});

it("skips the pages of a list of which an adapter takes one only", async () => {
  const suite = await openAdapterSuite("weeek", {
    create: (place) => place,
    operations: {
      listContacts: {
        examples: [{}],
        async call({ baseUrl, credential }: { baseUrl: string; credential: string }) {
          const headers = { authorization: `Bearer ${credential}`, accept: "application/json" };
          const answer = await fetch(`${baseUrl}/crm/contacts`, { headers });
          return ((await answer.json()) as { contacts: unknown }).contacts;
        },
      },
    },
  });
  const why = "a call takes one page only of what the stand-in has";
  expect(await resultsOf(suite, "pages")).toEqual(
    ["empty-last", "many", "added", "removed", "refused", "limited", "lost", "unreadable"].map((detail) => [
      detail,
      "skipped",
      why,
    ]),
  );
});

it("skips a long list of items that no answer shows, and tries an empty text in each that does", async () => {
  const suite = await openExample("ctrl-hub", "getContact");
  expect(await resultsOf(suite, "long-answer")).toContainEqual([
    "/included",
    "skipped",
    "no answer was seen that has an item of this list",
  ]);
  const texts = await resultsOf(suite, "empty-text-answer");
  expect(texts).toContainEqual(["/data/attributes/first_name", "passed", null]);
  expect(texts.map(([detail]) => detail)).not.toContain("/data/attributes/email");
});

it("tries each value that the contract lists, in one answer after the other", async () => {
  const suite = await openExample("stuut", "updateAssignmentRole");
  opened.push(suite);
  const [{ cases } = { cases: [] }] = suite.suite.operations;
  const listed = cases.find(({ group }) => group === "listed-answer");
  const { exchanges } = (await listed?.run()) ?? { exchanges: [] };
  const roles = exchanges.map(({ response }) => JSON.parse(response?.body ?? "{}").internal_role);
  expect(roles).toEqual(["account_manager", "account_executive", "csm", "lead", "co_lead", "practice_lead"]);
});
