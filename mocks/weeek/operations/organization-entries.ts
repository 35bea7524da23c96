import { entryHandlers } from "./entries.ts";

const addresses = entryHandlers({
  field: "address",
  ownerId: "organizationId",
  entryId: "addressId",
  owners: (state) => state.organizations,
  entries: (organization) => organization.addresses,
});

const emails = entryHandlers({
  field: "email",
  ownerId: "organizationId",
  entryId: "emailId",
  owners: (state) => state.organizations,
  entries: (organization) => organization.emails,
});

const phones = entryHandlers({
  field: "phone",
  ownerId: "organizationId",
  entryId: "phoneId",
  owners: (state) => state.organizations,
  entries: (organization) => organization.phones,
});

export const organizationEntries = {
  createOrganizationAddress: addresses.create,
  updateOrganizationAddress: addresses.update,
  deleteOrganizationAddress: addresses.remove,
  createOrganizationEmail: emails.create,
  updateOrganizationEmail: emails.update,
  deleteOrganizationEmail: emails.remove,
  createOrganizationPhone: phones.create,
  updateOrganizationPhone: phones.update,
  deleteOrganizationPhone: phones.remove,
};
