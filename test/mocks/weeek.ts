import { createMock, type Mock } from "./create-mock.ts";

/** The id of the reference page's contact, and of all that belongs to it. */
export const exampleId = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
export const unknownId = "3f2b8c1e-6a57-4d0e-9c41-0d5f7a8b9c10";
export const contactPath = `/weeek/public/v1/crm/contacts/${exampleId}`;
export const organizationPath = `/weeek/public/v1/crm/organizations/${exampleId}`;

export function createWeeek(): Mock {
  return createMock("weeek", { headers: { authorization: "Bearer standin-key", accept: "application/json" } });
}
