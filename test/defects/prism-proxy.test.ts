import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type PrismProxy, startPrismProxy } from "./prism-proxy.ts";
import type { Passed } from "./tap.ts";

let prism: PrismProxy;
beforeAll(async () => {
  prism = await startPrismProxy(join(import.meta.dirname, "../../contracts/weeek/openapi.yaml"));
}, 60_000);
afterAll(() => prism.close());

const json = ["content-type", "application/json"];

function update(body: string, answer: Passed["answer"]): Passed {
  const headers = [
    "host",
    "localhost",
    ...json,
    "authorization",
    "Bearer key",
    "content-length",
    String(Buffer.byteLength(body)),
  ];
  return { method: "PUT", path: "/crm/contacts/1", headers, body: Buffer.from(body), answer };
}

function answerWith(body: string, isWhole = true): Passed["answer"] {
  return { status: 200, headers: json, body: Buffer.from(body), isWhole };
}

it("has nothing to say of what keeps to the contract", async () => {
  expect(await prism.judge(update('{"firstName":"Ann"}', answerWith('{"success":true}')))).toEqual([]);
});

it("says what is wrong with request and answer", async () => {
  expect(await prism.judge(update('{"firstName":7}', answerWith('{"success":"yes"}')))).toMatchInlineSnapshot(`
    [
      "error request.body.firstName type: Request body property firstName must be string",
      "error response.body.success type: Response body property success must be boolean",
    ]
  `);
});

it("says that it refuses a request by itself", async () => {
  expect(await prism.judge(update("{", answerWith('{"success":true}')))).toMatchInlineSnapshot(`
    [
      "answers 400 by itself: Invalid JSON",
    ]
  `);
});

it("says nothing where no whole answer came", async () => {
  const right = '{"firstName":"Ann"}';
  expect(await prism.judge(update(right, undefined))).toEqual([]);
  expect(await prism.judge(update(right, answerWith('{"succ', false)))).toEqual([]);
  expect(await prism.judge(update(right, answerWith("", false)))).toEqual([]);
  const longer = [...json, "content-length", "100"];
  const cut = { status: 200, headers: longer, body: Buffer.from('{"succ'), isWhole: false };
  expect(await prism.judge(update(right, cut))).toEqual([]);
});

it("says of an unknown path that it is, though the stand-in has no answer to it", async () => {
  const [known, answer] = [update("{}", undefined), answerWith("{}")];
  const unknown = { ...known, path: "/crm/people", answer: answer && { ...answer, status: 501 } };
  expect(await prism.judge(unknown)).toEqual(["warning request: Selected route not found"]);
});
