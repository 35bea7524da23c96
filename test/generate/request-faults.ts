import type { Contract, MediaType } from "../../src/contract/contract.ts";
import type { Draft } from "./exchange.ts";
import type { FaultKind } from "./faults.ts";

export const requestFaults: Readonly<Record<string, FaultKind>> = {
  "unknown path": {
    room: () => true,
    plant: (draft) => {
      draft.pathSuffix = "/no/such/thing/at/all";
      return { part: "request.path", pointer: "", rules: ["operation"] };
    },
  },
  "undocumented method": {
    room: () => true,
    plant: (draft) => {
      draft.method = "TRACE";
      return { part: "request.path", pointer: "", rules: ["method"] };
    },
  },
  "type that the client does not accept": {
    room: (contract) =>
      contract.operations.some(({ responses }) =>
        responses.some(({ status, content }) => status.startsWith("2") && content.length > 0),
      ),
    plant: (draft, random) => {
      if (!draft.operation.responses.some(({ status, content }) => status.startsWith("2") && content.length > 0))
        return undefined;
      draft.headers.accept = random.pick(["text/csv", "image/*;q=0.8, text/css", "application/json;q=0, text/csv"]);
      return { part: "request.headers", pointer: "/accept", rules: ["accept"] };
    },
  },
  "parameter of an exact type in Accept": {
    room: (contract) =>
      contract.operations.some(({ responses }) =>
        responses.some(({ status, content }) => status.startsWith("2") && content.some(({ exact }) => exact !== null)),
      ),
    plant: ({ operation, headers }) => {
      const content = operation.responses
        .filter(({ status }) => status.startsWith("2"))
        .flatMap((response) => response.content);
      const exact = content.find((mediaType) => mediaType.exact !== null);
      if (exact === undefined || content.some((mediaType) => mediaType.exact === null)) return undefined;
      headers.accept = `${exact.type}; profile=x`;
      return { part: "request.headers", pointer: "/accept", rules: ["accept"] };
    },
  },
  "wrong content type": {
    room: hasRequestBody,
    plant: (draft, random) => {
      const { headers } = draft;
      if (!isDueType(draft)) return undefined;
      headers["content-type"] = random.pick([
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "nonsense",
      ]);
      return contentType;
    },
  },
  "missing content type": {
    room: hasRequestBody,
    plant: (draft) => {
      if (!isDueType(draft)) return undefined;
      delete draft.headers["content-type"];
      return contentType;
    },
  },
  "parameter of an exact content type": {
    room: (contract) => requestTypes(contract).some(({ exact }) => exact !== null),
    plant: ({ requestType, headers }) => {
      if (requestType === null || requestType.exact === null) return undefined;
      headers["content-type"] = `${requestType.type}; charset=utf-8`;
      return contentType;
    },
  },
  "malformed body": {
    room: hasRequestBody,
    plant: (draft, random) => {
      if (draft.requestType === null) return undefined;
      draft.requestText = random.pick(["{", '{"a":1,}', "{'a': 1}", "[1,2", '{"a":tru}', "\u0000", "undefined"]);
      return { part: "request.body", pointer: "", rules: ["malformed-body"] };
    },
  },
  "missing body": {
    room: (contract) => contract.operations.some(({ requestBody }) => requestBody?.required === true),
    plant: (draft) => {
      if (draft.requestType === null || draft.operation.requestBody?.required !== true) return undefined;
      draft.requestBody = undefined;
      return { part: "request.body", pointer: "", rules: ["required"] };
    },
  },
  "body where none is documented": {
    room: (contract) => contract.operations.some(({ requestBody }) => requestBody === null),
    plant: (draft) => {
      if (draft.operation.requestBody !== null) return undefined;
      draft.headers["content-type"] = "application/json";
      draft.requestBody = { a: 1 };
      return { part: "request.body", pointer: "", rules: ["undocumented-property"] };
    },
  },
};

const contentType = { part: "request.headers", pointer: "/content-type", rules: ["content-type"] } as const;

/** The body is of the first documented type: under a wrong one it is held against that type's schema all the same. */
function isDueType({ requestType, operation }: Draft): boolean {
  return requestType !== null && requestType === operation.requestBody?.content[0];
}

function requestTypes({ operations }: Contract): MediaType[] {
  return operations.flatMap(({ requestBody }) => requestBody?.content ?? []);
}

function hasRequestBody(contract: Contract): boolean {
  return requestTypes(contract).length > 0;
}
