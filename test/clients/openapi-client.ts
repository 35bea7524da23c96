import { readFileSync } from "node:fs";
import { type AxiosResponse, type Document, OpenAPIClientAxios } from "openapi-client-axios";
import { parse } from "yaml";
import type { ClientTenant } from "./stand-in-test.ts";

/** The contract as the client reads it: a plain document, of which it knows nothing of ours. */
export function readContract(provider: string): Document {
  const file = new URL(`../../contracts/${provider}/openapi.yaml`, import.meta.url);
  return parse(readFileSync(file, "utf8"));
}

export interface OpenapiClient {
  /** The operations for which the client has a method. */
  operations: string[];
  call(operation: string, parameters?: ParamsArg, body?: object): Promise<AxiosResponse>;
}

type ParamsArg = string | number | Record<string, string | number | string[]>;

/** A client as openapi-client-axios makes it of a contract. Statuses are for the test to judge. */
export async function createOpenapiClient(
  definition: Document,
  { baseUrl, credential }: Pick<ClientTenant, "baseUrl" | "credential">,
): Promise<OpenapiClient> {
  const api = new OpenAPIClientAxios({
    definition,
    withServer: { url: baseUrl },
    axiosConfigDefaults: { headers: { authorization: `Bearer ${credential}` }, validateStatus: () => true },
  });
  const client = await api.init();
  return {
    operations: api.getOperations().map(({ operationId }) => operationId as string),
    call(operation, parameters, body) {
      const method = client[operation];
      if (method === undefined) throw new Error(`The client has no method ${operation}.`);
      return method(parameters as Parameters<typeof method>[0], body);
    },
  };
}
