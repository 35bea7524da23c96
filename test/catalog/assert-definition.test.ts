import { expect, it } from "vitest";
import { assertDefinition } from "../../src/catalog/assert-definition.ts";
import { StandinError } from "../../src/errors.ts";
import { loadYaml } from "../contract/contract-fixture.ts";

const contract = loadYaml(`
openapi: 3.1.0
servers: [{ url: "https://acme.example" }]
paths:
  /tasks:
    get: { operationId: listTasks, responses: { 200: { description: Tasks } } }
    post: { operationId: createTask, responses: { 201: { description: The task } } }
`);

const reply = () => ({ status: 200 });
const refusals = { unauthenticated: reply, invalid: reply };
const operations = { listTasks: reply, createTask: reply };
const good = { scenarios: { documented: () => ({}) }, refusals, operations };

/** What a definition is refused with; undefined when it is taken. */
function refusalOf(definition: unknown): string | undefined {
  try {
    assertDefinition(contract, definition, "mocks/acme");
    return undefined;
  } catch (error) {
    if (!(error instanceof StandinError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

it.each([
  ["with no more than it needs", good],
  [
    "with all that it may have",
    {
      ...good,
      scenarios: { ...good.scenarios, empty: () => null },
      credentials: { "read-only-key": "may not write" },
      fixtures: [{ kind: "id", value: "1", description: "the first" }],
      refusals: { ...refusals, guard: reply, unknownRoute: reply, wrongMethod: undefined },
      limits: { key: { requests: 1, window: "1s", scenarios: ["documented"] } },
      records: {
        tasks: { operation: "listTasks", schema: { required: ["id"] }, request: reply },
        drafts: "nobody sees them",
        notes: { hidden: "nobody sees them", key: reply, schema: {} },
      },
      operations: { listTasks: reply },
      notModelled: { createTask: "nobody has asked for it" },
    },
  ],
])("takes a definition %s", (_, definition) => {
  expect(refusalOf(definition)).toBeUndefined();
});

const noDefault = "has no default export. Write: export default defineProvider({ … }).";
const noReply = "It is a function that answers a reply.";
const noTexts = 'has "credentials" that are no object of credentials with a text each.';
const noFixtures = 'has "fixtures" that are no list of { kind, value, description }, each a text.';
const known = "Its operations are: listTasks, createTask.";

it.each<[name: string, definition: unknown, message: string]>([
  ["nothing", undefined, noDefault],
  ["a number", 1, noDefault],
  ["a list", [good], noDefault],
  [
    "a member too many",
    { ...good, credential: {} },
    'defines "credential", which is no member of a provider. Did you mean credentials? There are: scenarios, credentials, fixtures, refusals, operations, limits, records, counters, notModelled.',
  ],
  ...["scenarios", "refusals", "operations"].flatMap((member): [string, unknown, string][] =>
    [undefined, null, []].map((value) => [
      `${JSON.stringify(value)} for ${member}`,
      { ...good, [member]: value },
      `defines no "${member}". It is an object of defineProvider({ … }).`,
    ]),
  ),
  [
    "no scenario documented",
    { ...good, scenarios: { other: reply } },
    'has no scenario "documented". It holds the example of the reference page and is the default.',
  ],
  [
    "a state for a scenario",
    { ...good, scenarios: { ...good.scenarios, empty: {} } },
    'has a scenario "empty" that is an object. A scenario is a function that answers a state.',
  ],
  ["no refusal invalid", { ...good, refusals: { unauthenticated: reply } }, `has no refusal "invalid". ${noReply}`],
  [
    "no refusal unauthenticated",
    { ...good, refusals: { invalid: reply } },
    `has no refusal "unauthenticated". ${noReply}`,
  ],
  ...["unauthenticated", "guard", "invalid", "unknownRoute", "wrongMethod"].map((name): [string, unknown, string] => [
    `a reply for the refusal ${name}`,
    { ...good, refusals: { ...refusals, [name]: { status: 404 } } },
    `has a refusal "${name}" that is an object. ${noReply}`,
  ]),
  [
    "a refusal too many",
    { ...good, refusals: { ...refusals, unknownroute: reply } },
    'has a refusal "unknownroute", which nobody asks for. Did you mean unknownRoute? There are: unauthenticated, guard, invalid, unknownRoute, wrongMethod.',
  ],
  ["a number for a credential", { ...good, credentials: { other: 5 } }, noTexts],
  ["a list of credentials", { ...good, credentials: ["other"] }, noTexts],
  ["a fixture without a value", { ...good, fixtures: [{ kind: "id" }] }, noFixtures],
  ["an object of fixtures", { ...good, fixtures: {} }, noFixtures],
  [
    "a quota without a window",
    { ...good, limits: { key: { requests: 10 } } },
    'has "limits" that are no object of quotas, each { requests, window } such as { requests: 10, window: "1s" }.',
  ],
  [
    "a quota of nothing",
    { ...good, limits: { key: { requests: 0, window: "1s" } } },
    'has "limits" that are no object of quotas, each { requests, window } such as { requests: 10, window: "1s" }.',
  ],
  [
    "a quota in no scenario that there is",
    { ...good, limits: { key: { requests: 10, window: "1s", scenarios: ["documentd"] } } },
    'has a quota "key" in the scenario "documentd", which it does not define. Did you mean documented? There are: documented.',
  ],
  [
    "a quota in a text",
    { ...good, limits: { key: { requests: 10, window: "1s", scenarios: "documented" } } },
    'has "limits" that are no object of quotas, each { requests, window } such as { requests: 10, window: "1s" }.',
  ],
  [
    "counters that are no whole numbers",
    { ...good, counters: { nextId: "1" } },
    'has "counters" that are no object of whole numbers, each the least that the one of its name may be.',
  ],
  [
    "a list of records",
    { ...good, records: [] },
    'has "records" that are a list. They are an object by the state\'s Maps.',
  ],
  ...[
    " ",
    {},
    { operation: "listTasks" },
    { operation: "listTasks", request: reply, key: "id" },
    { operation: "listTasks", request: reply, hidden: "nobody sees them" },
    { hidden: " " },
  ].map((tasks): [string, unknown, string] => [
    `records that are shown by ${JSON.stringify(tasks)}`,
    { ...good, records: { tasks } },
    'has "records" with a "tasks" that says not how they are shown. It is { operation, key?(record), schema?, request(key, record, state) }, { answer(key, record) } for answers that were kept, or the reason why no operation shows them, alone or as { hidden, key?(record), schema? }.',
  ]),
  [
    "records with a schema that is none",
    { ...good, records: { tasks: { hidden: "nobody sees them", schema: ["id"] } } },
    'is wrong: The schema of its records "tasks" is no JSON Schema: it is an object, true or false.',
  ],
  [
    "records with a schema that cannot be compiled",
    { ...good, records: { tasks: { hidden: "nobody sees them", schema: { pattern: "(" } } } },
    'is wrong: The schema of its records "tasks" cannot be compiled: Invalid regular expression: /(/: Unterminated group.',
  ],
  [
    "records that no handler shows",
    { ...good, records: { tasks: { operation: "listTask", request: reply } } },
    'has the records "tasks" shown by "listTask", which it does not handle. Did you mean listTasks? It handles: listTasks, createTask.',
  ],
  [
    "a handler of what is not in the contract",
    { ...good, operations: { ...operations, archive: reply } },
    `handles "archive", which the contract does not define. ${known}`,
  ],
  [
    "a handler of what is almost in the contract",
    { ...good, operations: { listtasks: reply } },
    `handles "listtasks", which the contract does not define. Did you mean listTasks? ${known}`,
  ],
  [
    "null for a handler",
    { ...good, operations: { ...operations, listTasks: null } },
    'handles "listTasks" with null. A handler is a function.',
  ],
  [
    "a list for a handler",
    { ...good, operations: { ...operations, listTasks: [] } },
    'handles "listTasks" with a list. A handler is a function.',
  ],
  [
    "no handlers",
    { ...good, operations: {} },
    'handles no "listTasks", "createTask". Add a handler, or name it in notModelled with the reason.',
  ],
  [
    "a reason for what is not in the contract",
    { ...good, notModelled: { listTask: "x" } },
    `lists "listTask" as not modelled, which the contract does not define. Did you mean listTasks? ${known}`,
  ],
  [
    "a reason and a handler",
    { ...good, notModelled: { listTasks: "x" } },
    'handles "listTasks" and also lists it as not modelled. Remove one of the two.',
  ],
  [
    "a blank reason",
    { ...good, operations: { listTasks: reply }, notModelled: { createTask: " " } },
    'lists "createTask" as not modelled without a reason. It is a text.',
  ],
  [
    "a number for a reason",
    { ...good, operations: { listTasks: reply }, notModelled: { createTask: 501 } },
    'lists "createTask" as not modelled without a reason. It is a text.',
  ],
  [
    "a list of what is not modelled",
    { ...good, operations: { listTasks: reply }, notModelled: ["createTask"] },
    'has a "notModelled" that is no object with a reason for each operation.',
  ],
])("refuses %s", (_, definition, message) => {
  expect(refusalOf(definition)).toBe(`MOCK_INVALID: [acme] mocks/acme ${message}`);
});
