import { describe, expect, it } from "vitest";
import { decodeCookies, decodeHeaders } from "../../src/contract/parameters.ts";
import { integersSchema, parameter, problemsOf, repeated, shapeOf, stringSchema } from "./parameter-fixture.ts";

describe("headers", () => {
  const id = parameter("header", "X-Account-Id");

  it("are found and keyed by their name in lower case", () => {
    const { values } = decodeHeaders([id], () => shapeOf(stringSchema), { "x-account-id": " 100%25 " });
    expect(values).toEqual({ "x-account-id": "100%25" });
  });

  it("are lists on one line or several", () => {
    const { values, problems } = decodeHeaders([id], () => shapeOf(integersSchema), { "x-account-id": ["1, 2", "3"] });
    expect([values, problems]).toEqual([{ "x-account-id": [1, 2, 3] }, []]);
  });

  it("report a scalar on several lines", () => {
    const decoded = decodeHeaders([id], () => shapeOf(stringSchema), { "x-account-id": ["a", "b"] });
    expect(decoded.values).toEqual({ "x-account-id": "a" });
    expect(problemsOf(decoded)).toEqual([repeated("/x-account-id", ["a", "b"])]);
  });

  it("take several Set-Cookie lines for granted", () => {
    const subject = parameter("header", "Set-Cookie");
    const decoded = decodeHeaders([subject], () => shapeOf(stringSchema), { "set-cookie": ["a=1", "b=2"] });
    expect(decoded).toEqual({ values: { "set-cookie": "a=1" }, problems: [] });
  });

  it("do not include Accept, Content-Type and Authorization", () => {
    const ignored = ["Accept", "content-type", "AUTHORIZATION"].map((name) =>
      parameter("header", name, { required: true }),
    );
    expect(decodeHeaders(ignored, () => shapeOf(stringSchema), { accept: "*/*" })).toEqual({
      values: {},
      problems: [],
    });
  });
});

describe("cookies", () => {
  const session = parameter("cookie", "session");

  it.each<[string | string[] | undefined, unknown]>([
    [undefined, {}],
    ["", {}],
    [[], {}],
    ["other=1; session=abc==", { session: "abc==" }],
    [["other=1", 'session="a b"'], { session: "a b" }],
    ["Session=1", {}],
  ])("of %j are read", (header, values) => {
    expect(decodeCookies([session], () => shapeOf(stringSchema), header)).toEqual({ values, problems: [] });
  });
});
