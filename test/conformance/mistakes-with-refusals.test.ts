import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { readingSo, sendingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const groups = ["refusal"];
const blind = readingSo(async () => ({ id: "entry-0", line: "Paid the rent" }));
const inRealTime = { drivesTime: false };

it("tries one status of a range, and one of all that is documented in no other way", async () => {
  const names = (await noted.list("addEntry")).filter((name) => name.startsWith("refusal"));
  expect(names).toMatchInlineSnapshot(`
    [
      "refusal 400: reports 400 as an error",
      "refusal 429: reports 429 as an error",
      "refusal 503: reports 503 as an error",
      "refusal 4XX: reports 403 as an error",
      "refusal default: reports 500 as an error",
    ]
  `);
  expect(await noted.find("addEntry", groups, blind)).toMatchInlineSnapshot(`
    [
      "refusal 400: adapter refusal-as-success: the vendor refused with 400, and the adapter reports success: {"id":"entry-0","line":"Paid the rent"}",
      "refusal 429: adapter refusal-as-success: the vendor refused with 429, and the adapter reports success: {"id":"entry-0","line":"Paid the rent"}",
      "refusal 503: adapter refusal-as-success: the vendor refused with 503, and the adapter reports success: {"id":"entry-0","line":"Paid the rent"}",
      "refusal 4XX: adapter refusal-as-success: the vendor refused with 403, and the adapter reports success: {"id":"entry-0","line":"Paid the rent"}",
      "refusal default: adapter refusal-as-success: the vendor refused with 500, and the adapter reports success: {"id":"entry-0","line":"Paid the rent"}",
    ]
  `);
  expect(await noted.find("addEntry", groups)).toEqual([]);
});

it("answers them with the body that the contract has for them", async () => {
  const unreadable = readingSo(async (response) => {
    const { error } = (await response.json()) as { error?: string };
    if (error === undefined && response.status >= 400) return { id: "entry-0", line: "" };
    if (response.status >= 400) throw new Error(error);
    return { id: "entry-1", line: "Paid the rent" };
  });
  expect(await noted.find("addEntry", groups, unreadable)).toEqual([]);
});

it("tries 429 and 503 with an adapter that waits in real time, as shortly as the contract allows", async () => {
  expect(await noted.find("addEntry", ["refusal 429"], blind, inRealTime)).toMatchInlineSnapshot(`
    [
      "refusal 429: adapter refusal-as-success: the vendor refused with 429, and the adapter reports success: {"id":"entry-0","line":"Paid the rent"}",
    ]
  `);
  const asked: (string | null)[] = [];
  const patient = sendingSo(async (send) => {
    const response = await send();
    if (response.status !== 429) return response;
    const wait = response.headers.get("retry-after");
    asked.push(wait, response.headers.get("content-type"), await response.text());
    await pause(Number(wait) * 1000);
    return send();
  });
  expect(await noted.find("addEntry", ["refusal 429"], patient, inRealTime)).toEqual([]);
  expect(asked).toMatchInlineSnapshot(`
    [
      "1",
      "application/json",
      "{"error":"Too Many Requests"}",
    ]
  `);
  const hasty = sendingSo(async (send) => {
    const response = await send();
    return response.status === 429 ? send() : response;
  });
  expect(await noted.find("addEntry", ["refusal 429"], hasty, inRealTime)).toEqual([
    expect.stringMatching(/^refusal 429: sequence retry-after: .* N was answered with 429 and asked to wait 1 s$/),
  ]);
});

it("leaves out what would take long, and says why", async () => {
  const [result] = await noted.run("addEntry", ["refusal 503"], {}, inRealTime);
  expect([result?.status, result?.reason]).toMatchInlineSnapshot(`
    [
      "skipped",
      "the contract allows no Retry-After that is soon over, and 60 is waited for in real time",
    ]
  `);
  expect(await noted.find("addEntry", ["refusal 503"], blind)).toHaveLength(1);
});

it("tries one that the contract documents without a wait as it is", async () => {
  expect(await noted.find("updateNote", ["refusal 429"], {}, inRealTime)).toEqual([]);
  expect(await noted.find("updateNote", ["refusal 429"], blind, inRealTime)).toHaveLength(1);
});
