import { type AddressInfo, createServer, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, afterEach, expect, it } from "vitest";
import type { CaseTime } from "../../src/conformance/driver.ts";
import { createInProcessDriver } from "../../src/conformance/in-process.ts";

const time: CaseTime = { now: () => 0, advance: async () => {}, vendorHangs: false, limit: 1000 };
const place = { baseUrl: "http://127.0.0.1:1", credential: "standin-key" };

/** What comes of a call that does this. */
async function outcomeOf(call: (adapter: unknown, input: unknown) => unknown, input: unknown = null, of = time) {
  const session = createInProcessDriver((given) => given, { act: call }).open(place, of);
  return session.call({ operation: "act", input });
}

// Ends a connection that something is posted to, and never answers otherwise.
const sockets = new Set<Socket>();
const silent = createServer((socket) => {
  sockets.add(socket.on("close", () => sockets.delete(socket)));
  socket.on("error", () => {}).on("data", (head) => void (String(head).startsWith("POST") && socket.destroy()));
});
await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
afterEach(() => {
  for (const socket of sockets) socket.destroy();
});
afterAll(() => new Promise((resolve) => silent.close(resolve)));
const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
const connections = () => sockets.size;

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
  type Made = { get(): unknown };
  const told = async (made: unknown, call: (made: Made) => unknown) => {
    const driver = createInProcessDriver(() => made as Made, { act: call });
    return (await driver.open(place, time).call({ operation: "act", input: 0 })).answer;
  };
  const error = (message: string) => ({ kind: "error", error: { message } });
  const missed = (what: string) =>
    error(
      `create returned ${what}, and no adapter. Is a return missing? The call says: Cannot read properties of ${what} (reading 'get')`,
    );
  expect(await told(undefined, (made) => made.get())).toEqual(missed("undefined"));
  expect(await told(null, (made) => made.get())).toEqual(missed("null"));
  expect(await told(undefined, () => 7)).toEqual({ kind: "result", result: 7 });
  const own = "Cannot read properties of undefined (reading 'of its own')";
  const failing = (thrown: Error) => () => Promise.reject(thrown);
  expect(await told({}, failing(new TypeError(own)))).toEqual(error(own));
  expect(await told(undefined, failing(new Error(own)))).toEqual(error(own));
  expect(await told(undefined, failing(new TypeError("fetch failed")))).toEqual(error("fetch failed"));
});

it("drives the time of its calls, and refuses an operation that none is given for", async () => {
  const driver = createInProcessDriver(() => 0, {});
  expect(driver.drivesTime).toBe(true);
  const session = driver.open(place, time);
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
  ["no status where there is no response", Object.assign(new Error("m"), { response: null }), { message: "m" }],
  ["a kind", Object.assign(new Error("m"), { kind: "not-found", code: "E" }), { message: "m", kind: "not-found" }],
  ["a code", Object.assign(new Error("m"), { kind: 7, code: "ECONNRESET" }), { message: "m", kind: "ECONNRESET" }],
  ["a body", Object.assign(new Error("m"), { body: "no such task" }), { message: "m: no such task" }],
  [
    "data",
    Object.assign(new Error("m"), { data: { a: { b: { c: { d: ["no such task"] } } } } }),
    { message: "m: {\n  a: {\n    b: { c: { d: [ 'no such task' ] } }\n  }\n}" },
  ],
  [
    "the data of its response",
    Object.assign(new Error("m"), { response: { data: "no such task" } }),
    { message: "m: no such task" },
  ],
  ["an object without words", { a: { b: { c: { d: 1 } } } }, { message: "{\n  a: { b: { c: { d: 1 } } }\n}" }],
  ["a text in a cause", new Error("m", { cause: "gone" }), { message: "m" }],
  ["no cause", Object.assign(new Error("m"), { cause: null }), { message: "m" }],
])("tells of an error %s", async (_, thrown, error) => {
  expect(await toldOf(thrown)).toStrictEqual(error);
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

it("tells of a call that ends its process, or that its time does not suffice for", async () => {
  expect((await outcomeOf(() => process.exit(3))).answer).toEqual({
    ...{ kind: "failure", rule: "crash", message: "The adapter ends its process with process.exit(3)." },
  });
  expect((await outcomeOf(() => new Promise((resolve) => setTimeout(resolve, 2000)))).answer).toEqual({
    ...{ kind: "failure", rule: "hang", message: "It has not ended within 1000 ms." },
  });
});

it("tells of an error that nobody catches of a request that a call leaves under way, and what was sent", async () => {
  const { answer, sent } = await outcomeOf(() => void fetch(`${address}/left?a=1`, { method: "POST" }));
  expect(answer).toMatchObject({ kind: "failure", rule: "crash" });
  expect(sent).toMatchObject([{ method: "POST", path: "/left?a=1" }]);
  expect((await outcomeOf(() => 1)).sent).toEqual([]);
});

it("drops what a call still waits for where the vendor hangs on purpose, and blames it for nothing of that", async () => {
  const give = (open: number) => (): Promise<unknown> => {
    for (let count = 0; count < open; count++) void fetch(address);
    return new Promise((resolve) => setTimeout(resolve, 500, "given up"));
  };
  const hanging = { ...time, vendorHangs: true };
  expect((await outcomeOf(give(2), null, hanging)).answer).toEqual({ kind: "result", result: "given up" });
  await expect.poll(connections).toBe(0);
});

it("drops what a call hangs for, and nothing that one has left under way", async () => {
  const hung = await outcomeOf(() => fetch(address));
  expect(hung.answer).toMatchObject({ kind: "failure", rule: "hang" });
  await expect.poll(connections).toBe(0);
  const leave = async (): Promise<string> => {
    const before = connections();
    void fetch(address).catch(() => {});
    while (connections() === before) await turn();
    return "done";
  };
  expect((await outcomeOf(leave)).answer).toEqual({ kind: "result", result: "done" });
  expect(connections()).toBe(1);
  const crash = () => leave().then(() => process.exit(1));
  expect((await outcomeOf(crash)).answer).toMatchObject({ rule: "crash" });
  expect(connections()).toBe(2);
});
