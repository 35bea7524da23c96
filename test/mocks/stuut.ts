import { createMock, type Mock } from "./create-mock.ts";

export const contactPath = "/stuut/v2/internal-contacts/standin-contact";
/** The internal contacts of a partner. */
export const teamPath = "/stuut/v2/partners/standin-partner/internal-contacts";

export function createStuut(): Mock {
  return createMock("stuut");
}
