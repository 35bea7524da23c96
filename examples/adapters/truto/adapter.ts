import { randomUUID } from "node:crypto";
import { AdapterError } from "./adapter-error.ts";
import { Http } from "./http.ts";
import {
  dateTime,
  identifier,
  input,
  integer,
  listOf,
  Mismatch,
  maybe,
  object,
  oneOf,
  readInput,
  record,
  text,
  wholeNumber,
} from "./read.ts";
import type { Timing } from "./retry.ts";

export interface TrutoOptions extends Timing {
  /** "https://api.truto.one", or what stands in for it. */
  baseUrl: string;
  /** An API token of the environment. */
  credential: string;
  /** The integrated account, which is the connection to one customer's CRM. */
  accountId: string;
}

/** What Truto takes of an account. What is absent keeps its value. */
export interface AccountInput {
  name?: string;
  website?: string;
  description?: string;
  industry?: string;
  number_of_employees?: number;
  addresses?: Partial<Texts<AddressMember>>[];
  phone_numbers?: (Partial<Texts<"id" | "number" | "extension">> & { type?: "work" | "mobile" | "fax" })[];
  owner?: { id?: string };
  urls?: { url?: string; type?: string }[];
  /** By the names that the CRM has for them. */
  custom_fields?: Record<string, unknown>;
  created_at?: string;
  /** Goes to the CRM as it stands. */
  remote_data?: Record<string, unknown>;
}

type Texts<Name extends string> = Record<Name, string>;
type TextsOrNull<Name extends string> = Record<Name, string | null>;
type AddressMember = "id" | "street_1" | "street_2" | "city" | "state" | "postal_code" | "country" | "type";

/** An account as Truto has it; null where it says nothing, which depends on the CRM. */
export interface Account {
  id: string | null;
  name: string | null;
  website: string | null;
  description: string | null;
  industry: string | null;
  number_of_employees: number | null;
  addresses: TextsOrNull<AddressMember>[] | null;
  phone_numbers: TextsOrNull<"id" | "number" | "extension" | "type">[] | null;
  owner: TextsOrNull<"id"> | null;
  urls: TextsOrNull<"url" | "type">[] | null;
  custom_fields: Record<string, unknown> | null;
  created_at: string | null;
  updated_at: string | null;
  last_activity_at: string | null;
  /** What the CRM itself answered. */
  remote_data: Record<string, unknown> | null;
}

export interface AccountsInput {
  /** Only accounts of this name. */
  name?: string;
  /** Only accounts that changed after this moment. */
  updated_after?: string;
  /** Accounts of a request; all come back, whatever it is. @default 100 */
  limit?: number;
}

/** Accounts (companies) of one integrated account. Every method throws AdapterError and nothing else. */
export class TrutoAdapter {
  readonly #http: Http;
  readonly #query: { integrated_account_id: string };

  constructor({ baseUrl, credential, accountId, ...timing }: TrutoOptions) {
    const headers = { authorization: `Bearer ${credential}` };
    this.#http = new Http({ ...timing, baseUrl, headers, mediaType: "application/json", messageIn });
    this.#query = { integrated_account_id: accountId };
  }

