import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent, VendorError } from "./noted/adapter.ts";
import { readingSo, sendingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote } = correct;
const found = (groups: readonly string[], mistake: Parameters<typeof noted.find>[2], unusual = {}) =>
  noted.find("updateNote", groups, mistake, unusual);

/** Sends again while the answer is a refusal that may pass, `tries` times in all. */
const retrying = (tries: number, waitMs: (response: Response) => number) =>
  sendingSo(async (send) => {
    for (let left = tries; ; left--) {
      const response = await send();
      if (left <= 1 || ![408, 429, 500, 503].includes(response.status)) return response;
      await pause(waitMs(response));
    }
  });

const asAsked = (response: Response): number => {
  const value = response.headers.get("retry-after") ?? "1";
  return /^\d+$/.test(value) ? Number(value) * 1000 : Math.max(0, Date.parse(value) - Date.now());
};

it("finds a retry before Retry-After is over", async () => {
  expect(
    await found(
      ["retry"],
      retrying(3, () => 500),
    ),
  ).toMatchInlineSnapshot(`
    [
      "retry 429 seconds: sequence retry-after: the same request was sent again after 500 ms; N was answered with 429 and asked to wait 2 s",
      "retry 429 date: sequence retry-after: the same request was sent again after 500 ms; N was answered with 429 and asked to wait 4 s",
      "retry 503 seconds: sequence retry-after: the same request was sent again after 500 ms; N was answered with 503 and asked to wait 2 s",
    ]
  `);
});

it("finds an adapter that waits as long as it is asked to, unless that is long", async () => {
  const capped = retrying(3, (response) => Math.min(5000, asAsked(response)));
  expect(await found(["retry"], capped)).toMatchInlineSnapshot(`
    [
      "retry 429 seconds: sequence retry-after: the same request was sent again after 5 s; N was answered with 429 and asked to wait 75 s",
    ]
  `);
  const forgetful = retrying(3, (response) => (asAsked(response) > 60_000 ? 100 : asAsked(response)));
  expect(await found(["retry 429 seconds"], forgetful)).toMatchInlineSnapshot(`
    [
      "retry 429 seconds: sequence retry-after: the same request was sent again after 100 ms; N was answered with 429 and asked to wait 75 s",
    ]
  `);
  // The call could not hold the wait.
  expect(await found(["retry 429 seconds"], capped, { timeout: 60_000 })).toEqual([]);
});

it("finds an adapter that waits after the first refusal alone", async () => {
  const impatient = sendingSo(async (send) => {
    for (let tries = 1; ; tries++) {
      const response = await send();
      if (tries === 3 || response.status !== 429) return response;
      await pause(tries === 1 ? asAsked(response) : 100);
    }
  });
  expect(await found(["retry", "retry-end"], impatient)).toMatchInlineSnapshot(`
    [
      "retry 429 seconds: sequence retry-after: the same request was sent again after 100 ms; N was answered with 429 and asked to wait 2 s",
    ]
  `);
});

it("tells what the contract does not speak of as the adapter's own fault: an error that stands at the operation", async () => {
  const hasty = retrying(3, () => 500);
  const findings = (await noted.run("updateNote", ["retry"], hasty)).flatMap((result) => result.findings);
  expect(
    findings.map(({ rule, severity, evidence, source, contract }) => [
      rule,
      severity,
      evidence,
      source,
      contract.pointer,
    ]),
  ).toEqual(
    Array(3).fill(["retry-after", "error", "documented", "docs.noted.test", "/paths/~1notes~1{note_id}/patch"]),
  );
});

it("says nothing of a retry in time, nor of none, unless one is meant", async () => {
  const groups = ["retry", "retry-end"];
  expect(await found(groups, retrying(3, asAsked))).toEqual([]);
  expect(await found(groups, retrying(3, asAsked), { retries: true })).toEqual([]);
  expect(await found(["retry"], retrying(3, asAsked), { retries: false })).toMatchInlineSnapshot(`
    [
      "retry 429 seconds: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "retry 429 date: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "retry 503 seconds: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "retry 408: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "retry 500: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
    ]
  `);
  expect(await found(["retry"], {}, { retries: true })).toMatchInlineSnapshot(`
    [
      "retry 429 seconds: adapter unexpected-error: the adapter reports an error: 429, The vendor refuses: {"message":"The service cannot take this request now.","error":"The service cannot take this request now.","statusCode":429}",
      "retry 429 date: adapter unexpected-error: the adapter reports an error: 429, The vendor refuses: {"message":"The service cannot take this request now.","error":"The service cannot take this request now.","statusCode":429}",
    ]
  `);
  expect(await found(["retry"], {}, { retries: false })).toEqual([]);
});

