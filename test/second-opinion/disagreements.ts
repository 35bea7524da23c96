import type { Contract, Parameter } from "../../src/contract/contract.ts";
import type { Plan } from "../../src/contract/plan.ts";
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
    reference: "OpenAPI 3.1.1, Parameter Object",
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
    explains: ({ part, pointer }, context) => {
      const [name, ...members] = pointer.split("/").slice(1);
      const parameter = parametersOf(context).find((candidate) => candidate.name === name);
      const type = (parameter?.schema?.value as { type?: unknown } | undefined)?.type;
      return part === "request.query" && parameter?.style === "deepObject" && members.length > 0 && Array.isArray(type);
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
  {
    name: "undocumented members of a closed deepObject parameter",
    finder: "Standin",
    right: "Standin",
    why: "The schema says additionalProperties: false. Prism picks the members that the schema names out of the query, so that no other one ever reaches the validation.",
    reference: "JSON Schema 2020-12 Core, 10.3.2.3 additionalProperties",
    explains: ({ part, pointer, rule }, context) =>
      part === "request.query" &&
      rule === "additionalProperties" &&
      parametersOf(context).some(({ name, style }) => style === "deepObject" && pointer.startsWith(`/${name}/`)),
  },
  {
    name: "cookie parameters",
    finder: "Standin",
    right: "Standin",
    why: "Prism looks at cookies for credentials only: a required cookie may be absent, and any may have any value.",
    reference: "OpenAPI 3.1.1, Parameter Object: there are four possible parameter locations, of which cookie is one",
    explains: ({ part, pointer }) => part === "request.headers" && pointer.startsWith("/cookie/"),
  },
  {
    name: "query parameters that are given twice and are no list",
    finder: "Standin",
    right: "Standin",
    why: "Of an object that is written with commas Prism takes the last, and of a parameter that is described by content it takes none. Which one a server takes is anybody's guess.",
    reference: "OpenAPI 3.1.1, Style Values: style form without explode gives one name with one value",
    explains: ({ part, pointer, rule }, context) =>
      part === "request.query" &&
      rule === "repeated" &&
      parametersOf(context).some(
        ({ name, explode, mediaType }) => pointer === `/${name}` && (!explode || mediaType !== null),
      ),
  },
  {
    name: "read-only members in a request and write-only ones in a response",
    finder: "Standin",
    right: "both",
    why: "JSON Schema lets a server ignore or refuse them. Standin reports them: a client that sends a read-only member believes that it changes something. Prism only does without them where they are required.",
    reference: "JSON Schema 2020-12 Validation, 9.4 readOnly and writeOnly",
    explains: ({ rule }) => rule === "read-only" || rule === "write-only",
  },
  {
    name: "dependentRequired",
    finder: "Standin",
    right: "Standin",
    why: "Prism validates by JSON Schema draft 7 unless a schema names another dialect, and draft 7 does not know the keyword.",
    reference: "OpenAPI 3.1.1, Schema Object: a superset of JSON Schema 2020-12",
    explains: ({ rule }) => rule === "dependentRequired",
  },
  {
    name: "items behind prefixItems",
    finder: "Prism",
    right: "Standin",
    why: "In JSON Schema 2020-12 items speaks of what follows prefixItems. Prism reads draft 7, in which prefixItems is unknown and items speaks of all.",
    reference: "JSON Schema 2020-12 Core, 10.3.1.2 items",
    explains: ({ path }, context) => plansAlong(context, path).some((plan) => plan.prefixItems.length > 0),
  },
  {
    name: "required read-only and write-only members below a circular reference",
    finder: "Prism",
    right: "Standin",
    why: "A read-only member is not required in a request, nor a write-only one in a response, wherever they stand. Prism strikes them from required only as far as references are not circular.",
    reference:
      "OpenAPI 3.0.4, Schema Object, readOnly: required will take effect on the response only; 3.1 leaves it to JSON Schema 2020-12 Validation, 9.4",
    explains: ({ code, path, message }, context) => {
      const name = /required property '([^']+)'/.exec(message)?.[1] ?? "";
      const { planner } = context.contract.checker;
      const flags = plansAlong(context, path).map(({ properties }) => planner.plan(properties.get(name) ?? []).flags);
      return (
        code === "required" &&
        flags.some(({ readOnly, writeOnly }) => readOnly !== undefined || writeOnly !== undefined)
      );
    },
  },
  {
    name: "media types with a suffix",
    finder: "Prism",
    right: "Standin",
    why: "The contract documents application/json and a type that ends in +json, each with a schema of its own. To Prism the former covers the latter when it comes first. A type with a suffix is another type; the suffix only says how it can be read.",
    reference: "RFC 6838, 4.2.8 Structured Syntax Name Suffixes",
    explains: ({ path }, { exchange: { request } }) =>
      path.startsWith("body") && /\+json/i.test(String(request.headers["content-type"])),
  },
  {
    name: "lists that are delimited by spaces",
    finder: "Prism",
    right: "Standin",
    why: "Prism splits at %20 what was percent-decoded before, and so takes a list for one item.",
    reference: "OpenAPI 3.1.1, Style Examples: color=blue%20black%20brown",
    explains: ({ path }, context) =>
      parametersOf(context).some(({ name, style }) => style === "spaceDelimited" && path.startsWith(`query.${name}.`)),
  },
  {
    name: "lists and objects that Prism's decoder fails on",
    finder: "Prism",
    right: "Standin",
    why: "Where a header or a query parameter in one piece is a list or an object and absent, or where one stands in a path, Prism's own code throws a TypeError, and its server answers 500.",
    reference: "OpenAPI 3.1.1, Style Examples",
    explains: ({ code, message }, context) =>
      code === "refused" &&
      message.startsWith("TypeError: ") &&
      parametersOf(context).some(({ style, explode }) => style !== "form" || !explode),
  },
];

function parametersOf({ contract, operation }: Context): readonly Parameter[] {
  return contract.operations.find(({ id }) => id === operation)?.parameters ?? [];
}

/** What the contract says of each place on a path such as "body.children.0", whichever way the body goes. */
function plansAlong({ contract, operation }: Context, path: string): Plan[] {
  const { planner } = contract.checker;
  const { requestBody, responses } = contract.operations.find(({ id }) => id === operation) ?? {};
  const content = [...(requestBody?.content ?? []), ...(responses ?? []).flatMap((response) => response.content)];
  return content.flatMap(({ schema }) => {
    const plans = [planner.plan(schema === null ? [] : [schema])];
    for (const token of path.split(".").slice(1)) {
      const { properties, prefixItems, items } = plans.at(-1) as Plan;
      plans.push(planner.plan(properties.get(token) ?? prefixItems[Number(token)] ?? items));
    }
    return plans;
  });
}

function basicOf({ authorization }: Headers): string {
  return Buffer.from(String(authorization).replace(/^Basic /i, ""), "base64").toString();
}
