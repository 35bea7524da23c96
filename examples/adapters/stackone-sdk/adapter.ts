import { StackOne } from "@stackone/stackone-client-ts";
import { type Fetcher, HTTPClient } from "@stackone/stackone-client-ts/lib/http.js";
import { HTTPClientError, StackOneError } from "@stackone/stackone-client-ts/sdk/models/errors/index.js";
import type { CrmCreateContactRequestDto } from "@stackone/stackone-client-ts/sdk/models/shared/index.js";
import { AdapterError, kindOfStatus } from "./adapter-error.ts";
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
import { type Effect, readRetryAfter, type Timing, withRetries } from "./retry.ts";

export interface StackOneSdkOptions extends Timing {
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
  custom_fields?: Partial<CustomFieldInput>[] | null;
  /** Goes to the CRM as it stands. */
  passthrough?: Record<string, unknown> | null;
}

type CustomFieldValue = string | number | boolean | unknown[] | null;

export interface CustomFieldInput extends CustomField {
  value: CustomFieldValue;
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
export class StackOneSdkAdapter {
  readonly #crm: StackOne["crm"];
  readonly #accountId: string;
  readonly #timing: Timing;

  constructor({ baseUrl, credential, accountId, ...timing }: StackOneSdkOptions) {
    if (!/^[\x21-\x39\x3b-\x7e]+$/.test(credential) || !/^[\x21-\x7e]+$/.test(accountId)) {
      throw new AdapterError("invalid", "The credential or the account is empty or has characters that it cannot have");
    }
    this.#accountId = accountId;
    this.#timing = timing;
    this.#crm = new StackOne({
      serverURL: baseUrl,
      security: { username: credential, password: "" },
      // It would repeat writes whose answer was lost, for up to an hour.
      retryConfig: { strategy: "none" },
      httpClient: new HTTPClient({ fetcher: fetchWithin(timing.timeoutMs ?? 10_000) }),
    }).crm;
  }

  async getContact(given: { id: string }): Promise<Contact> {
    const { id } = readInput(byId, given);
    const xAccountId = this.#accountId;
    return this.#call("getContact", "none", contactAnswer, () => this.#crm.getContact({ xAccountId, id }));
  }

  /** All contacts, page by page. */
  async listContacts(given: ContactsInput = {}): Promise<Contact[]> {
    const { updated_after, page_size = 100 } = readInput(contactsInput, given);
    const request = {
      xAccountId: this.#accountId,
      pageSize: String(page_size),
      ...(updated_after === undefined ? {} : { filter: { updatedAfter: new Date(updated_after) } }),
    };
    const all: Contact[] = [];
    const cursors = new Set<string>();
    let next: string | undefined;
    do {
      const paged = next === undefined ? request : { ...request, next };
      // Not the SDK's own iterator: it would ask for the next page outside of withRetries.
      const page = await this.#call("listContacts", "none", pageAfter(cursors), () => this.#crm.listContacts(paged));
      all.push(...page.data);
      // A short page may still lead on; an empty cursor would lead back to the first one.
      next = page.next || undefined;
      if (next !== undefined) cursors.add(next);
    } while (next !== undefined);
    return all;
  }

  async createContact(given: { contact: ContactInput }): Promise<Contact> {
    const { contact: body } = readInput(createInput, given);
    const request = { xAccountId: this.#accountId, crmCreateContactRequestDto: toDto(body) };
    return this.#call("createContact", "twice", contactAnswer, () => this.#crm.createContact(request));
  }

  async updateContact(given: { id: string; contact: ContactInput }): Promise<Contact> {
    const { id, contact: body } = readInput(updateInput, given);
    const request = { xAccountId: this.#accountId, id, crmCreateContactRequestDto: toDto(body) };
    return this.#call("updateContact", "twice", contactAnswer, () => this.#crm.updateContact(request));
  }

  #call<T>(what: string, effect: Effect, answer: Read<T>, send: () => Promise<Sent>): Promise<T> {
    return withRetries(effect, this.#timing, async () => {
      const { rawResponse, statusCode: status } = await send().catch((error) => {
        throw toAdapterError(what, error, this.#timing);
      });
      try {
        // Not the SDK's own model: of a custom field whose value is an object it has an empty one.
        return answer(JSON.parse(bodies.get(rawResponse) ?? ""), "answer");
      } catch (error) {
        if (!(error instanceof Mismatch)) throw error;
        throw new AdapterError("unexpected-answer", `${what}: ${error.message}`, { status });
      }
    });
  }
}

