import request from "supertest";
import { beforeEach, describe, expect, it } from "vitest";
import { contactPath, createStuut, teamPath } from "../../test/mocks/stuut.ts";

let mock: ReturnType<typeof createStuut>;

beforeEach(() => {
  mock = createStuut();
});

describe("as FastAPI answers", () => {
  it.each([
    ["without a token", undefined],
    ["with another scheme", "Basic c3RhbmRpbi1rZXk6"],
    ["with an unknown token", "Bearer nobody"],
  ])("refuses a request %s", async (_, authorization) => {
    const call = request(mock.app).patch(contactPath);
    const { status, body, headers } = await (authorization === undefined
      ? call
      : call.set("authorization", authorization)
    ).send({});
    expect([status, body, headers["www-authenticate"]]).toEqual([401, { detail: "Not authenticated" }, "Bearer"]);
  });

  it("names the offset and the cause of malformed JSON", async () => {
    const { status, body } = await mock.sendText("patch", contactPath, "application/json", '{"name": "😀" "phone": 1}');
    expect(status).toBe(422);
    expect(body.detail).toEqual([
      {
        type: "json_invalid",
        loc: ["body", 13],
        msg: "JSON decode error",
        input: {},
        ctx: { error: "Expecting ',' delimiter" },
      },
    ]);
  });

  it.each(["application/json", "text/plain"])("cannot parse bytes that are no UTF-8 as %s", async (type) => {
    const call = mock.send("patch", contactPath).set("content-type", type);
    call.write(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]));
    const { status, body } = await call;
    expect([status, body]).toEqual([400, { detail: "There was an error parsing the body" }]);
  });

  it("counts the offset of malformed JSON from the start, however far it is", async () => {
    const { body } = await mock.sendText("patch", contactPath, "application/json", `{"name": "${"x".repeat(2000)}",}`);
    expect(body.detail[0].loc).toEqual(["body", 2012]);
  });

  it.each([
    ["no body", undefined],
    ["null", "null"],
  ])("misses a body that is %s", async (_, text) => {
    const answer =
      text === undefined
        ? mock.send("patch", contactPath)
        : mock.sendText("patch", contactPath, "application/json", text);
    const { status, body } = await answer;
    expect([status, body]).toEqual([
      422,
      { detail: [{ type: "missing", loc: ["body"], msg: "Field required", input: null }] },
    ]);
  });

  it.each([
    ["an array", "[1]", [1]],
    ["a string", '"x"', "x"],
    ["a number", "7", 7],
  ])("refuses a body that is %s", async (_, text, input) => {
    const { status, body } = await mock.sendText("patch", contactPath, "application/json", text);
    expect(status).toBe(422);
    expect(body.detail).toEqual([
      {
        type: "model_attributes_type",
        loc: ["body"],
        msg: "Input should be a valid dictionary or object to extract fields from",
        input,
      },
    ]);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"])(
    "takes a body of %s for text",
    async (contentType) => {
      const text = '{ "name": "Ada",\n  "name": "\\u0041da" }';
      const { status, body } = await mock.sendText("patch", contactPath, contentType, text);
      expect(status).toBe(422);
      expect(body.detail).toMatchObject([{ type: "model_attributes_type", loc: ["body"], input: text }]);
      expect(await mock.violations()).toContain("error request.headers /content-type content-type");
    },
  );

  it.each(["application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json"])(
    "reads a body of %s",
    async (contentType) => {
      const { status, body } = await mock.sendText("patch", contactPath, contentType, '{"name":"Ada K."}');
      expect([status, body.name]).toEqual([200, "Ada K."]);
    },
  );

  it("holds a body of another JSON type against the model, too", async () => {
    const { status, body } = await mock.sendText("post", teamPath, "application/vnd.api+json", '{"given_name":1}');
    expect(status).toBe(422);
    expect(body.detail.map(({ type }: { type: string }) => type)).toEqual(["missing", "missing", "string_type"]);
  });
});

it.each(["get", "put", "delete", "head", "options"] as const)(
  "leaves %s of a contact to Standin's own voice, for nobody says whether Stuut has it",
  async (method) => {
    const { status, headers } = await mock.send(method, contactPath);
    expect([status, headers["standin-problem"], headers.allow]).toEqual([405, "method", "PATCH"]);
  },
);

it("leaves other paths to Standin's own voice, for the contract has a part of Stuut's API only", async () => {
  const { status, headers } = await mock.send("get", "/stuut/v2/partners");
  expect([status, headers["standin-problem"]]).toEqual([501, "operation"]);
});