it("counts no request of another operation for a retry", async () => {
  const send = async (place: AdapterPlace, sent: Sent) => {
    const read = await updateNote.send(place, { method: "GET", path: sent.path });
    await read.body?.cancel();
    return updateNote.send(place, sent);
  };
  expect(await found(["retry 500"], { send }, { retries: false })).toEqual([]);
});

it("finds what is sent again where no retry is meant: after a lost connection, a gateway's page, any refusal", async () => {
  const groups = ["wire", "refusal", "retry-end"];
  const again = sendingSo(async (send) => {
    const response = await send().catch(() => undefined);
    if (response === undefined || response.status >= 400) return send();
    return response;
  });
  const ofRetries = async (mistake: typeof again) =>
    (await found(groups, mistake, { retries: false })).filter((line) => line.includes(" retries: "));
  expect(await ofRetries(again)).toMatchInlineSnapshot(`
    [
      "refusal 400: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "refusal 404: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "refusal 429: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "wire reset: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "wire reset-after-write: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "wire empty: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "wire garbage: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "wire gateway: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "wire no-answer: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "retry-end 429: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
      "retry-end 503: adapter retries: the adapter sends the request 2 times, and is not meant to retry",
    ]
  `);
  expect((await found(groups, again)).filter((line) => line.includes(" retries: "))).toEqual([]);
  expect(await found(groups, {}, { retries: false })).toEqual([]);
});

it("takes for no repeat what is sent after a 401, or another request", async () => {
  const renewing = sendingSo(async (send) => {
    const response = await send();
    return response.status === 401 ? send() : response;
  });
  expect(await found(["refusal 401"], renewing, { retries: false })).toEqual([]);
  const another = {
    async send(place: AdapterPlace, sent: Sent) {
      const response = await updateNote.send(place, sent);
      return response.status < 500 ? response : updateNote.send(place, { ...sent, path: `${sent.path}?page=2` });
    },
  };
  const findings = await found(["wire gateway", "retry-end 503"], another, { retries: false });
  expect(findings.filter((line) => line.includes(" retries: "))).toEqual([]);
});

it("refuses in JSON, with the header that it waits for where there is one", async () => {
  const seen: (string | null)[] = [];
  const mistake = readingSo((response) => {
    seen.push(["content-type", "retry-after"].map((name) => response.headers.get(name)).join(", "));
    throw new VendorError(response.status, "Refused.");
  });
  expect(await found(["retry 429 seconds", "retry 500"], mistake)).toEqual([]);
  expect(seen).toEqual(["application/json, 2", "application/json, 75", "application/json, 2", "application/json, "]);
});

it("finds retries that have no end", async () => {
  expect(await found(["retry-end 429"], retrying(1000, asAsked), { timeout: 40_000 })).toMatchInlineSnapshot(`
    [
      "retry-end 429: sequence hammering: the same request was sent 32 times since N, answered with 429 the last time; 1 s apart on the average, without end",
      "retry-end 429: adapter hang: It has not ended within 40000 ms.",
      "retry-end 429: adapter retries: the adapter sends 41 requests for one call",
    ]
  `);
  expect(
    await found(
      ["retry-end"],
      retrying(20, () => 3000),
    ),
  ).toMatchInlineSnapshot(`[]`);
  expect(
    await found(
      ["retry-end"],
      retrying(21, () => 3000),
    ),
  ).toMatchInlineSnapshot(`
    [
      "retry-end 429: adapter retries: the adapter sends 21 requests for one call",
      "retry-end 503: adapter retries: the adapter sends 21 requests for one call",
    ]
  `);
});

it("finds what a retry makes of an error", async () => {
  const mistake = { ...retrying(2, asAsked), ...readingSo((response) => (response.ok ? response.json() : {})) };
  expect(await found(["retry-end 429"], mistake)).toMatchInlineSnapshot(`
    [
      "retry-end 429: adapter refusal-as-success: the vendor refused with 429, and the adapter reports success: {"text":null,"state":null,"priority":null,"label":null,"tags":[],"ownerName":null}",
    ]
  `);
});

it("finds a refusal that is sent again", async () => {
  const mistake = sendingSo(async (send) => {
    const response = await send();
    return response.status === 404 ? send() : response;
  });
  expect(await found(["refusal 404"], mistake)).toMatchInlineSnapshot(`
    [
      "refusal 404: sequence retry-refused: the same request was sent a second time; N was refused with 404, which no repeat cures",
    ]
  `);
});
