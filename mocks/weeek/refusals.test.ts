import request from "supertest";
import { describe, expect, it } from "vitest";
import { contactPath, createWeeek } from "../../test/mocks/weeek.ts";

describe("refusals", () => {
  it("refuses a token that it does not know", async () => {
    const { app, violations } = createWeeek();
    const { status, body } = await request(app).get(contactPath).set("authorization", "Bearer another");
    expect(status).toBe(401);
    expect(body).toEqual({ success: false, code: 2000000, message: "Unauthenticated." });
    expect(await violations()).toEqual([]);
  });

  it("counts the errors after the first", async () => {
    const { send } = createWeeek();
    const invalid = { firstName: "x".repeat(256), emails: ["nobody"], organizations: ["none"], tags: "0" };
    const { status, body } = await send("put", contactPath).send(invalid);
    expect(status).toBe(422);
    expect(body.errors).toEqual({
      firstName: ["The first name must not be greater than 255 characters."],
      "emails.0": ["The emails.0 must be a valid email address."],
      "organizations.0": ["The organizations.0 must be a valid UUID."],
      tags: ["The tags must be an array."],
    });
    expect(body.message).toMatch(/^The .+ \(and 3 more errors\)$/);
  });

  it.each([null, "", "   "])("takes firstName %j for missing", async (firstName) => {
    const { send } = createWeeek();
    const { status, body } = await send("put", contactPath).send({ firstName });
    expect(status).toBe(422);
    expect(body).toEqual({
      success: false,
      message: "The field is required.",
      errors: { firstName: ["The field is required."] },
    });
  });

  it("refuses an empty item", async () => {
    const { send } = createWeeek();
    const { body } = await send("put", contactPath).send({ firstName: "Maria", phones: ["112", " "] });
    expect(body.errors).toEqual({ "phones.1": ["The phones.1 must be a string."] });
  });

  it.each([
    ["malformed JSON", "application/json", '{"firstName":'],
    ["another content type", "text/plain", '{"firstName": "Maria"}'],
    ["an array", "application/json", '["Maria"]'],
    ["no body", "application/json", ""],
  ])("sees no fields in %s", async (_, contentType, text) => {
    const { send } = createWeeek();
    const { status, body } = await send("put", contactPath).set("content-type", contentType).send(text);
    expect(status).toBe(422);
    expect(body.errors).toEqual({ firstName: ["The field is required."] });
  });

  it("takes a charset in the request", async () => {
    const { send, violations } = createWeeek();
    const { status } = await send("put", contactPath)
      .set("content-type", "application/json; charset=utf-8")
      .send('{"firstName": "Мария"}');
    expect(status).toBe(200);
    expect(await violations()).toEqual([]);
  });

  it("names an unknown route, as JSON when it is accepted", async () => {
    const { app, send } = createWeeek();
    const json = await send("get", "/weeek/public/v1/crm/nothing");
    expect(json.status).toBe(404);
    expect(json.body).toEqual({
      success: false,
      message: "The route public/v1/crm/nothing could not be found.",
    });
    const html = await request(app).get("/weeek/public/v1/crm/nothing");
    expect(html.status).toBe(404);
    expect(html.headers["content-type"]).toBe("text/html; charset=UTF-8");
  });

  it("says in Standin's own voice that a slash at the end is not in the contract", async () => {
    const { send } = createWeeek();
    const { status, headers } = await send("get", "/weeek/public/v1/crm/contacts/");
    expect(status).toBe(501);
    expect(headers["standin-problem"]).toBe("operation");
  });

  it.each(["/tm/tasks", "/user/me", "/crm/deals/1", "/crm/funnels", "/crm/currencies", "/ws", "/ws/members"])(
    "leaves %s to Standin's own voice",
    async (path) => {
      const { send } = createWeeek();
      const { status, headers } = await send("get", `/weeek/public/v1${path}`);
      expect(status).toBe(501);
      expect(headers["content-type"]).toContain("application/problem+json");
    },
  );

  it("answers a wrong verb with HTML and the verbs that are there", async () => {
    const { send } = createWeeek();
    const { status, headers } = await send("post", contactPath).send({});
    expect(status).toBe(405);
    expect(headers.allow).toBe("GET, HEAD, PUT, PATCH, DELETE");
    expect(headers["content-type"]).toBe("text/html; charset=UTF-8");
  });
});
