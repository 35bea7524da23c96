import type { Contact } from "./state.ts";

const keys: Record<string, (contact: Contact) => string | number> = {
  created_at: ({ meta }) => Date.parse(meta.created_at),
  modified_at: ({ meta }) => Date.parse(meta.modified_at),
  first_name: ({ attributes }) => attributes.first_name ?? "",
  last_name: ({ attributes }) => attributes.last_name ?? "",
};

/** What contacts can be sorted by, as meta.features names it; the first is the default. */
export const sortFields = Object.keys(keys);

/** Compares by the first field of a sort parameter: the vendor's page on sorting says that further fields are ignored. */
export function byField(sort: unknown): (a: Contact, b: Contact) => number {
  const [field = ""] = String(sort ?? sortFields[0]).split(",");
  const sign = field.startsWith("-") ? -1 : 1;
  const key = keys[field.replace("-", "")] as (contact: Contact) => string | number;
  return (a, b) => sign * compare(key(a), key(b));
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
