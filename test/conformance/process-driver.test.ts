import { afterEach, expect, it } from "vitest";
import type { AdapterAnswer, Driver } from "../../src/conformance/driver.ts";
import { createProcessDriver } from "../../src/conformance/process-driver.ts";

const command: [string, ...string[]] = [process.execPath, "line-driver.mjs"];
const open: Driver[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((driver) => driver.close()));
});

/** Calls one operation after the other of one driver; each is what the driver does then. */
function start(env: Record<string, string> = {}, started: readonly [string, ...string[]] = command, limit = 5000) {
  const driver = createProcessDriver({ command: started, cwd: import.meta.dirname, env });
  open.push(driver);
  const session = driver.open(
    { baseUrl: "http://127.0.0.1:1", credential: "standin-key" },
    { now: () => 0, advance: async () => {}, vendorHangs: false, limit },
  );
  return async (operation: string, input: unknown = null): Promise<AdapterAnswer> =>
    (await session.call({ operation, input })).answer;
}

/** The process that answers a call. */
async function pidOf(call: ReturnType<typeof start>): Promise<number> {
  const answer = await call("answer");
  return answer.kind === "result" ? (answer.result as { pid: number }).pid : 0;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Messages without what differs between machines. */
function told(answer: AdapterAnswer): AdapterAnswer {
  if (answer.kind !== "failure") return answer;
  return { ...answer, message: answer.message.replaceAll(process.execPath, "node") };
}

const failures: [string, string, string][] = [
  [
    "dies",
    "die",
    "crash: The driver has ended with status 1. Its last words: Segmentation fault (node line-driver.mjs)",
  ],
  ["hangs", "hang", "hang: It has not ended within 1000 ms."],
  [
    "prints what is no JSON",
    "garbage",
    'protocol: The driver has printed a line that is no JSON: Connecting to the vendor .... A line is {"id", "result"} or {"id", "error": {"message", "kind"?, "status"?}}; all else goes to standard error. (node line-driver.mjs)',
  ],
  [
    "answers without the number of the call",
    "no-number",
    'protocol: The driver has printed an answer without the number of its call: {"result":1}. A line is {"id", "result"} or {"id", "error": {"message", "kind"?, "status"?}}; all else goes to standard error. (node line-driver.mjs)',
  ],
  [
    "answers with result and error",
    "both",
    'protocol: The driver has printed an answer with neither or both of result and error: {"id":2,"result":1,"error":{"message":"x"}}. A line is {"id", "result"} or {"id", "error": {"message", "kind"?, "status"?}}; all else goes to standard error. (node line-driver.mjs)',
  ],
  [
    "reports an error without a message",
    "no-message",
    'protocol: The driver has printed an error without a message: {"id":2,"error":{"kind":"x"}}. A line is {"id", "result"} or {"id", "error": {"message", "kind"?, "status"?}}; all else goes to standard error. (node line-driver.mjs)',
  ],
  [
    "answers another call",
    "other-call",
    'protocol: The driver answers a call that was not made, 4711: {"id":4711,"result":1} (node line-driver.mjs)',
  ],
  ["answers twice", "twice", "protocol: The driver has answered call 2 twice. (node line-driver.mjs)"],
];

it.each(failures)(
  "is one failure when the driver %s, and the next call has a new process",
  async (_, deed, failure) => {
    const call = start({}, command, 1000);
    const first = await call("answer", { a: 1 });
    const answer = told(await call(deed));
    expect(answer.kind === "failure" ? `${answer.rule}: ${answer.message}` : answer).toBe(failure);
    const next = await call("answer", { b: 2 });
    expect(next).toMatchObject({ kind: "result", result: { input: { b: 2 } } });
    const pid = (one: AdapterAnswer) => (one.kind === "result" ? (one.result as { pid: number }).pid : undefined);
    expect(pid(next)).not.toBe(pid(first));
  },
);

it("tells whose call an answer was of that came twice, and lets another call go on", async () => {
  const call = start();
  const [driver] = open as unknown as [ReturnType<typeof createProcessDriver>];
  const [first, second] = [{}, {}];
  driver.aftermath.begin(first);
  expect(await call("twice-later")).toEqual({ kind: "result", result: 1 });
  driver.aftermath.begin(second);
  expect(await call("wait")).toEqual({ kind: "result", result: "late" });
  const [late, ...others] = driver.aftermath.take();
  expect([late?.rule, late?.of[0] === first, late?.of.length, others]).toEqual(["protocol", true, 1, []]);
});

it("keeps one process for all calls that it answers", async () => {
  const call = start();
  const answers = await Promise.all([call("answer", 1), call("answer", 2), call("answer", 3)]);
  expect(new Set(answers.map((one) => one.kind === "result" && (one.result as { pid: number }).pid)).size).toBe(1);
});

it("tells whose credential it prints, though that comes in two pieces, and tells it once", async () => {
  const call = start();
  const [driver] = open as unknown as [ReturnType<typeof createProcessDriver>];
  expect(driver.aftermath.take()).toEqual([]);
  const message = "what the adapter prints has the credential in it";
  driver.aftermath.begin({ of: "the first" });
  await call("prints");
  driver.aftermath.begin({ of: "the second" });
  await call("prints");
  expect(driver.aftermath.take()).toEqual([{ rule: "credential-leak", message, of: [{ of: "the first" }] }]);
  const other = driver.open(
    { baseUrl: "http://127.0.0.1:1", credential: "another-key" },
    { now: () => 0, advance: async () => {}, vendorHangs: false, limit: 5000 },
  );
  expect(await other.call({ operation: "prints", input: null })).toEqual({
    answer: { kind: "result", result: "printed" },
    printed: "used another-key\n",
  });
  expect(driver.aftermath.take()).toEqual([{ rule: "credential-leak", message, of: [{ of: "the second" }] }]);
  expect(driver.aftermath.take()).toEqual([]);
});

it("goes on after any number of failures once it has answered", async () => {
  const call = start();
  await call("answer");
  for (let count = 0; count < 4; count++) expect(await call("garbage")).toMatchObject({ rule: "protocol" });
  expect(await call("answer")).toMatchObject({ kind: "result" });
});

it("ends those that are asked nothing any more when all is calm, and all in the end", async () => {
  const call = start();
  const [driver] = open as unknown as [ReturnType<typeof createProcessDriver>];
  expect(driver.drivesTime).toBe(false);
  const first = await pidOf(call);
  await call("twice");
  const second = await pidOf(call);
  const since = performance.now();
  expect([isAlive(first), isAlive(second)]).toEqual([true, true]);
  await driver.aftermath.calm(60);
  expect([isAlive(first), isAlive(second), performance.now() - since > 40]).toEqual([false, true, true]);
  expect(await pidOf(call)).toBe(second);
  await driver.aftermath.end();
  expect(isAlive(second)).toBe(false);
  const third = await pidOf(call);
  await driver.close();
  expect(isAlive(third)).toBe(false);
});

it("takes a line separator of Unicode for a part of the text", async () => {
  expect(await start()("lines")).toEqual({ kind: "result", result: "one\u2028two" });
});

it("refuses a command that there is not", async () => {
  await expect(start({}, ["no-such-command", "adapter.py"])("answer")).rejects.toMatchObject({
    code: "SUITE_INVALID",
    message: "The driver cannot be started: there is no such command (no-such-command adapter.py).",
  });
});

it.each([
  [
    "ends at once",
    { DIE_AT_ONCE: "1" },
    5000,
    "The driver has failed 3 calls and answered none: The driver has ended with status 3. Its last words: Traceback: no module named adapter (node line-driver.mjs)",
  ],
  [
    "never answers",
    { SAY_NOTHING: "1" },
    100,
    "The driver has failed 3 calls and answered none: It has not ended within 100 ms.",
  ],
] as const)("gives up on a driver that %s, before every case has waited for it", async (_, env, limit, message) => {
  const call = start(env, command, limit);
  await call("answer");
  await call("answer");
  const refusal = await call("answer").catch((error) => error);
  expect([refusal.code, refusal.message.replace(process.execPath, "node")]).toEqual(["SUITE_INVALID", message]);
});
