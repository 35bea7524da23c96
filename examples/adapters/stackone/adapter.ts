import { AdapterError } from "./adapter-error.ts";
import { Http } from "./http.ts";
import {
  anything,
  dateTime,
  identifier,
  input,
  listOf,
  Mismatch,
  maybe,
  object,
  orNull,
  type Read,
  readInput,
  record,
  text,
  wholeNumber,
} from "./read.ts";
import type { Timing } from "./retry.ts";

export interface StackOneOptions extends Timing {
  /** "https://api.stackone.com", or what stands in for it. */
  baseUrl: string;
  /** The project's API key. */
  credential: string;
  /** The linked account, which is one customer's account with one CRM. */
  accountId: string;
}

/** What StackOne takes of a contact. What is absent keeps its value, null clears it, a list replaces the one before. */
export interface ContactInput {
  first_name?: string | null;
  last_name?: string | null;
  company_name?: string | null;
  emails?: string[] | null;
  phone_numbers?: string[] | null;
  deal_ids?: string[] | null;
  account_ids?: string[] | null;
  custom_fields?: Partial<CustomField>[] | null;
  /** Goes to the CRM as it stands. */
  passthrough?: Record<string, unknown> | null;
}

export interface CustomField {
  id: string | null;
  remote_id: string | null;
  name: string | null;
  value: unknown;
  value_id: string | null;
  remote_value_id: string | null;
}

/** A contact as StackOne has it; null where it says nothing. */
export interface Contact {
  /** StackOne's id. */
  id: string | null;
  /** The CRM's own. */
  remote_id: string | null;
  first_name: string | null;
  last_name: string | null;
  company_name: string | null;
  emails: string[] | null;
  phone_numbers: string[] | null;
  deal_ids: string[] | null;
  remote_deal_ids: string[] | null;
  account_ids: string[] | null;
  remote_account_ids: string[] | null;
  custom_fields: CustomField[] | null;
  unified_custom_fields: Record<string, unknown> | null;
  created_at: string | null;
  updated_at: string | null;
}

export interface ContactsInput {
  /** Only contacts that changed after this moment. */
  updated_after?: string;
  /** Contacts of a request; all come back, whatever it is. @default 100 */
  page_size?: number;
}

/** Contacts of one linked account. Every method throws AdapterError and nothing else. An id is StackOne's or the CRM's. */
export class StackOneAdapter {
  readonly #http: Http;

  constructor({ baseUrl, credential, accountId, ...timing }: StackOneOptions) {
    if (credential === "" || credential.includes(":")) {
      throw new AdapterError("invalid", "The credential is empty or has a colon, which no user name can have");
    }
    const basic = Buffer.from(`${credential}:`).toString("base64");
    const headers = { authorization: `Basic ${basic}`, "x-account-id": accountId };
    this.#http = new Http({ ...timing, baseUrl, headers, mediaType: "application/json", messageIn });
  }

  async getContact(given: { id: string }): Promise<Contact> {
    const { id } = readInput(byId, given);
    return this.#http.call({ method: "GET", path: [...contacts, id], effect: "none", answer: contactAnswer });
  }

  /** All contacts, page by page. */
  async listContacts(given: ContactsInput = {}): Promise<Contact[]> {
    const { updated_after, page_size = 100 } = readInput(contactsInput, given);
    const all: Contact[] = [];
    const cursors = new Set<string>();
    let next: string | undefined;
    do {
      const query = { page_size, "filter[updated_after]": updated_after, next };
      const page = await this.#http.call({
        method: "GET",
        path: contacts,
        query,
        effect: "none",
        answer: pageAfter(cursors),
      });
      all.push(...page.data);
      // A short page may still lead on; an empty cursor would lead back to the first one.
      next = page.next || undefined;
      if (next !== undefined) cursors.add(next);
    } while (next !== undefined);
    return all;
  }

  async createContact(given: { contact: ContactInput }): Promise<Contact> {
    const { contact: body } = readInput(createInput, given);
    return this.#http.call({ method: "POST", path: contacts, body, effect: "twice", answer: contactAnswer });
  }

  async updateContact(given: { id: string; contact: ContactInput }): Promise<Contact> {
    const { id, contact: body } = readInput(updateInput, given);
    return this.#http.call({ method: "PATCH", path: [...contacts, id], body, effect: "twice", answer: contactAnswer });
  }
}

const contacts = ["unified", "crm", "contacts"];

const texts = orNull(listOf(text));
const contactInput = input<ContactInput>({
  first_name: orNull(text),
  last_name: orNull(text),
  company_name: orNull(text),
  emails: texts,
  phone_numbers: texts,
  deal_ids: texts,
  account_ids: texts,
  custom_fields: orNull(
    listOf(
      input<Partial<CustomField>>({
        id: orNull(text),
        remote_id: orNull(text),
        name: orNull(text),
        value: anything,
        value_id: orNull(text),
        remote_value_id: orNull(text),
      }),
    ),
  ),
  passthrough: orNull(object),
});
const contactsInput = input<ContactsInput>({ updated_after: dateTime, page_size: wholeNumber(1, 100) });
const byId = input<{ id: string }>({ id: identifier }, ["id"]);
const createInput = input<{ contact: ContactInput }>({ contact: contactInput }, ["contact"]);
const updateInput = input<{ id: string; contact: ContactInput }>({ id: identifier, contact: contactInput }, [
  "id",
  "contact",
]);

const contact = record<Contact>({
  id: maybe(text),
  remote_id: maybe(text),
  first_name: maybe(text),
  last_name: maybe(text),
  company_name: maybe(text),
  emails: maybe(listOf(text)),
  phone_numbers: maybe(listOf(text)),
  deal_ids: maybe(listOf(text)),
  remote_deal_ids: maybe(listOf(text)),
  account_ids: maybe(listOf(text)),
  remote_account_ids: maybe(listOf(text)),
  custom_fields: maybe(
    listOf(
      record<CustomField>({
        id: maybe(text),
        remote_id: maybe(text),
        name: maybe(text),
        value: maybe(anything),
        value_id: maybe(text),
        remote_value_id: maybe(text),
      }),
    ),
  ),
  unified_custom_fields: maybe(object),
  created_at: maybe(dateTime),
  updated_at: maybe(dateTime),
});

const contactAnswer: Read<Contact> = (value, at) => record({ data: contact })(value, at).data;

const contactsPage = record({ data: listOf(contact), next: maybe(text) });

/** A page that does not lead back to one that was read: that would never end. */
function pageAfter(cursors: ReadonlySet<string>): typeof contactsPage {
  return (value, at) => {
    const page = contactsPage(value, at);
    if (page.next !== null && cursors.has(page.next))
      throw new Mismatch(`${at}.next leads back to a page that was read`);
    return page;
  };
}

function messageIn(body: unknown): string | undefined {
  const message = (body as { message?: unknown } | null | undefined)?.message;
  if (typeof message === "string") return message;
  // StackOne's framework lists what it finds in a request.
  return Array.isArray(message) ? message.join("; ") : undefined;
}
