import type { RequestListener } from "node:http";
import request, { type Test } from "supertest";
import type { Violation } from "../../src/exchange.ts";
import { createApp } from "../../src/index.ts";
import { describeViolation } from "../describe-violation.ts";

type Method = "get" | "head" | "options" | "post" | "put" | "patch" | "delete";

/** The stand-in of one provider, as its own tests use it: an application for one test. */
export interface Mock {
  app: RequestListener;
  /** A request with the mock's headers; an object is sent as JSON. */
  send(method: Method, path: string, body?: object): Test;
  /** A request with a body as it is. */
  sendText(method: Method, path: string, contentType: string, text: string): Test;
  /** What was found so far, each such as "error request.body /name type". */
  violations(): Promise<string[]>;
}

export interface MockOptions {
  /** @default "documented" */
  scenario?: string;
  /** Of every request. @default the credential as a bearer token */
  headers?: Record<string, string>;
}

export function createMock(provider: string, options: MockOptions = {}): Mock {
  const { scenario = "documented", headers = { authorization: "Bearer standin-key" } } = options;
  const { app } = createApp({ providers: [provider], scenario });
  const send: Mock["send"] = (method, path, body) => {
    const sent = request(app)[method](path).set(headers);
    return body === undefined ? sent : sent.send(body);
  };
  return {
    app,
    send,
    sendText: (method, path, contentType, text) => send(method, path).type(contentType).send(text),
    async violations() {
      const { body } = await request(app).get(`/_standin/violations?provider=${provider}`);
      return body.items.map((violation: Violation) => `${violation.severity} ${describeViolation(violation)}`);
    },
  };
}
