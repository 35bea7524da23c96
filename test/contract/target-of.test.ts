import { expect, it } from "vitest";
import { targetOf } from "../../src/contract/target-of.ts";

it("is what stands behind scheme and host, if they are there", () => {
  expect(targetOf("https://api.acme.example/v1/tasks?limit=2")).toBe("/v1/tasks?limit=2");
  expect(targetOf("http+unix://ada:key@127.0.0.1:4010?limit=2")).toBe("?limit=2");
  expect(targetOf("https://acme.example")).toBe("");
  expect(targetOf("/v1/tasks?of=https://acme.example/")).toBe("/v1/tasks?of=https://acme.example/");
});
