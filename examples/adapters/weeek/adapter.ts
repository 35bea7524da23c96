import { Http } from "./http.ts";
import {
  dateTime,
  flag,
  identifier,
  input,
  integer,
  listOf,
  Mismatch,
  maybe,
  orNull,
  type Read,
  readInput,
  record,
  text,
  textOf,
  wholeNumber,
} from "./read.ts";
import type { Timing } from "./retry.ts";

export interface WeeekOptions extends Timing {
  /** "https://api.weeek.net/public/v1", or what stands in for it. */
  baseUrl: string;
  /** The workspace's token. */
  credential: string;
}

/** What WEEEK takes of a contact. What is absent keeps its value; a list replaces the one that is there. */
export interface ContactInput {
  firstName: string;
  lastName?: string | null;
  middleName?: string | null;
  /** Ids of organizations. */
  organizations?: string[] | null;
  emails?: string[] | null;
  phones?: string[] | null;
  /** Ids of tags. */
  tags?: number[] | null;
}

/** A contact as WEEEK has it; null where it says nothing. */
export interface Contact {
  id: string | null;
  creatorId: string | null;
  firstName: string | null;
  lastName: string | null;
  middleName: string | null;
  organizations: string[] | null;
  emails: { id: string | null; email: string | null }[] | null;
  phones: { id: string | null; phone: string | null }[] | null;
  tags: number[] | null;
  createdAt: string | null;
  updatedAt: string | null;
}

export interface ContactsInput {
  /** In names, emails and phones. */
  search?: string;
  /** Contacts of a request; all come back, whatever it is. @default 50 */
  limit?: number;
}

/** Contacts of one WEEEK workspace. Every method throws AdapterError and nothing else. */
export class WeeekAdapter {
  readonly #http: Http;

  constructor({ baseUrl, credential, ...timing }: WeeekOptions) {
    const headers = { authorization: `Bearer ${credential}` };
    this.#http = new Http({ ...timing, baseUrl, headers, mediaType: "application/json", messageIn });
  }

  async getContact(given: { id: string }): Promise<Contact> {
    const { id } = readInput(byId, given);
    return this.#http.call({ method: "GET", path: [...contacts, id], effect: "none", answer: contactAnswer });
  }

  /** All contacts. One that is deleted in the meantime may hide another: WEEEK pages by number, not by cursor. */
  async listContacts(given: ContactsInput = {}): Promise<Contact[]> {
    const { search, limit = 50 } = readInput(contactsInput, given);
    const all: Contact[] = [];
    let before = "";
    // WEEEK does not say how many there are, and a page that is not full need not be the last.
    for (;;) {
      const query = { search, limit, offset: all.length };
      const answer = notAgain(contactsAnswer, before);
      const page = await this.#http.call({ method: "GET", path: contacts, query, effect: "none", answer });
      if (page.length === 0) return all;
      all.push(...page);
      before = JSON.stringify(page);
    }
  }

  async createContact(given: { contact: ContactInput }): Promise<Contact> {
    const { contact: body } = readInput(createInput, given);
    return this.#http.call({ method: "POST", path: contacts, body, effect: "twice", answer: contactAnswer });
  }

  async updateContact(given: { id: string; contact: ContactInput }): Promise<Contact> {
    const { id, contact: body } = readInput(updateInput, given);
    return this.#http.call({ method: "PUT", path: [...contacts, id], body, effect: "twice", answer: contactAnswer });
  }

  async deleteContact(given: { id: string }): Promise<void> {
    const { id } = readInput(byId, given);
    await this.#http.call({ method: "DELETE", path: [...contacts, id], effect: "twice", answer: maybe(success) });
  }
}

const contacts = ["crm", "contacts"];

const shortText = textOf(1, 255);
const contactInput = input<ContactInput>(
  {
    firstName: shortText,
    lastName: orNull(textOf(0, 255)),
    middleName: orNull(textOf(0, 255)),
    organizations: orNull(listOf(text)),
    emails: orNull(listOf(shortText)),
    phones: orNull(listOf(shortText)),
    tags: orNull(listOf(integer)),
  },
  ["firstName"],
);
const contactsInput = input<ContactsInput>({ search: text, limit: wholeNumber(1, 1000) });
const byId = input<{ id: string }>({ id: identifier }, ["id"]);
const createInput = input<{ contact: ContactInput }>({ contact: contactInput }, ["contact"]);
const updateInput = input<{ id: string; contact: ContactInput }>({ id: identifier, contact: contactInput }, [
  "id",
  "contact",
]);

const contact = record<Contact>({
  id: maybe(text),
  creatorId: maybe(text),
  firstName: maybe(text),
  lastName: maybe(text),
  middleName: maybe(text),
  organizations: maybe(listOf(text)),
  emails: maybe(listOf(record<{ id: string | null; email: string | null }>({ id: maybe(text), email: maybe(text) }))),
  phones: maybe(listOf(record<{ id: string | null; phone: string | null }>({ id: maybe(text), phone: maybe(text) }))),
  tags: maybe(listOf(integer)),
  createdAt: maybe(dateTime),
  updatedAt: maybe(dateTime),
});

/** The status alone does not say it: the envelope could deny it. */
const success: Read<void> = (value, at) => {
  if (record({ success: maybe(flag) })(value, at).success === false) {
    throw new Mismatch(`the call did not succeed: ${messageIn(value) ?? "WEEEK does not say why"}`);
  }
};

const contactAnswer: Read<Contact> = (value, at) => {
  success(value, at);
  return record({ contact })(value, at).contact;
};

const contactsAnswer: Read<Contact[]> = (value, at) => {
  success(value, at);
  return record({ contacts: listOf(contact) })(value, at).contacts;
};

/** A vendor that overlooks `offset` would give the same page for ever. */
function notAgain<T>(read: Read<T>, before: string): Read<T> {
  return (value, at) => {
    const page = read(value, at);
    if (JSON.stringify(page) === before) throw new Mismatch(`${at} is the same page once more`);
    return page;
  };
}

function messageIn(body: unknown): string | undefined {
  const message = (body as { message?: unknown } | null | undefined)?.message;
  return typeof message === "string" ? message : undefined;
}