interface Sent {
  rawResponse: Response;
  statusCode: number;
}

/** What each response had in its body, which the SDK has read when it hands the response out. */
const bodies = new WeakMap<Response, string>();

/**
 * Note: the body is read and looked at here. Where the SDK comes upon one that it cannot read or parse, one of its own
 * promises is rejected with nobody to handle it, which ends the process.
 */
function fetchWithin(timeoutMs: number): Fetcher {
  return async (request) => {
    // Not the SDK's own limit: the SDK sends a copy of its request, which loses its signal when memory is collected
    // (https://github.com/nodejs/undici/issues/4068), and would wait for ever.
    const signal = AbortSignal.timeout(timeoutMs);
    // Another host would get the credential.
    const received = await fetch(request as Request, { redirect: "manual", signal });
    const { ok, status, statusText } = received;
    // A refusal is one, whatever has become of its body.
    const bytes = await received.arrayBuffer().catch((error) => (ok ? Promise.reject(error) : new ArrayBuffer(0)));
    const body = decode(bytes, status);
    const headers = new Headers(received.headers);
    if (!isJson(body)) {
      const type = headers.get("content-type") ?? "none";
      if (ok)
        throw new AdapterError("unexpected-answer", `the answer is no JSON, and its content type is ${type}`, {
          status,
        });
      headers.set("content-type", "text/plain");
    }
    const response = new Response(body === "" ? null : body, { status, statusText, headers });
    bodies.set(response, body);
    return response;
  };
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

function decode(bytes: ArrayBuffer, status: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AdapterError("unexpected-answer", "the answer is no UTF-8", { status });
  }
}

/** The SDK has classes for each status, for what it cannot read, and for what comes of fetch. */
function toAdapterError(what: string, error: unknown, { now }: Timing): AdapterError {
  if (error instanceof StackOneError) {
    const { statusCode: status, body, headers } = error;
    if (status < 300) return new AdapterError("unexpected-answer", `${what}: ${error.message}`, { status });
    const words = messageIn(body) ?? body.trim().slice(0, 200);
    const retryAfterMs = readRetryAfter(headers, now);
    return new AdapterError(kindOfStatus(status), `${what}: ${status} ${words}`.trim(), { status, retryAfterMs });
  }
  if (error instanceof HTTPClientError) {
    if (error.cause instanceof AdapterError) return error.cause;
    return new AdapterError("network", `${what}: ${error.message}`, { cause: error.cause });
  }
  return new AdapterError("unexpected-answer", `${what}: ${error instanceof Error ? error.message : error}`);
}

/** In the SDK's names. What is undefined is not sent, and null is. */
function toDto(contact: ContactInput): CrmCreateContactRequestDto {
  return {
    firstName: contact.first_name,
    lastName: contact.last_name,
    companyName: contact.company_name,
    emails: contact.emails,
    phoneNumbers: contact.phone_numbers,
    dealIds: contact.deal_ids,
    accountIds: contact.account_ids,
    customFields:
      contact.custom_fields?.map((field) => ({
        id: field.id,
        remoteId: field.remote_id,
        name: field.name,
        value: field.value,
        valueId: field.value_id,
        remoteValueId: field.remote_value_id,
      })) ?? (contact.custom_fields as null | undefined),
    passthrough: contact.passthrough,
  };
}

const valueToSend: Read<CustomFieldValue> = (value, at) => {
  if (value === null || Array.isArray(value) || ["string", "number", "boolean"].includes(typeof value)) {
    return value as CustomFieldValue;
  }
  throw new Mismatch(`${at} must be no object, which the SDK would send without its members`);
};

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
      input<Partial<CustomFieldInput>>({
        id: orNull(text),
        remote_id: orNull(text),
        name: orNull(text),
        value: valueToSend,
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

function messageIn(body: string): string | undefined {
  try {
    const { message } = JSON.parse(body);
    if (typeof message === "string") return message;
    // StackOne's framework lists what it finds in a request.
    return Array.isArray(message) ? message.join("; ") : undefined;
  } catch {
    return undefined;
  }
}