  async getAccount(given: { id: string }): Promise<Account> {
    const { id } = readInput(byId, given);
    return this.#http.call({
      method: "GET",
      path: [...accounts, id],
      query: this.#query,
      effect: "none",
      answer: account,
    });
  }

  /** All accounts, page by page. */
  async listAccounts(given: AccountsInput = {}): Promise<Account[]> {
    const { name, updated_after, limit = 100 } = readInput(accountsInput, given);
    const all: Account[] = [];
    const cursors = new Set<string>();
    let next_cursor: string | undefined;
    do {
      const query = { ...this.#query, name, "updated_at[gt]": updated_after, limit, next_cursor };
      const page = await this.#http.call({
        method: "GET",
        path: accounts,
        query,
        effect: "none",
        answer: pageAfter(cursors),
      });
      all.push(...page.result);
      // An empty cursor would lead back to the first page.
      next_cursor = page.next_cursor || undefined;
      if (next_cursor !== undefined) cursors.add(next_cursor);
    } while (next_cursor !== undefined);
    return all;
  }

  async createAccount(given: { account: AccountInput }): Promise<Account> {
    const { account: body } = readInput(createInput, given);
    if (!body.name?.trim() && !body.website?.trim()) {
      throw new AdapterError("invalid", "input.account needs a name or a website");
    }
    return this.#write("POST", accounts, body);
  }

  async updateAccount(given: { id: string; account: AccountInput }): Promise<Account> {
    const { id, account: body } = readInput(updateInput, given);
    return this.#write("PATCH", [...accounts, id], body);
  }

  async deleteAccount(given: { id: string }): Promise<void> {
    const { id } = readInput(byId, given);
    // No key is documented for it. What comes back is the account or its id alone: the sources differ.
    await this.#http.call({
      method: "DELETE",
      path: [...accounts, id],
      query: this.#query,
      effect: "twice",
      answer: maybe(object),
    });
  }

  /** One key for all tries: where the first was done and its answer lost, the next gets that answer. */
  #write(method: "POST" | "PATCH", path: readonly string[], body: AccountInput): Promise<Account> {
    const headers = { "idempotency-key": randomUUID() };
    return this.#http.call({ method, path, query: this.#query, headers, body, effect: "once", answer: account });
  }
}

const accounts = ["unified", "crm", "accounts"];

const accountInput = input<AccountInput>({
  name: text,
  website: text,
  description: text,
  industry: text,
  number_of_employees: integer,
  addresses: listOf(
    input<Partial<Texts<AddressMember>>>({
      id: text,
      street_1: text,
      street_2: text,
      city: text,
      state: text,
      postal_code: text,
      country: text,
      type: text,
    }),
  ),
  phone_numbers: listOf(input({ id: text, number: text, extension: text, type: oneOf("work", "mobile", "fax") })),
  owner: input({ id: text }),
  urls: listOf(input({ url: text, type: text })),
  custom_fields: object,
  created_at: dateTime,
  remote_data: object,
});
const accountsInput = input<AccountsInput>({ name: text, updated_after: dateTime, limit: wholeNumber(1, 100) });
const byId = input<{ id: string }>({ id: identifier }, ["id"]);
const createInput = input<{ account: AccountInput }>({ account: accountInput }, ["account"]);
const updateInput = input<{ id: string; account: AccountInput }>({ id: identifier, account: accountInput }, [
  "id",
  "account",
]);

const account = record<Account>({
  id: maybe(text),
  name: maybe(text),
  website: maybe(text),
  description: maybe(text),
  industry: maybe(text),
  number_of_employees: maybe(integer),
  addresses: maybe(
    listOf(
      record<TextsOrNull<AddressMember>>({
        id: maybe(text),
        street_1: maybe(text),
        street_2: maybe(text),
        city: maybe(text),
        state: maybe(text),
        postal_code: maybe(text),
        country: maybe(text),
        type: maybe(text),
      }),
    ),
  ),
  phone_numbers: maybe(
    listOf(record({ id: maybe(text), number: maybe(text), extension: maybe(text), type: maybe(text) })),
  ),
  owner: maybe(record({ id: maybe(text) })),
  urls: maybe(listOf(record({ url: maybe(text), type: maybe(text) }))),
  custom_fields: maybe(object),
  created_at: maybe(dateTime),
  updated_at: maybe(dateTime),
  last_activity_at: maybe(dateTime),
  remote_data: maybe(object),
});

const accountsPage = record({ result: listOf(account), next_cursor: maybe(text) });

/** A page that does not lead back to one that was read: that would never end. */
function pageAfter(cursors: ReadonlySet<string>): typeof accountsPage {
  return (value, at) => {
    const page = accountsPage(value, at);
    if (page.next_cursor === null || !cursors.has(page.next_cursor)) return page;
    throw new Mismatch(`${at}.next_cursor leads back to a page that was read`);
  };
}

/** Truto's words; where the CRM refused without a word, at least what the status is called. */
function messageIn(body: unknown): string | undefined {
  const { message, error } = (body ?? {}) as { message?: unknown; error?: unknown };
  return [message, error].find((words): words is string => typeof words === "string" && words !== "");
}
