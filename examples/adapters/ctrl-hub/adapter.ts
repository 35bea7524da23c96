import { Http } from "./http.ts";
import {
  anything,
  dateTime,
  input,
  listOf,
  Mismatch,
  maybe,
  oneOf,
  orNull,
  type Read,
  readInput,
  record,
  text,
  uuid,
  wholeNumber,
} from "./read.ts";
import type { Timing } from "./retry.ts";

export interface CtrlHubOptions extends Timing {
  /** "https://api.ctrl-hub.com", or what stands in for it. */
  baseUrl: string;
  /** The token of a session. */
  credential: string;
  /** The organisation's id. */
  accountId: string;
}

/** What Ctrl Hub takes of a contact. What is absent keeps its value; nothing documented says that null clears. */
export interface ContactInput {
  first_name?: string;
  last_name?: string;
  email?: string;
  telephone?: string;
  salutation?: string;
  association?: string;
}

/** A contact, its document unfolded; null where Ctrl Hub says nothing. */
export interface Contact {
  id: string;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  telephone: string | null;
  salutation: string | null;
  association: string | null;
  account_ids: string[] | null;
  interaction_ids: string[] | null;
  author_id: string | null;
  organisation_id: string | null;
  created_at: string | null;
  updated_at: string | null;
  modified_at: string | null;
}

export interface ContactsInput {
  sort?: (typeof sorts)[number];
  /** Contacts of a request; all come back, whatever it is. @default 100 */
  limit?: number;
}

export interface AccountContactsInput {
  account_id: string;
  contact_ids: string[];
}

export interface InteractionContactInput {
  interaction_id: string;
  /** null for none. */
  contact_id: string | null;
}

/** Customer contacts of one organisation. Every method throws AdapterError and nothing else. */
export class CtrlHubAdapter {
  readonly #http: Http;
  readonly #customers: readonly string[];

  constructor({ baseUrl, credential, accountId, ...timing }: CtrlHubOptions) {
    const headers = { "x-session-token": credential };
    this.#http = new Http({ ...timing, baseUrl, headers, mediaType: "application/vnd.api+json", messageIn });
    this.#customers = ["v3", "orgs", readInput(uuid, accountId, "accountId"), "customers"];
  }

  async getContact(given: { id: string }): Promise<Contact> {
    const { id } = readInput(byId, given);
    return this.#http.call({ method: "GET", path: this.#contacts(id), effect: "none", answer: contactDocument });
  }

  /** All contacts. One that is deleted in the meantime may hide another: Ctrl Hub pages by number, not by cursor. */
  async listContacts(given: ContactsInput = {}): Promise<Contact[]> {
    const { sort, limit = 100 } = readInput(contactsInput, given);
    const all: Contact[] = [];
    let before = "";
    // Not every list says how many there are, and a page that is not full need not be the last.
    for (;;) {
      const query = { sort, limit, offset: all.length };
      const answer = notAgain(contactsDocument, before);
      const page = await this.#http.call({ method: "GET", path: this.#contacts(), query, effect: "none", answer });
      if (page.length === 0) return all;
      all.push(...page);
      before = JSON.stringify(page);
    }
  }

  async updateContact(given: { id: string; contact: ContactInput }): Promise<Contact> {
    const { id, contact: attributes } = readInput(updateInput, given);
    const body = { data: { id, type: "contacts", attributes } };
    return this.#http.call({ method: "PUT", path: this.#contacts(id), body, effect: "twice", answer: contactDocument });
  }

  /** Relates further contacts to an account. */
  async addAccountContacts(given: AccountContactsInput): Promise<void> {
    await this.#relateAccount("POST", given);
  }

  /** Relates these contacts to an account, and no others. */
  async replaceAccountContacts(given: AccountContactsInput): Promise<void> {
    await this.#relateAccount("PATCH", given);
  }

