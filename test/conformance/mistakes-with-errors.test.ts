import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent, VendorError } from "./noted/adapter.ts";
import { answering, readingSo, sendingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const found = (groups: readonly string[], mistake: Parameters<typeof noted.find>[2], unusual = {}) =>
  noted.find("updateNote", groups, mistake, unusual);

it("finds a refusal that is reported as success", async () => {
  const mistake = {
    ...readingSo((response) => (response.ok ? response.json() : {})),
    ...answering(() => ({ done: true })),
  };
  expect(await found(["refusal"], mistake)).toMatchInlineSnapshot(`
    [
      "refusal 400: adapter refusal-as-success: the vendor refused with 400, and the adapter reports success: {"done":true}",
      "refusal 401: adapter refusal-as-success: the vendor refused with 401, and the adapter reports success: {"done":true}",
      "refusal 404: adapter refusal-as-success: the vendor refused with 404, and the adapter reports success: {"done":true}",
      "refusal 429: adapter refusal-as-success: the vendor refused with 429, and the adapter reports success: {"done":true}",
    ]
  `);
});

it("takes null for the word that there is no such record, where the output schema has it", async () => {
  const read = async (response: Response) => {
    if (response.status === 404) return null;
    if (!response.ok) throw new VendorError(response.status, await response.text());
    return response.json();
  };
  const mistake = { read, toResult: ([note]: readonly never[]) => note };
  expect(await found(["refusal 404", "refusal 400"], mistake, { output: { type: ["object", "null"] } })).toEqual([]);
  expect(await found(["refusal 404"], mistake, { output: { type: "object" } })).toMatchInlineSnapshot(`
    [
      "refusal 404: adapter refusal-as-success: the vendor refused with 404, and the adapter reports success: null",
    ]
  `);
});

it("finds an error that hides what the vendor refused and why", async () => {
  const mistake = readingSo((response) => {
    if (!response.ok) throw new Error("It did not work.");
    return response.json();
  });
  expect(await found(["refusal 404"], mistake)).toMatchInlineSnapshot(`
    [
      "refusal 404: adapter refusal-hidden: the vendor refused with 404, and the adapter's error says neither that nor the vendor's message: It did not work.",
    ]
  `);
});

it("takes an error for told that has the status, or the vendor's words", async () => {
  const failWith = (tell: (status: number, text: string) => Error) => ({
    async read(response: Response) {
      if (response.ok) return response.json();
      throw tell(response.status, ((await response.json()) as { error: string }).error);
    },
  });
  expect(
    await found(
      ["refusal"],
      failWith((status) => Object.assign(new Error("No."), { status })),
    ),
  ).toEqual([]);
  expect(
    await found(
      ["refusal"],
      failWith((status) => new Error(`No: ${status}.`)),
    ),
  ).toEqual([]);
  expect(
    await found(
      ["refusal"],
      failWith((_, text) => new Error(`No: ${text}`)),
    ),
  ).toEqual([]);
  expect(
    await found(
      ["refusal 400"],
      failWith((_, text) => new Error(`No: ${text.slice(0, 3)}`)),
    ),
  ).toHaveLength(1);
});

it("finds broken answers that are taken for success", async () => {
  const mistake = {
    send: (place: AdapterPlace, sent: Sent) => correct.updateNote.send(place, sent).catch(() => Response.json({})),
    read: (response: Response) => response.json().catch(() => ({})),
    toResult: () => ({}),
  };
  expect(await found(["wire"], mistake)).toMatchInlineSnapshot(`
    [
      "wire content-type: adapter output: the result must have required property 'noteId', as the adapter's output schema has it",
      "wire content-type: adapter output: the result must have required property 'title', as the adapter's output schema has it",
      "wire content-type: adapter output: the result must have required property 'text', as the adapter's output schema has it",
      "wire content-type: adapter output: the result must have required property 'state', as the adapter's output schema has it",
      "wire content-type: adapter output: the result must have required property 'priority', as the adapter's output schema has it",
      "wire content-type: adapter output: the result must have required property 'label', as the adapter's output schema has it",
      "wire content-type: adapter output: the result must have required property 'tags', as the adapter's output schema has it",
      "wire content-type: adapter output: the result must have required property 'ownerName', as the adapter's output schema has it",
      "wire charset: adapter output: the result must have required property 'noteId', as the adapter's output schema has it",
      "wire charset: adapter output: the result must have required property 'title', as the adapter's output schema has it",
      "wire charset: adapter output: the result must have required property 'text', as the adapter's output schema has it",
      "wire charset: adapter output: the result must have required property 'state', as the adapter's output schema has it",
      "wire charset: adapter output: the result must have required property 'priority', as the adapter's output schema has it",
      "wire charset: adapter output: the result must have required property 'label', as the adapter's output schema has it",
      "wire charset: adapter output: the result must have required property 'tags', as the adapter's output schema has it",
      "wire charset: adapter output: the result must have required property 'ownerName', as the adapter's output schema has it",
      "wire reset: adapter failure-as-success: the adapter reports success, although the connection was reset before an answer: it answers {}",
      "wire reset-after-write: adapter failure-as-success: the adapter reports success, although the connection was reset after the write: it answers {}",
      "wire empty: adapter failure-as-success: the adapter reports success, although the connection ended without an answer: it answers {}",
      "wire garbage: adapter failure-as-success: the adapter reports success, although the answer is no HTTP: it answers {}",
      "wire truncated: adapter failure-as-success: the adapter reports success, although the body was cut off: it answers {}",
      "wire broken-chunk: adapter failure-as-success: the adapter reports success, although the body breaks off: it answers {}",
      "wire malformed-json: adapter failure-as-success: the adapter reports success, although the body is malformed JSON: it answers {}",
      "wire html: adapter failure-as-success: the adapter reports success, although the answer is a web page: it answers {}",
      "wire gateway: adapter failure-as-success: the adapter reports success, although a gateway answered 502 with a web page: it answers {}",
      "wire no-answer: adapter failure-as-success: the adapter reports success, although no answer comes: it answers {}",
      "wire dripping: adapter failure-as-success: the adapter reports success, although the body drips without end: it answers {}",
    ]
  `);
});

it("finds a call that waits for ever", async () => {
  const send = ({ baseUrl, credential }: AdapterPlace, { method, path, body }: Sent) =>
    fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${credential}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  expect(await found(["wire no-answer", "wire dripping"], { send })).toMatchInlineSnapshot(`
    [
      "wire no-answer: adapter hang: It has not ended within 120000 ms.",
      "wire dripping: adapter hang: It has not ended within 120000 ms.",
    ]
  `);
  const waiting = {
    async send(place: AdapterPlace, sent: Sent) {
      await pause(121_000);
      return correct.updateNote.send(place, sent);
    },
  };
  expect(await found(["documented"], waiting)).toMatchInlineSnapshot(`
    [
      "documented: adapter hang: It has not ended within 120000 ms.",
    ]
  `);
  expect(await found(["documented"], waiting, { timeout: 122_000 })).toEqual([]);
});

it("finds that nothing was sent where the vendor's answer was to go wrong", async () => {
  const send = () => Promise.reject(new Error("It is Sunday."));
  expect(await found(["wire reset"], { send })).toEqual([
    "wire reset: adapter no-request: nothing reached the vendor that the case is about",
  ]);
});

it("finds an error that nobody catches", async () => {
  const mistake = sendingSo((send) => {
    void Promise.reject(new Error("could not be logged"));
    return send();
  });
  expect(await found(["documented"], mistake)).toMatchInlineSnapshot(`
    [
      "documented: adapter crash: Nobody catches what ends its process: could not be logged",
    ]
  `);
});

it("finds what the callback of a timer throws, for nobody awaits it", async () => {
  const mistake = sendingSo(async (again) => {
    setTimeout(() => {
      throw new Error("from a timer");
    }, 10);
    await pause(50);
    return again();
  });
  expect(await found(["documented"], mistake)).toMatchInlineSnapshot(`
    [
      "documented: adapter crash: Nobody catches what ends its process: from a timer",
    ]
  `);
});
