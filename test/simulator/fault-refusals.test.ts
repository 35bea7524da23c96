import { afterAll, beforeAll, expect, it } from "vitest";
import { type Standin, StandinError, type TenantFault } from "../../src/index.ts";
import { startFixture } from "./fixture.ts";

let standin: Standin;

beforeAll(async () => {
  standin = await startFixture();
});
afterAll(() => standin.close());

/** What is said of a fault that cannot be armed. */
async function refusalOf(fault: unknown, query = ""): Promise<string> {
  const response = await fetch(`${standin.url}/_standin/faults${query}`, {
    method: "PUT",
    body: JSON.stringify({ faults: [fault] }),
  });
  const { detail } = (await response.json()) as { detail: string };
  expect([response.status, response.headers.get("standin-problem")]).toEqual([400, "fault"]);
  return detail;
}

const reset = { provider: "acme", kind: "reset" };

it.each([
  ["no object", 7, 'faults[0] is 7. A fault is an object such as {"provider": "acme", "kind": "reset"}.'],
  ["no provider", { kind: "reset" }, "faults[0].provider is missing. Allowed: acme, zeta."],
  [
    "an unknown provider",
    { ...reset, provider: "acmee" },
    'faults[0].provider is "acmee", which is none. Did you mean acme? Allowed: acme, zeta.',
  ],
  [
    "an unknown operation",
    { ...reset, provider: "zeta", operation: "ecko" },
    'faults[0].operation is "ecko", which is none. Did you mean echo? Allowed: getThing, describeThing, echo.',
  ],
  [
    "an unknown kind",
    { ...reset, kind: "timeout" },
    'faults[0].kind is "timeout", which is none. Allowed: status, reply, delay, reset, empty, truncate, malformed-chunk, garbage, slow-drip, stale-read, after-commit, invalid-response, variant.',
  ],
  [
    "an unknown member",
    { ...reset, time: 1 },
    'faults[0] has no member "time". Did you mean times? Allowed: provider, operation, tenant, kind, status, force, reply, after, times, probability, ttl, delay.',
  ],
  [
    "a tenant that has no name",
    { ...reset, tenant: "a b" },
    'faults[0].tenant is "a b". It is the name of a tenant: 1 to 128 of A-Z, a-z, 0-9 and . _ ~ -.',
  ],
  ["times of 0", { ...reset, times: 0 }, "faults[0].times is 0. It is a whole number from 1 on."],
  ["after null", { ...reset, after: null }, "faults[0].after is null. It is a whole number from 0 on."],
  ["half a time", { ...reset, after: 0.5 }, "faults[0].after is 0.5. It is a whole number from 0 on."],
  ["a sure chance", { ...reset, probability: 1.5 }, "faults[0].probability is 1.5. It is a number from 0 to 1."],
  [
    "a bare number for ttl",
    { ...reset, ttl: 90 },
    'faults[0].ttl is 90. It is a duration such as "250ms" or "90s" (ms, s, m, h, d) above 0.',
  ],
  [
    "a ttl that is over at once",
    { ...reset, ttl: "0s" },
    'faults[0].ttl is "0s". It is a duration such as "250ms" or "90s" (ms, s, m, h, d) above 0.',
  ],
  [
    "a status for another kind",
    { ...reset, status: 500 },
    'faults[0].status is for faults of the kind "status", and this one is "reset".',
  ],
  ["no status", { ...reset, kind: "status" }, "faults[0].status is missing. It is a status from 200 to 599."],
  [
    "a status that is not documented",
    { ...reset, kind: "status", operation: "getTask", status: 500 },
    'faults[0].status is 500, which the contract documents not for getTask. It does so for: 200, 401, 404, 429. To have it all the same: "force": true.',
  ],
  [
    "a status that nothing documents",
    { ...reset, kind: "status", status: 500 },
    'faults[0].status is 500, which the contract documents for no operation of "acme". It does so for: 200, 201, 204, 400, 401, 404, 429. To have it all the same: "force": true.',
  ],
  [
    "after-commit where nothing is written",
    { ...reset, kind: "after-commit", operation: "getTask" },
    'faults[0].kind is "after-commit", which is for operations that write, and getTask is none. Those of "acme" are: createTask, deleteTask, archiveTask.',
  ],
  [
    "stale-read where nothing is read",
    { ...reset, kind: "stale-read", operation: "createTask", delay: "1s" },
    'faults[0].kind is "stale-read", which is for operations that read, and createTask is none. Those of "acme" are: listTasks, getTask, crash, answerInvalid, getReport, getStatus.',
  ],
  ...["truncate", "malformed-chunk", "slow-drip", "invalid-response", "variant"].map(
    (kind): [string, object, string] => [
      `${kind} where nothing is answered but a status`,
      { ...reset, kind, operation: "deleteTask" },
      `faults[0].kind is "${kind}", which is for operations that answer with a body, and deleteTask is none. Those of "acme" are: listTasks, createTask, getTask, crash, answerInvalid, getReport, getStatus.`,
    ],
  ),
  [
    "no reply",
    { ...reset, kind: "reply" },
    'faults[0].reply is missing. It is {"status": 200, "headers"?, "body"? or "text"?}.',
  ],
  [
    "a reply for another kind",
    { ...reset, reply: { status: 200 } },
    'faults[0].reply is for faults of the kind "reply", and this one is "reset".',
  ],
  [
    "a reply that is none",
    { ...reset, kind: "reply", reply: 200 },
    'faults[0].reply is 200. It is {"status": 200, "headers"?, "body"? or "text"?}.',
  ],
  [
    "an unknown member of a reply",
    { ...reset, kind: "reply", reply: { status: 200, boby: 1 } },
    'faults[0].reply has no member "boby". Did you mean body? Allowed: status, headers, body, text.',
  ],
  [
    "a body with a status that has none",
    { ...reset, kind: "reply", reply: { status: 204, body: null } },
    "faults[0].reply has a body, and none is sent with the status 204. Leave it out, or answer with another status.",
  ],
  [
    "a text with a status that has none",
    { ...reset, kind: "reply", reply: { status: 304, text: "same" } },
    "faults[0].reply has a body, and none is sent with the status 304. Leave it out, or answer with another status.",
  ],
  [
    "a reply with two bodies",
    { ...reset, kind: "reply", reply: { status: 200, body: 1, text: "1" } },
    "faults[0].reply has both body and text. Give one of them.",
  ],
  [
    "a text that is none",
    { ...reset, kind: "reply", reply: { status: 200, text: 1 } },
    "faults[0].reply has a text that is 1. It is a string.",
  ],
  [
    "headers that are none",
    { ...reset, kind: "reply", reply: { status: 200, headers: ["a"] } },
    'faults[0].reply has headers that are ["a"]. They are an object of texts.',
  ],
  [
    "a status that is none",
    { ...reset, kind: "reply", reply: { status: 99 } },
    "faults[0].reply cannot be sent. A reply has a status from 200 to 599, not 99.",
  ],
  [
    "a header with a line break",
    { ...reset, kind: "reply", reply: { status: 200, headers: { a: "b\r\nc: d" } } },
    'faults[0].reply cannot be sent. Invalid character in header content ["a"]',
  ],
  [
    "no delay",
    { ...reset, kind: "delay" },
    'faults[0].delay is missing: a fault of the kind "delay" needs it. It is a duration such as "250ms" or "90s" (ms, s, m, h, d).',
  ],
  [
    "a delay that ends before it begins",
    { ...reset, delay: { min: "2s", max: "1s" } },
    'faults[0].delay is {"min":"2s","max":"1s"}. It is a duration such as "250ms" or "90s" (ms, s, m, h, d), {"min", "max"} with min at most max, or {"median", "sigma", "max"?} with sigma from 0 to 10.',
  ],
  [
    "a stale read of no certain length",
    { ...reset, kind: "stale-read", delay: { min: "1s", max: "2s" } },
    'faults[0].delay is {"min":"1s","max":"2s"}. It is a duration such as "250ms" or "90s" (ms, s, m, h, d).',
  ],
])("%s is refused", async (_, fault, detail) => {
  expect(await refusalOf(fault)).toBe(detail);
});

