import type { Contract, SecurityScheme } from "../../src/contract/contract.ts";
import type { FaultKind } from "./faults.ts";

export const credentialFaults: Readonly<Record<string, FaultKind>> = {
  "missing credential": {
    room: (contract) => contract.operations.some(({ security }) => security.length > 0),
    plant: ({ contract, operation, headers }) => {
      const name = credentialHeaders(contract).find((header) => headers[header] !== undefined);
      if (name === undefined) return undefined;
      delete headers[name];
      const scheme = contract.securitySchemes[operation.security[0]?.[0] ?? ""];
      const pointer = `/${scheme?.parameter?.name.toLowerCase() ?? "authorization"}`;
      return { part: "request.headers", pointer, rules: ["authentication"] };
    },
  },
  "malformed credential": {
    room: (contract) => Object.values(contract.securitySchemes).some(({ parameter }) => parameter === null),
    plant: ({ headers }, random) => {
      if (headers.authorization === undefined) return undefined;
      headers.authorization = random.pick(["some-key", "Digest abc", "Bearer", "Basic", "Basic !!!", "Token some-key"]);
      return { part: "request.headers", pointer: "/authorization", rules: ["authentication"] };
    },
  },
  "empty credential": {
    room: (contract) => Object.values(contract.securitySchemes).some(({ parameter }) => parameter?.in === "header"),
    plant: ({ contract, headers }) => {
      const name = credentialHeaders(contract).find(
        (header) => header !== "authorization" && headers[header] !== undefined,
      );
      if (name === undefined) return undefined;
      headers[name] = "";
      return { part: "request.headers", pointer: `/${name}`, rules: ["authentication"] };
    },
  },
};

function credentialHeaders({ securitySchemes }: Contract): string[] {
  return Object.values(securitySchemes).map(headerOf);
}

function headerOf({ parameter }: SecurityScheme): string {
  return parameter?.in === "header" ? parameter.name.toLowerCase() : "authorization";
}
