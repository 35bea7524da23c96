import { workingId } from "../../mocks/truto/integrated-accounts.ts";
import { createMock, type Mock } from "./create-mock.ts";

export const accountsPath = "/truto/unified/crm/accounts";

/** A stand-in, and calls through a connection; the query is written as it goes over the wire. */
export function createTruto(): Mock & { call: Call } {
  const mock = createMock("truto");
  const call: Call = (method, path, query = "", connection = workingId) =>
    mock.send(method, `${accountsPath}${path}?integrated_account_id=${connection}${query && `&${query}`}`);
  return { ...mock, call };
}

export type Call = (
  method: "get" | "post" | "patch" | "delete",
  path: string,
  query?: string,
  connection?: string,
) => ReturnType<Mock["send"]>;