it("of another tenant than the list is armed for is refused", async () => {
  expect(await refusalOf({ ...reset, tenant: "other" }, "?tenant=one")).toMatchInlineSnapshot(
    `"faults[0].tenant is "other", and the list is armed for the tenant "one". Leave it out, or arm it for that tenant."`,
  );
});

const several = [{ kind: "reset" }, { kind: "empty" }];

it.each<[given: unknown[], message: string]>([
  [several, "faults.arm takes one fault, and was given 2 arguments. Arm several one after the other."],
  [[several], "faults.arm takes one fault, and was given a list. Arm several one after the other."],
  [[], 'fault is missing. A fault is an object such as {"provider": "acme", "kind": "reset"}.'],
  [["reset"], 'fault is "reset". A fault is an object such as {"provider": "acme", "kind": "reset"}.'],
])("is not armed in the library with %j", (given, message) => {
  const { faults } = standin.provider("acme").tenant("mistaken");
  expect(() => (faults.arm as (...all: unknown[]) => unknown)(...given)).toThrow(
    new StandinError("OPTION_INVALID", message),
  );
  expect(faults.list()).toEqual([]);
});

it("is thrown in the library, with OPTION_INVALID", () => {
  const tenant = standin.provider("acme").tenant("mistaken");
  expect(() => tenant.faults.arm({ kind: "status", status: 500 } as TenantFault)).toThrowErrorMatchingInlineSnapshot(
    `[StandinError: fault.status is 500, which the contract documents for no operation of "acme". It does so for: 200, 201, 204, 400, 401, 404, 429. To have it all the same: "force": true.]`,
  );
  expect(tenant.faults.list()).toEqual([]);
});

it("names a member that a body should not have", async () => {
  const response = await fetch(`${standin.url}/_standin/faults`, { method: "PUT", body: '{"fault":[]}' });
  expect(await response.json()).toMatchObject({
    detail: 'There is no member "fault" here. Did you mean faults? Allowed: faults.',
  });
});

it("is another provider's at a tenant of this one", () => {
  const { faults } = standin.provider("acme").tenant("mistaken");
  expect(() => faults.arm({ provider: "zeta", kind: "reset" } as never)).toThrow(
    'fault.provider is "zeta", which is none. Allowed: acme.',
  );
});

it.each([[undefined], [[]], [{}]])("a body of %j is refused", async (body) => {
  const response = await fetch(`${standin.url}/_standin/faults`, {
    method: "PUT",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(await response.json()).toMatchObject({
    detail: 'The body is a JSON object such as {"faults": [{"provider": "...", "kind": "reset"}]}.',
  });
});
