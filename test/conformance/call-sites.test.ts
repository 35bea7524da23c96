import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { AdapterSettings } from "../../src/adapter-suite.ts";
import { openAdapterSuite } from "../../src/open-suite.ts";

const folder = mkdtempSync(join(tmpdir(), "standin-reports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Place {
  baseUrl: string;
  credential: string;
}

/** Adapters that send a parameter which nobody knows, each by another client. */
const clients = {
  async fetch(url: string, headers: Record<string, string>): Promise<unknown> {
    await Promise.resolve();
    const response = await fetch(url, { headers });
    return response.json();
  },
  "node:http": (url: string, headers: Record<string, string>): Promise<unknown> =>
    new Promise((resolve) => {
      get(url, { headers }, (response) => {
        let text = "";
        response.on("data", (chunk) => (text += chunk)).on("end", () => resolve(JSON.parse(text)));
      });
    }),
};
const source = readFileSync(import.meta.filename, "utf8").split("\n");
const lineOf = (text: string) => source.findIndex((line) => line.includes(text)) + 1;

/** Runs the documented case of an adapter, and ends its suite. */
async function runDocumented(send: (typeof clients)["fetch"], settings: AdapterSettings = {}) {
  const opened = await openAdapterSuite("weeek", {
    create: (place: Place) => place,
    operations: {
      getContact: {
        examples: [{ id: "497f6eca-6276-4993-bfeb-53cbbbba6f08" }],
        call: ({ baseUrl, credential }, { id }: { id: string }) =>
          send(`${baseUrl}/crm/contacts/${id}?strange=1`, { authorization: `Bearer ${credential}` }),
      },
    },
    ...settings,
  });
  const [{ operation, cases }] = opened.suite.operations as [(typeof opened.suite.operations)[number]];
  const one = cases.find(({ group }) => group === "documented");
  if (one === undefined) throw new Error("There is no documented case.");
  const result = await opened.record.run(operation, one);
  await opened.close();
  return result;
}

it.each([
  ["fetch", lineOf("await fetch(url")],
  ["node:http", lineOf("      get(url")],
] as const)("tells of what is sent with %s where the adapter sends it", async (client, line) => {
  const { findings } = await runDocumented(clients[client]);
  expect(findings).toMatchObject([
    { rule: "undocumented-parameter", callSite: { file: "test/conformance/call-sites.test.ts", line } },
  ]);
});

it("tells no place for a client that gives none", async () => {
  const unseen = new Function("url", "headers", "return fetch(url, { headers }).then((answer) => answer.json())");
  const { findings } = await runDocumented((url, headers) => unseen(url, headers));
  expect(findings).toMatchObject([{ rule: "undocumented-parameter" }]);
  expect(findings[0]?.callSite?.line).not.toBe(lineOf("await fetch(url"));
});

it("writes the reports that its settings ask for, with the place in the adapter before the contract's", async () => {
  const reports = { sarif: join(folder, "new/adapter.sarif"), junit: join(folder, "adapter.xml") };
  await runDocumented(clients.fetch, { reports });
  const [{ results }] = JSON.parse(readFileSync(reports.sarif, "utf8")).runs;
  const places = results[0].locations.map(
    ({
      physicalLocation,
    }: {
      physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
    }) => `${physicalLocation.artifactLocation.uri}:${physicalLocation.region.startLine}`,
  );
  expect(places).toEqual([
    `test/conformance/call-sites.test.ts:${lineOf("await fetch(url")}`,
    expect.stringMatching(/^contracts\/weeek\/openapi\.yaml:\d+$/),
  ]);
  expect(readFileSync(reports.junit, "utf8")).toContain('failures="1"');
});

it.each([
  [{ srif: "a" }, '"srif" is no format of reports. Did you mean sarif? There are: text, junit, sarif, html, json.'],
  [{ sarif: "" }, "The report sarif needs the path of a file, and not ."],
])("refuses reports that nobody can write: %j", async (reports, message) => {
  await expect(
    runDocumented(clients.fetch, { reports: reports as AdapterSettings["reports"] & object }),
  ).rejects.toThrow(message);
});
