import { type Assertion, describe, expect, it } from "vitest";
import type { Exchange, Violation } from "../../src/exchange.ts";
import { matchers } from "../../src/vitest.ts";
import { startFixture } from "../simulator/fixture.ts";

expect.extend(matchers);

const violation: Violation = {
  ...{ provider: "acme", operation: "createTask", part: "request.body", pointer: "/title", rule: "required" },
  ...{ severity: "error", evidence: "documented", message: "the property is missing", expected: null, actual: null },
  contract: { file: "contracts/acme/openapi.yaml", line: 12, column: 1, pointer: "/paths" },
  source: null,
};
const exchange: Exchange = {
  ...{ id: "x-000001", provider: "acme", tenant: "default", operation: "createTask" },
  ...{ startedAt: "2026-01-01T00:00:01.000Z", recordedAt: "2026-11-02T09:30:00.000Z", durationMs: 1 },
  request: {
    method: "POST",
    url: "https://api.acme.example/v2/tasks?tag=a&tag=b&limit=2",
    headers: { "x-trace": "1" },
    body: '{"note":"x","tags":["a"]}',
  },
  response: { status: 400, headers: {}, body: '{"error":"no title"}' },
  violations: [],
};
const broken: Exchange = { ...exchange, id: "x-000002", violations: [violation] };

/** What an assertion that fails says, without colours. */
function messageOf(assert: () => void): string {
  try {
    assert();
  } catch (error) {
    return (error as Error).message;
  }
  return "passes";
}

describe("toConform", () => {
  it("passes what keeps to the contract, one exchange or many", () => {
    expect([exchange, exchange]).toConform();
    expect(exchange).toConform();
    expect([exchange, broken]).not.toConform();
  });

  it("shows the exchanges that do not", () => {
    expect(messageOf(() => expect([exchange, broken]).toConform())).toMatchInlineSnapshot(`
      "1 of 2 exchanges breaks the contract:
        x-000002 POST /v2/tasks?tag=a&tag=b&limit=2 -> 400 (createTask)
          sent {"note":"x","tags":["a"]}
          answered {"error":"no title"}
          error: [acme] createTask request.body /title required: the property is missing (contracts/acme/openapi.yaml:12, documented)"
    `);
    expect(messageOf(() => expect([exchange]).not.toConform())).toMatchInlineSnapshot(
      `"Nothing breaks the contract in 1 exchange, and something should."`,
    );
  });

  it("counts errors only, unless it is told otherwise", () => {
    const warned: Exchange = { ...exchange, violations: [{ ...violation, severity: "warning" }] };
    expect(warned).toConform();
    expect(warned).not.toConform("warning");
    expect(warned).not.toConform("note");
  });

  it("counts no answer that a fault has broken on purpose", () => {
    const fault = { id: "f-1", kind: "invalid-response" };
    expect({ ...exchange, fault, violations: [{ ...violation, part: "response.body" }] } as Exchange).toConform();
    expect({ ...broken, fault }).not.toConform();
  });

  it.each(["warnings", "Error", "", null, { severity: "warning" }])("refuses what is no severity: %j", (least) => {
    for (const assertion of [expect(broken), expect(broken).not])
      expect(messageOf(() => assertion.toConform(least as never))).toMatch(
        / is no severity\..* Allowed: error, warning, note\.$/,
      );
  });

  it("says which severity was meant", () => {
    expect(messageOf(() => expect(exchange).toConform("warnings" as never))).toMatchInlineSnapshot(
      `""warnings" is no severity. Did you mean warning? Allowed: error, warning, note."`,
    );
  });

  it("gives no verdict on nothing, nor on what is no exchange", () => {
    expect(messageOf(() => expect([]).toConform())).toMatchInlineSnapshot(
      `"There is no exchange to judge. A request whose credential is missing or unknown is one of the tenant default."`,
    );
    expect(messageOf(() => expect([]).not.toConform())).not.toBe("passes");
    expect(messageOf(() => expect({ status: 200 }).toConform())).toMatchInlineSnapshot(
      `"This matcher takes a tenant of a stand-in, its journal, some of its exchanges, or one."`,
    );
  });
});