  async setInteractionContact(given: InteractionContactInput): Promise<void> {
    const { interaction_id, contact_id } = readInput(interactionInput, given);
    const path = [...this.#customers, "interactions", interaction_id, "relationships", "contact"];
    const body = { data: contact_id === null ? null : identify(contact_id) };
    await this.#http.call({ method: "PATCH", path, body, effect: "twice", answer: anything });
  }

  async #relateAccount(method: "POST" | "PATCH", given: AccountContactsInput): Promise<void> {
    const { account_id, contact_ids } = readInput(accountInput, given);
    const path = [...this.#customers, "accounts", account_id, "relationships", "contacts"];
    await this.#http.call({
      method,
      path,
      body: { data: contact_ids.map(identify) },
      effect: "twice",
      answer: anything,
    });
  }

  #contacts(...id: string[]): string[] {
    return [...this.#customers, "contacts", ...id];
  }
}

const identify = (id: string) => ({ type: "contacts", id });

const sorts = [
  "created_at",
  "-created_at",
  "modified_at",
  "-modified_at",
  "first_name",
  "-first_name",
  "last_name",
  "-last_name",
] as const;
const contactInput = input<ContactInput>({
  first_name: text,
  last_name: text,
  email: text,
  telephone: text,
  salutation: text,
  association: text,
});
const contactsInput = input<ContactsInput>({ sort: oneOf(...sorts), limit: wholeNumber(1, 100) });
const byId = input<{ id: string }>({ id: uuid }, ["id"]);
const updateInput = input<{ id: string; contact: ContactInput }>({ id: uuid, contact: contactInput }, [
  "id",
  "contact",
]);
const accountInput = input<AccountContactsInput>({ account_id: uuid, contact_ids: listOf(uuid) }, [
  "account_id",
  "contact_ids",
]);
const interactionInput = input<InteractionContactInput>({ interaction_id: uuid, contact_id: orNull(uuid) }, [
  "interaction_id",
  "contact_id",
]);

const related = maybe(record({ data: maybe(record({ id: text })) }));
const relatedList = maybe(record({ data: maybe(listOf(record({ id: text }))) }));

const resource = record({
  id: text,
  type: oneOf("contacts"),
  attributes: maybe(
    record({
      first_name: maybe(text),
      last_name: maybe(text),
      email: maybe(text),
      telephone: maybe(text),
      salutation: maybe(text),
      association: maybe(text),
    }),
  ),
  meta: maybe(record({ created_at: maybe(dateTime), updated_at: maybe(dateTime), modified_at: maybe(dateTime) })),
  relationships: maybe(
    record({ accounts: relatedList, interactions: relatedList, author: related, organisation: related }),
  ),
});

const contact: Read<Contact> = (value, at) => {
  const { id, attributes, meta, relationships } = resource(value, at);
  return {
    id,
    first_name: attributes?.first_name ?? null,
    last_name: attributes?.last_name ?? null,
    email: attributes?.email ?? null,
    telephone: attributes?.telephone ?? null,
    salutation: attributes?.salutation ?? null,
    association: attributes?.association ?? null,
    account_ids: relationships?.accounts?.data?.map((one) => one.id) ?? null,
    interaction_ids: relationships?.interactions?.data?.map((one) => one.id) ?? null,
    author_id: relationships?.author?.data?.id ?? null,
    organisation_id: relationships?.organisation?.data?.id ?? null,
    created_at: meta?.created_at ?? null,
    updated_at: meta?.updated_at ?? null,
    modified_at: meta?.modified_at ?? null,
  };
};

const contactDocument: Read<Contact> = (value, at) => record({ data: contact })(value, at).data;
const contactsDocument: Read<Contact[]> = (value, at) => record({ data: listOf(contact) })(value, at).data;

/** A vendor that overlooks `offset` would give the same page for ever. */
function notAgain<T>(read: Read<T>, before: string): Read<T> {
  return (value, at) => {
    const page = read(value, at);
    if (JSON.stringify(page) === before) throw new Mismatch(`${at} is the same page once more`);
    return page;
  };
}

const errors = record({ errors: listOf(record({ title: maybe(text), detail: maybe(text) })) });

/** What each error of JSON:API says. */
function messageIn(body: unknown): string | undefined {
  try {
    const words = errors(body, "body").errors.map(({ detail, title }) => detail ?? title);
    return words.filter((said) => said !== null).join("; ") || undefined;
  } catch {
    return undefined;
  }
}
