import { createMock, type Mock } from "./create-mock.ts";

/** The id of the documents' example of every record. */
export const exampleId = "8187e5da-dc77-475e-9949-af0f1fa4e4e3";
export const contactsPath = "/stackone/unified/crm/contacts";

/** A stand-in, and requests as the official client authenticates them; `auth` says another key. */
export function createStackOne(scenario?: string): Mock {
  const authorization = `Basic ${Buffer.from("standin-key:").toString("base64")}`;
  const headers = { authorization, "x-account-id": "standin-account" };
  return createMock("stackone", { headers, ...(scenario !== undefined && { scenario }) });
}