describe("toHaveReceived", () => {
  it("finds an exchange of the operation that has what is asked for", () => {
    expect(exchange).toHaveReceived("createTask");
    expect(exchange).toHaveReceived("createTask", {
      path: expect.stringMatching(/tasks$/),
      query: { tag: ["a", "b"] },
      headers: { "x-trace": "1" },
      body: { tags: [expect.any(String)] },
      status: 400,
    });
    expect(exchange).not.toHaveReceived("createTask", { body: { tags: [] } });
    expect(exchange).not.toHaveReceived("listTasks");
  });

  it("shows the nearest one, and where it differs", () => {
    const other = { ...exchange, id: "x-000003", request: { ...exchange.request, body: "[]" } };
    const asked = { query: { limit: "3" }, body: { note: "x", tags: ["a", "b"] } };
    expect(messageOf(() => expect([other, exchange]).toHaveReceived("createTask", asked))).toMatchInlineSnapshot(`
      "createTask was received 2 times, and not as asked for. The nearest:
        x-000001 POST /v2/tasks?tag=a&tag=b&limit=2 -> 400 (createTask)
          sent {"note":"x","tags":["a"]}
          answered {"error":"no title"}
        where
          /query/limit should be "3", and is "2"
          /body/tags should be a list of 2, and is one of 1"
    `);
  });

  it("says what was received instead", () => {
    expect(messageOf(() => expect([exchange, exchange]).toHaveReceived("createTasks"))).toMatchInlineSnapshot(
      `"createTasks was not received. Did you mean createTask? Received: createTask (2 times)."`,
    );
    expect(messageOf(() => expect([]).toHaveReceived("createTask"))).toMatchInlineSnapshot(
      `"createTask was not received. Nothing was."`,
    );
    expect(messageOf(() => expect(exchange).not.toHaveReceived("createTask"))).toMatchInlineSnapshot(`
      "createTask was received, and should not have been:
        x-000001 POST /v2/tasks?tag=a&tag=b&limit=2 -> 400 (createTask)
          sent {"note":"x","tags":["a"]}
          answered {"error":"no title"}"
    `);
  });
});

/** What both polarities of an assertion say. */
function refusalOf(received: unknown, assert: (assertion: Assertion<unknown>) => void): string {
  const said = messageOf(() => assert(expect(received)));
  expect(messageOf(() => assert(expect(received).not as Assertion<unknown>))).toBe(said);
  return said;
}

describe("what is asked of toHaveReceived", () => {
  it("names headers in any case", () => {
    expect(exchange).toHaveReceived("createTask", { headers: { "X-Trace": "1" } });
    expect(exchange).not.toHaveReceived("createTask", { headers: { "X-Trace": "1", "x-trace": "2" } });
    expect(exchange).toHaveReceived("createTask", { headers: expect.objectContaining({ "x-trace": "1" }) });
  });

  it("may say that a value is missing", () => {
    const asked = { query: { page: undefined }, headers: { "X-Page": undefined }, body: { title: undefined } };
    expect(exchange).toHaveReceived("createTask", asked);
    expect({ ...exchange, response: null }).toHaveReceived("createTask", { status: null });
    expect(exchange).not.toHaveReceived("createTask", { body: undefined });
  });

  it("is nearer where a member has another value than where it is missing", () => {
    const [misspelt, other] = ['{"Note":"x"}', '{"note":"y"}'].map((body, index) => ({
      ...exchange,
      id: `x-00001${index}`,
      request: { ...exchange.request, body },
    }));
    expect(messageOf(() => expect([misspelt, other]).toHaveReceived("createTask", { body: { note: "z" } }))).toContain(
      '/body/note should be "z", and is "y"',
    );
  });

  it("has the members of an exchange, with values that it can have", () => {
    const asked: unknown[] = [
      { body: { note: /x/i } },
      { body: [{ due: new Date(Date.UTC(2026, 0, 1)) }] },
      { body: new Map([["note", "x"]]) },
      { bdy: { note: "x" } },
      "createTask",
      null,
      { path: /tasks/ },
      { query: { limit: 2 } },
      { headers: "x-trace" },
      { status: "200" },
    ];
    expect(
      asked.map((one) => refusalOf(exchange, (it) => it.toHaveReceived("createTask", one as never))),
    ).toMatchInlineSnapshot(`
      [
        "body/note is /x/i, and JSON has no patterns. Write expect.stringMatching(/x/i).",
        "body/0/due is a Date, and JSON has none. Write its text, such as "2026-01-01T00:00:00.000Z".",
        "body is Map(1) { 'note' => 'x' }, and JSON has none. Write an object or a list.",
        ""bdy" is no member of an exchange. Did you mean body? Allowed: path, query, headers, body, status. What is sent in JSON stands in body.",
        "What is asked of an exchange is an object with path, query, headers, body, status, and not "createTask".",
        "What is asked of an exchange is an object with path, query, headers, body, status, and not null.",
        "path is /tasks/. It is a text, or a matcher such as expect.any(String).",
        "query is { limit: 2 }. It is an object of texts and lists of texts, or a matcher such as expect.any(String).",
        "headers is "x-trace". It is an object of texts and lists of texts, or a matcher such as expect.any(String).",
        "status is "200". It is a number, or null where there was no answer, or a matcher such as expect.any(String).",
      ]
    `);
  });

  it.each([undefined, "", null, 7])("is of an operation, and not of %j", (operation) => {
    expect(refusalOf(exchange, (it) => it.toHaveReceived(operation as never))).toMatch(
      / is no operation\. It is an operationId of the contract\.$/,
    );
  });

  it("may be that nothing was sent", () => {
    expect([]).not.toHaveReceived("createTask");
  });
});

