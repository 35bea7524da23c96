import { request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent, type Steps, VendorError } from "./noted/adapter.ts";
import { answering, sending, sendingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote } = correct;

it("says of a call that hangs nothing of what it lacks", async () => {
  const dropping = sending(({ text: _, ...body }) => body);
  expect(await noted.find("updateNote", ["one-member /text"], dropping)).toHaveLength(1);
  const hanging = async (place: AdapterPlace, sent: Sent) => {
    await updateNote.send(place, sent);
    await pause(121_000);
    throw new Error("It is too late.");
  };
  expect(await noted.find("updateNote", ["one-member /text"], { ...dropping, send: hanging })).toEqual([
    "one-member /text: adapter hang: It has not ended within 120000 ms.",
  ]);
});

it("names the last exchange of a case, that which breaks the contract, or that which shows the credential", async () => {
  const exchangesOf = async (mistake: Parameters<typeof noted.run>[2]) => {
    const results = await noted.run("updateNote", ["documented"], mistake);
    return results.flatMap(({ findings, exchanges }) => {
      const ids = exchanges.map(({ id }) => id);
      return findings.map(({ rule, severity, exchange }) => [rule, severity, ids.indexOf(exchange ?? "")]);
    });
  };
  const thenRead = (first: Partial<Sent>) => ({
    async send(place: AdapterPlace, sent: Sent) {
      await updateNote.send(place, { ...sent, ...first });
      const read = await updateNote.send(place, { method: "GET", path: sent.path });
      await read.body?.cancel();
      return updateNote.send(place, sent);
    },
  });
  const untitled = { body: { title: "" } };
  expect(await exchangesOf(thenRead(untitled))).toEqual([["minLength", "error", 0]]);
  const wrong = { ...thenRead(untitled), ...answering((result) => ({ ...result, priority: "high" })) };
  expect(await exchangesOf(wrong)).toEqual([
    ["minLength", "error", 0],
    ["output", "error", 2],
  ]);
  const leaking = async ({ baseUrl, credential }: AdapterPlace, { path, body }: Sent) => {
    const headers = { authorization: `Bearer ${credential}`, "content-type": "application/json" };
    await fetch(baseUrl + path, { headers: { ...headers, "x-debug": credential } });
    return fetch(baseUrl + path, { method: "PATCH", headers, body: JSON.stringify(body) });
  };
  expect(await exchangesOf({ send: leaking })).toEqual([["credential-leak", "error", 0]]);
});

const byFetch: Steps["send"] = ({ baseUrl, credential }, { method, path, body }) =>
  fetch(baseUrl + path, { method, headers: headersOf(credential), body: JSON.stringify(body) });

const byHttp: Steps["send"] = ({ baseUrl, credential }, { method, path, body }) =>
  new Promise((resolve, reject) => {
    const sent = request(baseUrl + path, { method, headers: headersOf(credential) }, (answer) =>
      text(answer).then((said) => resolve(new Response(said, { status: answer.statusCode ?? 0 })), reject),
    );
    sent.on("error", reject).end(JSON.stringify(body));
  });

function headersOf(credential: string): Record<string, string> {
  return { authorization: `Bearer ${credential}`, "content-type": "application/json" };
}

it.each([
  ["fetch", byFetch],
  ["node:http", byHttp],
])("names the request of %s that a call hangs at, though the vendor has not answered it yet", async (_, send) => {
  const results = await noted.run("updateNote", ["wire no-answer", "wire dripping"], { send });
  const told = results.map(({ findings, exchanges }) => [
    exchanges.map(({ fault }) => fault?.kind),
    findings.map(({ rule, exchange, callSite }) => [rule, exchange === exchanges[0]?.id, callSite?.file]),
  ]);
  const hang = ["hang", true, "test/conformance/judge.test.ts"];
  expect(told).toEqual([
    [["delay"], [hang]],
    [["slow-drip"], [hang]],
  ]);
});

it("finds what an adapter does over time in each case, as far as it is one call", async () => {
  const again = sendingSo(async (send) => {
    const response = await send();
    return response.status === 404 ? send() : response;
  });
  const results = await noted.run("updateNote", ["refusal 404"], again);
  const found = results.flatMap(({ findings }) => findings);
  expect(found.map(({ part, rule, severity }) => [part, rule, severity])).toEqual([
    ["sequence", "retry-refused", "error"],
  ]);
  expect(found.map(({ exchange }) => exchange)).toEqual(results.map(({ exchanges }) => exchanges.at(-1)?.id));
});

it("takes any result for one where there is no output schema", async () => {
  const unusual = { output: undefined } as never;
  expect(await noted.find("updateNote", ["documented"], { toResult: () => 42 }, unusual)).toEqual([]);
});

it("takes null alone for the word that there is no such record, and for no other refusal", async () => {
  const answeringWith = (result: unknown) => ({
    async read(response: Response) {
      if ([400, 404].includes(response.status)) return undefined;
      if (!response.ok) throw new VendorError(response.status, await response.text());
      return response.json();
    },
    toResult: ([note]: readonly never[]) => note ?? result,
  });
  const output = { type: ["object", "null"] };
  const found = (result: unknown, unusual: object) =>
    noted.find("updateNote", ["refusal 400", "refusal 404"], answeringWith(result), unusual);
  const told = (status: number, result: string) =>
    `refusal ${status}: adapter refusal-as-success: the vendor refused with ${status}, and the adapter reports success: ${result}`;
  expect(await found(null, { output })).toEqual([told(400, "null")]);
  expect(await found({}, { output })).toEqual([told(400, "{}"), told(404, "{}")]);
  expect(await found(null, { output: undefined })).toEqual([told(400, "null"), told(404, "null")]);
});
