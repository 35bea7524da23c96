import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { formatFinding } from "../../src/conformance/finding.ts";
import { sendingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const found = (groups: readonly string[], mistake: Parameters<typeof noted.find>[2]) =>
  noted.find("getNote", groups, mistake);

it.each<[string, () => unknown]>([
  ["process.exit(3)", () => process.exit(3)],
  ["process.exit()", () => process.exit()],
  ["process.abort()", () => process.abort()],
])("names %s, and goes on", async (how, end) => {
  const mistake = sendingSo(async (send) => {
    const response = await send();
    if (response.status === 404) end();
    return response;
  });
  const told = [`refusal 404: adapter crash: The adapter ends its process with ${how}.`];
  expect(await found(["refusal", "documented"], mistake)).toEqual(told);
});

it.each<[string, () => unknown]>([
  [
    "in a try",
    () => {
      try {
        process.exit(1);
      } catch {}
    },
  ],
  ["where nobody waits for it", () => void pause(5).then(() => process.exit(1))],
  ["after a while", () => void setTimeout(() => process.exit(1), 5)],
])("names a process.exit %s", async (_, end) => {
  const mistake = sendingSo(async (send) => {
    end();
    await pause(50);
    return send();
  });
  expect(await found(["documented"], mistake)).toEqual([
    "documented: adapter crash: The adapter ends its process with process.exit(1).",
  ]);
});

it("tells of a call that came to no answer once, whatever follows from that", async () => {
  const crashing = { send: () => process.exit(1) };
  expect(await found(["wire reset", "retry-end 429", "documented", "answers"], crashing)).toEqual(
    ["documented", "wire reset", "retry-end 429"].map(
      (name) => `${name}: adapter crash: The adapter ends its process with process.exit(1).`,
    ),
  );
  const hanging = { send: () => new Promise<never>(() => {}) };
  expect(await found(["wire reset"], hanging)).toEqual([
    "wire reset: adapter hang: It has not ended within 120000 ms, of which 2000 passed in real time: no timer is left that could be put forward.",
  ]);
});

it("finds an error that nobody waits for, though it comes when the call is over", async () => {
  const forgetful = sendingSo(async (send) => {
    void send().then(({ status }) => {
      if (status >= 400) throw new Error(`nobody hears of ${status}`);
    });
    return Response.json({ id: "note-1", title: "A title" });
  });
  const told = await found(["refusal 404", "documented"], forgetful);
  expect(told).toContainEqual("refusal 404: adapter crash: Nobody catches what ends its process: nobody hears of 404");
});

it("sees what a call has sent that gave up without leaving its connection", async () => {
  const impatient: Parameters<typeof noted.find>[2] = {
    send: async ({ baseUrl, credential }, { path }) => {
      const late = pause(5000).then(() => {
        throw new Error("The vendor takes too long.");
      });
      const headers = { authorization: `Bearer ${credential}` };
      return Promise.race([fetch(baseUrl + path, { headers, redirect: "manual" }), late]);
    },
  };
  const results = await noted.run("getNote", ["wire no-answer", "wire reset"], impatient);
  expect(results.map(({ findings }) => findings.map(formatFinding))).toEqual([[], []]);
});
