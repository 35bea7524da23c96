import { expect, it } from "vitest";
import type { CaseTime } from "../../src/conformance/driver.ts";
import { createInProcessDriver } from "../../src/conformance/in-process.ts";

const time: CaseTime = { now: () => 0, advance: async () => {}, vendorHangs: false, limit: 1000 };
const place = { baseUrl: "http://127.0.0.1:1", credential: "standin-key" };

/** What comes of a call that does this. */
async function outcomeOf(call: (adapter: unknown, input: unknown) => unknown, input: unknown = null) {
  const session = createInProcessDriver((given) => given, { act: call }).open(place, time);
  return session.call({ operation: "act", input });
}

/** What is told of an error that a call throws. */
async function toldOf(thrown: unknown) {
  const { answer } = await outcomeOf(() => Promise.reject(thrown));
  return answer.kind === "error" ? answer.error : answer;
}

it("gives a call the adapter of its place and the input, and has its result", async () => {
  expect((await outcomeOf((adapter, input) => [adapter, input], 7)).answer).toEqual({
    kind: "result",
    result: [place, 7],
  });
});

it("makes one adapter for all calls of a session, and another for another", async () => {
  let made = 0;
  const driver = createInProcessDriver(() => ++made, { act: (adapter) => adapter });
  const [one, other] = [driver.open(place, time), driver.open(place, time)];
  const results = [];
  for (const session of [one, one, other]) results.push((await session.call({ operation: "act", input: 0 })).answer);
  expect(results.map((answer) => answer.kind === "result" && answer.result)).toEqual([1, 1, 2]);
});

it("says of a call that misses an adapter what create has returned", async () => {
  const told = async (call: (made: { get(): unknown }) => unknown) => {
    const driver = createInProcessDriver(() => undefined as unknown as { get(): unknown }, { act: call });
    return (await driver.open(place, time).call({ operation: "act", input: 0 })).answer;
  };
  expect(await told((made) => made.get())).toMatchObject({
    error: {
      message:
        "create returned undefined, and no adapter. Is a return missing? The call says: Cannot read properties of undefined (reading 'get')",
    },
  });
  expect(await told(() => 7)).toEqual({ kind: "result", result: 7 });
  expect(await told(() => Promise.reject(new TypeError("fetch failed")))).toMatchObject({
    error: { message: "fetch failed" },
  });
});

it("refuses an operation that no call is given for", async () => {
  const session = createInProcessDriver(() => 0, {}).open(place, time);
  await expect(session.call({ operation: "act", input: 0 })).rejects.toThrow("No call is given for act.");
});

it.each<[string, unknown, object]>([
  ["what is no error", "gone", { message: "gone" }],
  ["nothing", null, { message: "null" }],
  ["its words", new Error("gone"), { message: "gone" }],
  [
    "those of its causes",
    new Error("failed", { cause: new Error("gone", { cause: new Error("failed") }) }),
    { message: "failed: gone" },
  ],
  ["a status", Object.assign(new Error("m"), { status: 404 }), { message: "m", status: 404 }],
  ["a statusCode", Object.assign(new Error("m"), { statusCode: 404 }), { message: "m", status: 404 }],
  [
    "the status of its response",
    Object.assign(new Error("m"), { response: { status: 404 } }),
    { message: "m", status: 404 },
  ],
  [
    "the status of a client's own place",
    Object.assign(new Error("m"), { $response: { statusCode: 409 } }),
    { message: "m", status: 409 },
  ],
  [
    "the status of another's",
    Object.assign(new Error("m"), { httpMeta: { status: 409 } }),
    { message: "m", status: 409 },
  ],
  [
    "the nearest status",
    Object.assign(new Error("m", { cause: { status: 500 } }), { status: 404 }),
    { message: "m", status: 404 },
  ],
  ["no status that is none", Object.assign(new Error("m"), { status: "404", statusCode: 4.5 }), { message: "m" }],
  ["a kind", Object.assign(new Error("m"), { kind: "not-found", code: "E" }), { message: "m", kind: "not-found" }],
  ["a code", Object.assign(new Error("m"), { kind: 7, code: "ECONNRESET" }), { message: "m", kind: "ECONNRESET" }],
  ["a body", Object.assign(new Error("m"), { body: "no such task" }), { message: "m: no such task" }],
  [
    "data",
    Object.assign(new Error("m"), { data: { error: ["no such task"] } }),
    { message: "m: { error: [ 'no such task' ] }" },
  ],
  [
    "the data of its response",
    Object.assign(new Error("m"), { response: { data: "no such task" } }),
    { message: "m: no such task" },
  ],
  ["an object without words", { a: { b: 1 } }, { message: "{ a: { b: 1 } }" }],
])("tells of an error %s", async (_, thrown, error) => {
  expect(await toldOf(thrown)).toEqual(error);
});

it("follows the causes of an error five deep", async () => {
  const chain = [6, 5, 4, 3, 2, 1].reduce<Error | undefined>(
    (cause, depth) => new Error(String(depth), { cause }),
    undefined,
  );
  expect(await toldOf(chain)).toEqual({ message: "1: 2: 3: 4: 5" });
});

it("keeps what a console shows of headers and of the error of an HTTP client", async () => {
  const { printed } = await outcomeOf(() => {
    console.warn(new Headers({ authorization: "Bearer of headers" }));
    console.warn(Object.assign(new Error("refused"), { config: { headers: { authorization: "Bearer of an error" } } }));
  });
  expect(printed).toContain("Bearer of headers");
  expect(printed).toContain("Bearer of an error");
});

it("keeps what a call prints, and what is printed beside it is not its own", async () => {
  const { printed } = await outcomeOf(() => {
    console.warn("a", { b: 1 }, new Uint8Array([0x63]), 7n);
    process.stderr.write("d\n");
  });
  expect(printed).toContain("a { b: 1 } Uint8Array(1) [ 99 ] 7n\n");
  expect(printed).toContain("d\n");
  console.debug("beside");
  expect((await outcomeOf(() => {})).printed).toBe("");
});

it("tells of an error that nobody catches, whatever the call answers", async () => {
  const loose = await outcomeOf(() => {
    void Promise.reject(new Error("the first"));
    void Promise.reject(new Error("the second"));
    return 1;
  });
  expect(loose.answer).toEqual({
    ...{ kind: "failure", rule: "crash" },
    message: "Nobody catches what ends its process: the first",
  });
});