describe("toViolate", () => {
  it("finds a violation by its rule, and by its place", () => {
    expect(broken).toViolate("required");
    expect(broken).toViolate("required", "/title");
    expect(broken).not.toViolate("required", "/note");
    expect(exchange).not.toViolate("required");
  });

  it("shows the nearest one", () => {
    expect(messageOf(() => expect(broken).toViolate("required", "/note"))).toMatchInlineSnapshot(`
      "/note required is not violated. The nearest is request.body /title required.
        x-000002 POST /v2/tasks?tag=a&tag=b&limit=2 -> 400 (createTask)
          sent {"note":"x","tags":["a"]}
          answered {"error":"no title"}
          error: [acme] createTask request.body /title required: the property is missing (contracts/acme/openapi.yaml:12, documented)"
    `);
    expect(messageOf(() => expect(broken).not.toViolate("required"))).toMatchInlineSnapshot(`
      "required is violated, and should not be:
        x-000002 POST /v2/tasks?tag=a&tag=b&limit=2 -> 400 (createTask)
          sent {"note":"x","tags":["a"]}
          answered {"error":"no title"}
          error: [acme] createTask request.body /title required: the property is missing (contracts/acme/openapi.yaml:12, documented)"
    `);
  });
});

describe("what is asked of toViolate", () => {
  it("has a rule that an exchange can break, and a pointer", () => {
    const asked: [unknown, unknown?][] = [
      ["undocumented-propert"],
      ["/firstName", "required"],
      ["title"],
      [undefined],
      ["hammering"],
      ["required", "firstName"],
      ["required", "request.body /firstName"],
      ["required", null],
    ];
    const said = asked.map((one) => refusalOf(broken, (it) => it.toViolate(...(one as [string]))));
    // The list is long.
    expect(said.map((text) => text.replace(/(Allowed: operation, method), .*/, "$1, …"))).toMatchInlineSnapshot(`
      [
        ""undocumented-propert" is no rule. Did you mean undocumented-property? Allowed: operation, method, …",
        ""/firstName" is no rule. Did you mean toViolate("required", "/firstName")? The rule comes first.",
        ""title" is no rule. Allowed: operation, method, …",
        "undefined is no rule. Allowed: operation, method, …",
        ""hammering" is a rule about several exchanges, which no exchange breaks by itself: "standin check" and the adapter suite judge it.",
        ""firstName" is no JSON Pointer. Did you mean "/firstName"? Allowed: "" for the whole part, or a text that begins with "/".",
        ""request.body /firstName" is no JSON Pointer. Allowed: "" for the whole part, or a text that begins with "/".",
        "null is no JSON Pointer. Allowed: "" for the whole part, or a text that begins with "/".",
      ]
    `);
  });

  it("takes each of our own rules, keywords of JSON Schema, and the whole part", () => {
    for (const rule of ["malformed-parameter", "repeated", "false schema", "maxLength", "unevaluatedProperties"])
      expect(broken).not.toViolate(rule, "");
  });

  it("gives no verdict on nothing", () => {
    expect(refusalOf([], (it) => it.toViolate("required"))).toBe(
      "There is no exchange to judge. A request whose credential is missing or unknown is one of the tenant default.",
    );
  });
});

it("refuses an operation that the contract of a tenant does not have", async () => {
  const standin = await startFixture();
  const acme = standin.provider("acme").tenant("silent");
  await standin.close();
  expect(acme).not.toHaveReceived("listTasks");
  for (const received of [acme, acme.journal])
    expect(refusalOf(received, (it) => it.toHaveReceived("listTask"))).toMatch(
      /^Unknown operation "listTask"\. Did you mean listTasks\? Known: /,
    );
});

it("takes a tenant of a running stand-in, or its journal", async () => {
  const standin = await startFixture();
  const acme = standin.provider("acme").tenant("matched");
  await fetch(`${acme.baseUrl}/tasks?colour=red`, { headers: { authorization: `Bearer ${acme.credential}` } });
  await standin.close();
  expect(acme).toHaveReceived("listTasks", { status: 200, query: { colour: "red" } });
  expect(acme).toViolate("undocumented-parameter", "/colour");
  expect(acme).not.toConform();
  expect(acme.journal).toHaveReceived("listTasks", { status: 200, query: { colour: "red" } });
  expect(acme.journal).not.toConform();
});
