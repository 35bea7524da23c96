import request from "supertest";
import { describe, expect, it } from "vitest";
import { bearer, createFixtureApp } from "./fixture.ts";

const lines: string[] = [];
const { app, tenant } = createFixtureApp({ log: (line) => lines.push(line) });
const json = { ...bearer, "content-type": "application/json" };

function last() {
  return tenant("acme").exchanges().at(-1);
}

describe("a request is refused", () => {
  it("for its credential before anything else, and all that is wrong with it is reported", async () => {
    const response = await request(app)
      .post("/acme/v2/tasks")
      .set("content-type", "application/json")
      .send({ note: 1 });
    expect([response.status, response.body]).toEqual([401, { error: "missing credential" }]);
    expect(last()?.violations.map(({ part, pointer, rule }) => `${part} ${pointer} ${rule}`)).toEqual([
      "request.headers /authorization authentication",
      "request.body /title required",
      "request.body /note type",
    ]);
  });

  it("by the vendor's guard before its body is looked at", async () => {
    const response = await request(app)
      .post("/acme/v2/tasks")
      .set({ ...json, authorization: "Bearer read-only-key" })
      .send({});
    expect(response.body).toEqual({ error: "this key may only read" });
  });

  it("for what breaks the contract, in the vendor's words", async () => {
    const response = await request(app).post("/acme/v2/tasks").set(json).send({ title: "" });
    expect([response.status, response.body]).toEqual([400, { error: "/title minLength" }]);
  });

  it("not at all where the vendor is lenient, and the violation is reported", async () => {
    const response = await request(app).post("/acme/v2/tasks").set(json).send({ title: "a", tittle: "b" });
    expect(response.status).toBe(201);
    expect(last()?.violations).toMatchObject([{ rule: "undocumented-property", pointer: "/tittle" }]);
  });
});

describe("an answer", () => {
  it("has the content type that the contract names for its status, its length and the tenant's time", async () => {
    const response = await request(app).post("/acme/v2/tasks").set(json).send({ title: "ü" }).buffer().parse(asText);
    expect(response.headers).toMatchObject({
      "content-type": "application/vnd.acme+json",
      "content-length": String(Buffer.byteLength(response.body)),
      date: new Date(last()?.startedAt as string).toUTCString(),
      location: expect.stringMatching(/^\/tasks\/[0-9a-f-]{36}$/),
    });
  });

  it("says nothing of Express or of Standin", async () => {
    const response = await request(app).get("/acme/v2/tasks/task-1").set(bearer);
    expect(Object.keys(response.headers).sort()).toEqual(["connection", "content-length", "content-type", "date"]);
  });

  it("of 204 has neither body nor content type nor length", async () => {
    const created = await request(app).post("/acme/v2/tasks").set(json).send({ title: "a" }).buffer().parse(asText);
    const response = await request(app)
      .delete(`/acme/v2/tasks/${JSON.parse(created.body).id}`)
      .set(bearer);
    expect(response.status).toBe(204);
    expect(Object.keys(response.headers).sort()).toEqual(["connection", "date"]);
    expect(last()?.violations).toEqual([]);
  });

  it("may be other than JSON", async () => {
    const response = await request(app).get("/acme/v2/reports?api_key=standin-key");
    expect(response.text).toBe("id;title\n");
    expect(response.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(last()?.violations).toEqual([]);
  });
});

describe("Standin answers in its own voice", () => {
  it("what the mock does not model, with the reason", async () => {
    const response = await request(app).post("/acme/v2/tasks/task-1/archive").set(bearer);
    expect(response.status).toBe(501);
    expect(response.headers).toMatchObject({ "standin-problem": "not-modelled", "standin-exchange": last()?.id });
    expect(response.body).toMatchInlineSnapshot(`
      {
        "detail": "[acme] archiveTask is not modelled: nobody has asked for it",
        "operation": "archiveTask",
        "status": 501,
        "title": "Operation not modelled",
        "type": "urn:standin:problem:not-modelled",
      }
    `);
  });

  it("what the mock throws at, without the stack, which goes to the log", async () => {
    const response = await request(app).get("/acme/v2/defects/crash").set(bearer);
    expect(response.status).toBe(500);
    expect(response.headers["standin-problem"]).toBe("handler");
    expect(response.body).toMatchInlineSnapshot(`
      {
        "detail": "[acme] crash threw: TypeError: the handler has a defect",
        "status": 500,
        "title": "The mock's handler failed",
        "type": "urn:standin:problem:handler",
      }
    `);
    expect(lines.at(-1)).toMatch(/^\[acme\] crash threw: TypeError: the handler has a defect\nTypeError: .*\n {4}at /);
    expect(last()).toMatchObject({ operation: "crash", response: { status: 500 } });
    await request(app).get("/acme/v2/defects/crash?unknown=1").set(bearer);
    expect(last()?.violations).toMatchObject([{ rule: "undocumented-parameter" }]);
  });
});

describe("an answer that breaks the contract", () => {
  it("is sent, journalled as the stand-in's own violation and told once in the log", async () => {
    lines.length = 0;
    await request(app).get("/acme/v2/defects/invalid").set(bearer);
    const response = await request(app).get("/acme/v2/defects/invalid").set(bearer);
    expect([response.status, response.body]).toEqual([200, { id: 1, title: "x" }]);
    expect(
      last()
        ?.violations.map(({ part, pointer, rule }) => `${part} ${pointer} ${rule}`)
        .sort(),
    ).toEqual(["response.body /createdAt required", "response.body /id type"]);
    expect(lines.sort()).toMatchInlineSnapshot(`
      [
        "[acme] answerInvalid response.body /createdAt required: the property is missing (test/fixtures/providers/contracts/acme/openapi.yaml:146, documented); the stand-in itself answered so, which is a defect of its mock",
        "[acme] answerInvalid response.body /id type: must be string, and is the number 1 (test/fixtures/providers/contracts/acme/openapi.yaml:148, documented); the stand-in itself answered so, which is a defect of its mock",
      ]
    `);
  });
});

function asText(response: unknown, done: (error: Error | null, text: string) => void): void {
  const chunks: Buffer[] = [];
  const stream = response as NodeJS.ReadableStream;
  stream.on("data", (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
  stream.on("end", () => done(null, Buffer.concat(chunks).toString()));
}
