import { entryHandlers } from "./entries.ts";

const emails = entryHandlers({
  field: "email",
  ownerId: "contactId",
  entryId: "emailId",
  owners: (state) => state.contacts,
  entries: (contact) => contact.emails,
});

const phones = entryHandlers({
  field: "phone",
  ownerId: "contactId",
  entryId: "phoneId",
  owners: (state) => state.contacts,
  entries: (contact) => contact.phones,
});

export const contactEntries = {
  createContactEmail: emails.create,
  updateContactEmail: emails.update,
  deleteContactEmail: emails.remove,
  createContactPhone: phones.create,
  updateContactPhone: phones.update,
  deleteContactPhone: phones.remove,
};
