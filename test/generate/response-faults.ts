import type { Contract, Parameter, ResponseDefinition } from "../../src/contract/contract.ts";
import type { FaultKind } from "./faults.ts";

export const responseFaults: Readonly<Record<string, FaultKind>> = {
  "undocumented status": {
    room: ({ operations }) => operations.some(({ responses }) => !responses.some(takes418)),
    plant: (draft) => {
      if (draft.operation.responses.some(takes418)) return undefined;
      draft.status = 418;
      return { part: "response.status", pointer: "", rules: ["status"] };
    },
  },
  "wrong response type": {
    room: hasResponseBody,
    plant: ({ responseType, responseHeaders }) => {
      if (responseType === null) return undefined;
      responseHeaders["content-type"] = "text/csv";
      return contentType;
    },
  },
  "missing response type": {
    room: hasResponseBody,
    plant: ({ responseType, responseHeaders }) => {
      if (responseType === null) return undefined;
      delete responseHeaders["content-type"];
      return contentType;
    },
  },
  "parameter of an exact response type": {
    room: (contract) => responsesOf(contract).some(({ content }) => content.some(({ exact }) => exact !== null)),
    plant: ({ responseType, responseHeaders }) => {
      if (responseType === null || responseType.exact === null) return undefined;
      responseHeaders["content-type"] = `${responseType.type}; charset=utf-8`;
      return contentType;
    },
  },
  "malformed response body": {
    room: hasResponseBody,
    plant: (draft, random) => {
      if (draft.responseType === null) return undefined;
      draft.responseText = random.pick(["<html></html>", "{", '{"a":1,}', "undefined"]);
      return { part: "response.body", pointer: "", rules: ["malformed-body"] };
    },
  },
  "missing response body": {
    room: hasResponseBody,
    plant: (draft) => {
      if (draft.responseType === null) return undefined;
      draft.responseBody = undefined;
      return { part: "response.body", pointer: "", rules: ["required"] };
    },
  },
  "response body where none is documented": {
    room: (contract) => responsesOf(contract).some(({ content }) => content.length === 0),
    plant: (draft) => {
      if (draft.response.content.length > 0) return undefined;
      draft.responseHeaders["content-type"] = "application/json";
      draft.responseBody = { a: 1 };
      return { part: "response.body", pointer: "", rules: ["undocumented-property"] };
    },
  },
  "missing response header": {
    room: (contract) => headersOf(contract).some(({ required }) => required),
    plant: ({ response, responseHeaders }, random) => {
      const required = response.headers.filter((header) => header.required);
      if (required.length === 0) return undefined;
      const { name } = random.pick(required);
      delete responseHeaders[name];
      return { part: "response.headers", pointer: `/${name}`, rules: ["response-header"] };
    },
  },
  "wrong response header": {
    room: (contract) => headersOf(contract).some((header) => wrongTexts(contract, header).length > 0),
    plant: ({ contract, response, responseHeaders }, random) => {
      const wrong = response.headers.flatMap((header) =>
        wrongTexts(contract, header).map((found) => ({ name: header.name, ...found })),
      );
      if (wrong.length === 0) return undefined;
      const { name, text, rules } = random.pick(wrong);
      responseHeaders[name] = text;
      return { part: "response.headers", pointer: `/${name}`, rules };
    },
  },
};

const contentType = { part: "response.headers", pointer: "/content-type", rules: ["content-type"] } as const;

function takes418({ status }: ResponseDefinition): boolean {
  return ["418", "4XX", "default"].includes(status);
}

function responsesOf({ operations }: Contract): ResponseDefinition[] {
  return operations.flatMap(({ responses }) => responses);
}

function hasResponseBody(contract: Contract): boolean {
  return responsesOf(contract).some(({ content }) => content.length > 0);
}

function headersOf(contract: Contract): Parameter[] {
  return responsesOf(contract).flatMap(({ headers }) => headers);
}

/** Texts that a header's schema refuses, whether they are read as text or as what they look like. */
function wrongTexts(contract: Contract, { schema }: Parameter): { text: string; rules: string[] }[] {
  if (schema === null || contract.checker.planner.plan([schema]).items.length > 0) return [];
  const { response } = contract.checker.compilers;
  return ["not-a-thing", "-5", "1.5"].flatMap((text) => {
    const asText = response.firstError(schema, text);
    const asNumber = Number.isNaN(Number(text)) ? asText : response.firstError(schema, Number(text));
    return asText === undefined || asNumber === undefined ? [] : [{ text, rules: [asText.keyword, asNumber.keyword] }];
  });
}
