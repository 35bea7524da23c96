import { afterEach, expect, it } from "vitest";
import { Disturbed, type Late } from "../../src/conformance/aftermath.ts";
import { DriverProcess } from "../../src/conformance/driver-process.ts";

const open: DriverProcess[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.end())));

/** A driver that is a script of the shell. */
function start(script: string, command: [string, ...string[]] = ["sh", "-c", script]) {
  const lates: Late[] = [];
  const texts: string[] = [];
  const driver = new DriverProcess(
    { command, cwd: import.meta.dirname },
    { late: (late) => lates.push(late), printed: (text) => texts.push(text) },
  );
  open.push(driver);
  const ask = (id: number, of: object = {}, limit = 5000) =>
    driver.ask({ id, operation: "act", input: null, baseUrl: "", credential: "" }, of, limit);
  return { driver, ask, lates, printed: () => texts.join("") };
}

const answer = (id: number) => `echo '{"id":${id},"result":${id}}'`;
const failed = (rule: string, message: string) => ({ kind: "failure", rule, message });
const noJson = /^The driver has printed a line that is no JSON: garbage\. .* \(sh -c .*\)$/;

it.each([
  ["kill -9 $$", "The driver has ended by SIGKILL."],
  ["exit 3", "The driver has ended with status 3."],
  ["echo boom >&2; exit 3", "The driver has ended with status 3. Its last words: boom"],
  ["sleep 30 & exit 3", "The driver has ended with status 3."],
])("tells how a driver has ended: %s", async (end, message) => {
  const script = `read line; ${answer(1)}; read line; ${end}`;
  const { driver, ask } = start(script);
  const one = {};
  await ask(1, one);
  expect(await ask(2, one, 3000)).toEqual(failed("crash", `${message} (sh -c ${script})`));
  expect([driver.isOver, driver.isRestless(1000)]).toEqual([true, false]);
});

it("refuses a file that may not be run", async () => {
  await expect(start("", [import.meta.filename]).ask(1)).rejects.toMatchObject({
    code: "SUITE_INVALID",
    message: `The driver cannot be started: permission is denied (${import.meta.filename}).`,
  });
});

it("reads lines in any pieces, passes over blank ones, and over a byte order mark at the beginning alone", async () => {
  const { driver, ask, printed } = start(
    [
      'read line; printf \'\\357\\273\\277\\n  \\n{"id":1,"result":"\\303\'; printf \'k\\303\' >&2; sleep 0.1',
      "printf '\\274\\357\\273\\277\"}\\n'; printf '\\274y' >&2",
      'read line; printf \'\\357\\273\\277{"id":2,"result":1}\\n\'; read line',
    ].join("; "),
  );
  const before = driver.keepPrinted();
  const one = {};
  expect(await ask(1, one)).toEqual({ kind: "result", result: "ü\ufeff" });
  await expect.poll(printed).toBe("küy");
  const after = driver.keepPrinted();
  expect([before(), after(), driver.isOver]).toEqual(["küy", "", false]);
  expect(await ask(2, one)).toMatchObject({ rule: "protocol" });
  const inside = start('read line; printf \'{"id":1,"result":"\\357\\273\\277"}\\n\'; read line');
  expect(await inside.ask(1)).toEqual({ kind: "result", result: "\ufeff" });
});

it("tells of calls that are asked at once, of which one hangs, and of none of them later", async () => {
  const script = "read line; sleep 30";
  const { ask, lates, driver } = start(script);
  const [first, second] = await Promise.all([ask(1, { of: 1 }, 100), ask(2, { of: 2 }, 5000)]);
  expect([first, second]).toEqual([
    failed("hang", "It has not ended within 100 ms, nor have 1 others that were asked with it."),
    failed("hang", `The driver was stopped, for another call hung. (sh -c ${script})`),
  ]);
  await driver.end();
  expect(lates).toEqual([]);
});

it("asks for a case to be tried again where that of another may have caused what happens", async () => {
  const { ask, lates } = start(`read line; ${answer(1)}; read line; echo garbage; read line`);
  await ask(1, { of: 1 });
  const disturbed = await ask(2, { of: 2 }).catch((error) => error);
  expect(disturbed).toBeInstanceOf(Disturbed);
  expect([disturbed.late.rule, disturbed.late.of, lates]).toEqual(["protocol", [{ of: 1 }, { of: 2 }], []]);
});

it("tells once what comes when nobody waits, and whose it is", async () => {
  const { driver, ask, lates } = start(`read line; ${answer(1)}; sleep 0.05; echo garbage; echo garbage; sleep 30`);
  await ask(1, { of: 1 });
  expect([driver.isRestless(1000), driver.isRestless(-1000)]).toEqual([true, false]);
  driver.settle();
  expect(driver.isRestless(1000)).toBe(false);
  await expect.poll(() => lates.length).toBe(1);
  expect(lates).toEqual([{ rule: "protocol", message: expect.stringMatching(noJson), of: [{ of: 1 }] }]);
  await driver.end();
  expect(lates.length).toBe(1);
});

it("tells nobody of what comes before the first call, or when it is to end", async () => {
  const early = start("echo garbage; read line");
  await expect.poll(() => early.driver.isOver).toBe(true);
  expect(early.lates).toEqual([]);
  const ending = start(`read line; ${answer(1)}; cat; echo garbage`);
  await ending.ask(1, { of: 1 });
  const since = performance.now();
  await ending.driver.end();
  expect([ending.lates, ending.driver.isOver, performance.now() - since < 900]).toEqual([[], true, true]);
});

it("ends one that goes on within a second", async () => {
  const { driver, ask } = start(`read line; ${answer(1)}; trap '' TERM; sleep 30`);
  await ask(1);
  const since = performance.now();
  await driver.end();
  const took = performance.now() - since;
  expect([took >= 990, took < 1900]).toEqual([true, true]);
});

it("takes a driver that reads nothing for one that hangs", async () => {
  const { ask, printed } = start("exec <&-; echo closed >&2; sleep 30");
  await expect.poll(printed).toBe("closed\n");
  expect(await ask(1, {}, 200)).toEqual(failed("hang", "It has not ended within 200 ms."));
});

it("refuses a line that has no end", async () => {
  const script = "read line; head -c 67108900 /dev/zero | tr '\\0' a; read line";
  expect(await start(script).ask(1, {}, 20_000)).toEqual(
    failed("protocol", `The driver has printed a line of more than 67108864 characters. (sh -c ${script})`),
  );
});
