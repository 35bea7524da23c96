import { expect, it } from "vitest";
import { openAdapterSuite } from "../../src/open-suite.ts";

const operation = { examples: [{ id: "1" }], call: () => undefined };
const adapter = { create: () => ({}), operations: { getContact: operation } };

/** What testAdapter says of what it is given, before it starts anything. */
async function refusalOf(provider: unknown, given: unknown): Promise<string> {
  const refused = openAdapterSuite(provider as string, given as typeof adapter);
  const error = await refused.then(
    () => new Error("It was taken."),
    (error: Error) => error,
  );
  return `${(error as { code?: string }).code}: ${error.message}`;
}

it("names the provider that was meant, before what is missing beside it", async () => {
  expect(await refusalOf("weekk", {})).toMatch(
    /^PROVIDER_UNKNOWN: Unknown provider "weekk"\. Did you mean weeek\? Known: /,
  );
  expect(await refusalOf(undefined, adapter)).toMatchInlineSnapshot(
    `"OPTION_INVALID: The provider of the adapter is undefined. It is the id of one."`,
  );
});

it("names a misspelt option, before the provider", async () => {
  const given = { create: adapter.create, operation: adapter.operations };
  expect(await refusalOf("weekk", given)).toMatchInlineSnapshot(
    `"OPTION_INVALID: There is no option "operation". Did you mean operations? There are: create, operations, output, retries, timeout, seed, runs, skip, providersDir, reports."`,
  );
});

it("names what is missing, misspelt or of no use, and says what it should be", async () => {
  const given: unknown[] = [
    undefined,
    {},
    { create: adapter.create },
    { ...adapter, create: {} },
    { ...adapter, operations: ["getContact"] },
    { ...adapter, operations: { getContact: adapter.create } },
    { ...adapter, operations: { getContact: { ...operation, exampels: [] } } },
    { ...adapter, operations: { getContact: { examples: [] } } },
    { ...adapter, operations: { getContact: { ...operation, examples: { id: "1" } } } },
    { ...adapter, operations: { getContact: { ...operation, input: "input.json" } } },
    { ...adapter, retries: "no" },
    { ...adapter, retry: true },
    { ...adapter, timeout: "5s" },
    { ...adapter, runs: -1 },
    { ...adapter, runs: 100_001 },
    { ...adapter, skip: { case: "wire", reason: "it is known" } },
    { ...adapter, skip: [{ cases: "wire", reason: "it is known" }] },
    { ...adapter, skip: [{ reason: "it is known" }] },
    { ...adapter, providersDir: 7 },
  ];
  const said = [];
  for (const one of given) said.push(await refusalOf("weeek", one));
  expect(said).toMatchInlineSnapshot(`
    [
      "OPTION_INVALID: What is said of the adapter is undefined. It is an object with create and operations.",
      "OPTION_INVALID: The option create is missing. It is a function that makes an adapter of { baseUrl, credential }.",
      "OPTION_INVALID: The option operations is missing. It is an object that has by operationId what the adapter takes and how it is called.",
      "OPTION_INVALID: The option create is an object. It is a function that makes an adapter of { baseUrl, credential }.",
      "OPTION_INVALID: The option operations is [ 'getContact' ]. It is an object that has by operationId what the adapter takes and how it is called.",
      "OPTION_INVALID: The option operations.getContact is [Function: create]. It is an object with input, output, examples, call.",
      "OPTION_INVALID: There is no option "operations.getContact.exampels". Did you mean examples? There are: input, output, examples, call.",
      "OPTION_INVALID: The option operations.getContact.call is missing. It is a function that is given an adapter and an input.",
      "OPTION_INVALID: The option operations.getContact.examples is an object. It is a list of inputs.",
      "OPTION_INVALID: The option operations.getContact.input is "input.json". It is a JSON Schema, or a Standard Schema such as one of Zod.",
      "OPTION_INVALID: The option retries is "no". It is true or false.",
      "OPTION_INVALID: There is no option "retry". Did you mean retries? There are: create, operations, output, retries, timeout, seed, runs, skip, providersDir, reports.",
      "OPTION_INVALID: The option timeout is "5s". It is a number of milliseconds above 0.",
      "OPTION_INVALID: The option runs is -1. It is a whole number from 0 to 100000.",
      "OPTION_INVALID: The option runs is 100001. It is a whole number from 0 to 100000.",
      "OPTION_INVALID: The option skip is an object. It is a list of objects such as { case, reason }.",
      "OPTION_INVALID: There is no option "skip[0].cases". Did you mean case? There are: case, operation, reason.",
      "OPTION_INVALID: The option skip[0].case is missing. It is a group of cases, or one of its cases.",
      "OPTION_INVALID: The option providersDir is 7. It is the path of a folder.",
    ]
  `);
});

it("leaves nothing open where the suite cannot be made", async () => {
  const servers = () => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;
  const before = servers();
  const typo = { ...adapter, operations: { getContact: { ...operation, input: { type: "strng" } } } };
  const mute = { ...adapter, skip: [{ case: "wire", reason: "" }] };
  expect([await refusalOf("weeek", typo), await refusalOf("weeek", mute)]).toEqual([
    expect.stringMatching(/^SCHEMA_INVALID: \[weeek\] getContact: the input schema cannot be compiled: /),
    'SUITE_INVALID: The skip of "wire" has no reason. It is a text.',
  ]);
  await expect.poll(servers).toBe(before);
});
