import type { Contract } from "../../src/contract/contract.ts";
import type { Headers, ObservedExchange, Violation } from "../../src/exchange.ts";
import type { PrismFinding } from "./prism.ts";

/** What one of the two finds and the other does not, as a class, with who is right. README.md beside this file shows them. */
export type Disagreement = {
  name: string;
  /** "both": the standards leave it open, and each does what it is for. */
  right: "Standin" | "Prism" | "both";
  why: string;
  /** What says so. */
  reference: string;
} & (
  | { finder: "Standin"; explains(violation: Violation, context: Context): boolean }
  | { finder: "Prism"; explains(finding: PrismFinding, context: Context): boolean }
);

export interface Context {
  contract: Contract;
  exchange: ObservedExchange;
  operation: string | null;
}

export const disagreements: readonly Disagreement[] = [
  {
    name: "query parameters that the contract does not name",
    finder: "Standin",
    right: "both",
    why: "OpenAPI says nothing of parameters that are not described. Standin takes requests to be closed: a vendor that ignores a misspelt parameter answers something else than was asked for, and nobody notices.",
    reference: "OpenAPI 3.1.1, 4.8.12 Parameter Object; ARCHITECTURE of Standin: requests are closed",
    explains: ({ part, rule }) => part === "request.query" && rule === "undocumented-parameter",
  },
  {
    name: "body members that the contract does not name",
    finder: "Standin",
    right: "both",
    why: "To JSON Schema an object without additionalProperties is open. Standin takes the bodies of requests to be closed for the same reason as their queries, unless the contract says that an object is free-form.",
    reference:
      "JSON Schema 2020-12 Core, 10.3.2.3: omitting additionalProperties has the same behavior as an empty schema",
    explains: ({ part, rule }) => part === "request.body" && rule === "undocumented-property",
  },
  {
    name: "Accept without any of the documented types",
    finder: "Standin",
    right: "Standin",
    why: "The client says that it could not read any documented answer. Prism looks at Accept when it mocks an answer (406), and not when it validates.",
    reference: "RFC 9110, 12.5.1 Accept and 15.5.7 406 Not Acceptable",
    explains: ({ part, pointer, rule }) => part === "request.headers" && pointer === "/accept" && rule === "accept",
  },
  {
    name: "parameters beside a media type that may have none",
    finder: "Standin",
    right: "Standin",
    why: "x-media-type-parameters is an extension of Standin's, for vendors that refuse their own type with a parameter beside it, as JSON:API demands. Prism compares the type alone.",
    reference: "JSON:API 1.0, Content Negotiation: servers must respond 415 to a media type with parameters",
    explains: ({ rule, contract }) =>
      rule === "content-type" && /\/x-media-type-parameters(?:\/|$)/.test(contract.pointer),
  },
  {
    name: "request bodies without a Content-Type",
    finder: "Standin",
    right: "Standin",
    why: "The contract lists the types that a body may have, and a body without a type is an unknown sequence of bytes. Prism takes it for the first type of the list.",
    reference: "RFC 9110, 8.3: without Content-Type a recipient may assume application/octet-stream",
    explains: ({ part, rule }, { exchange }) =>
      part === "request.headers" && rule === "content-type" && exchange.request.headers["content-type"] === undefined,
  },
  {
    name: "members of a deepObject parameter that may be null",
    finder: "Standin",
    right: "Standin",
    why: "Prism puts a deepObject parameter together only where its type is object and nothing else; of type [object, null] it reads no member, so that a wrong one passes.",
    reference: "JSON Schema 2020-12 Validation, 6.1.1: type may be an array, of which one has to fit",
    explains: ({ part, pointer }, { contract, operation }) => {
      if (part !== "request.query") return false;
      const [name, ...members] = pointer.split("/").slice(1);
      const parameter = contract.operations
        .find(({ id }) => id === operation)
        ?.parameters.find((candidate) => candidate.name === name);
      const type = (parameter?.schema?.value as { type?: unknown } | undefined)?.type;
      return parameter?.style === "deepObject" && members.length > 0 && Array.isArray(type);
    },
  },
  {
    name: "the format phone",
    finder: "Standin",
    right: "both",
    why: "phone is E.164 in Standin's contracts. It is no format of JSON Schema or OpenAPI, and a validator that does not know a format lets everything pass.",
    reference: "JSON Schema 2020-12 Validation, 7.2.3: unknown formats are to be passed over",
    explains: ({ rule, expected }) => rule === "format" && JSON.stringify(expected).includes("phone"),
  },
  {
    name: "Basic credentials without a colon",
    finder: "Prism",
    right: "both",
    why: "RFC 7617 has a colon between user and password, so that Prism is right in general. The vendor says that its API takes a bare key too, and the contract says so with x-basic-without-colon.",
    reference: "RFC 7617, 2: user-pass is user-id, colon, password",
    explains: ({ code }, { contract, exchange }) =>
      code === "401" &&
      Object.values(contract.securitySchemes).some(({ withoutColon }) => withoutColon) &&
      !basicOf(exchange.request.headers).includes(":"),
  },
];

function basicOf({ authorization }: Headers): string {
  return Buffer.from(String(authorization).replace(/^Basic /i, ""), "base64").toString();
}
