import { Http } from "./http.ts";
import { dateTime, identifier, input, listOf, maybe, oneOf, orNull, readInput, record, text, textOf } from "./read.ts";
import type { Timing } from "./retry.ts";

export interface StuutOptions extends Timing {
  /** The host that Stuut gave you, or what stands in for it. */
  baseUrl: string;
  /** The account's token. */
  credential: string;
}

export type InternalRole = (typeof roles)[number];

/** What Stuut takes of a person. What is absent keeps its value, null clears it. */
export interface InternalContactInput {
  /** Unique within the organization. */
  email?: string | null;
  given_name?: string | null;
  family_name?: string | null;
  /** The whole name, where it is not known in parts. */
  name?: string | null;
  /** In any notation that can be read as a number; it comes back in E.164. */
  phone?: string | null;
  job_title?: string | null;
}

/** A person, and the role that it gets. */
export interface NewInternalContactInput extends Omit<InternalContactInput, "email"> {
  email: string;
  internal_role: InternalRole;
}

export interface InternalContact {
  id: string;
  email: string;
  given_name: string | null;
  family_name: string | null;
  name: string | null;
  phone: string | null;
  job_title: string | null;
  created_at: string;
  modified_at: string | null;
}

/** The role that a person has, for a partner or for none yet. */
export interface Assignment {
  id: string;
  internal_role: string;
  partner_id: string | null;
  remote_id: string | null;
  internal_contact: InternalContact | null;
  created_at: string;
  modified_at: string | null;
}

/** Internal contacts of one organization. Every method throws AdapterError and nothing else. */
export class StuutAdapter {
  readonly #http: Http;

  constructor({ baseUrl, credential, ...timing }: StuutOptions) {
    const headers = { authorization: `Bearer ${credential}` };
    this.#http = new Http({ ...timing, baseUrl, headers, mediaType: "application/json", messageIn });
  }

  async updateInternalContact(given: { id: string; contact: InternalContactInput }): Promise<InternalContact> {
    const { id, contact: body } = readInput(updateInput, given);
    return this.#http.call({
      method: "PATCH",
      path: [...contacts, id],
      body,
      effect: "twice",
      answer: internalContact,
    });
  }

  /** The person's id is `internal_contact.id` of what comes back; `id` is the assignment's. */
  async createInternalContact(given: { contact: NewInternalContactInput }): Promise<Assignment> {
    const { contact: body } = readInput(createInput, given);
    return this.#http.call({ method: "POST", path: contacts, body, effect: "twice", answer: assignment });
  }

  /** Finds the person by the address, or creates one. Every call makes one more assignment. */
  async addPartnerInternalContact(given: {
    partner_id: string;
    contact: NewInternalContactInput;
  }): Promise<Assignment> {
    const { partner_id, contact: body } = readInput(addInput, given);
    return this.#http.call({ method: "POST", path: contactsOf(partner_id), body, effect: "twice", answer: assignment });
  }

  async updateAssignmentRole(given: RoleInput): Promise<Assignment> {
    const { partner_id, assignment_id, internal_role } = readInput(roleInput, given);
    return this.#http.call({
      method: "PATCH",
      path: [...contactsOf(partner_id), assignment_id],
      body: { internal_role },
      effect: "twice",
      answer: assignment,
    });
  }
}

export interface RoleInput {
  partner_id: string;
  assignment_id: string;
  internal_role: InternalRole;
}

const contacts = ["v2", "internal-contacts"];
const contactsOf = (partner: string) => ["v2", "partners", partner, "internal-contacts"];

const roles = ["account_manager", "account_executive", "csm", "lead", "co_lead", "practice_lead"] as const;
const role = oneOf(...roles);
const person = {
  given_name: orNull(text),
  family_name: orNull(text),
  name: orNull(text),
  phone: orNull(text),
  job_title: orNull(text),
};
const newContact = input<NewInternalContactInput>({ email: textOf(1), internal_role: role, ...person }, [
  "email",
  "internal_role",
]);
const updateInput = input<{ id: string; contact: InternalContactInput }>(
  { id: identifier, contact: input<InternalContactInput>({ email: orNull(text), ...person }) },
  ["id", "contact"],
);
const createInput = input<{ contact: NewInternalContactInput }>({ contact: newContact }, ["contact"]);
const addInput = input<{ partner_id: string; contact: NewInternalContactInput }>(
  { partner_id: identifier, contact: newContact },
  ["partner_id", "contact"],
);
const roleInput = input<RoleInput>({ partner_id: identifier, assignment_id: identifier, internal_role: role }, [
  "partner_id",
  "assignment_id",
  "internal_role",
]);

const internalContact = record<InternalContact>({
  id: text,
  email: text,
  given_name: maybe(text),
  family_name: maybe(text),
  name: maybe(text),
  phone: maybe(text),
  job_title: maybe(text),
  created_at: dateTime,
  modified_at: maybe(dateTime),
});

const assignment = record<Assignment>({
  id: text,
  // A role that is new to us is no reason to fail: it has been given.
  internal_role: text,
  partner_id: maybe(text),
  remote_id: maybe(text),
  internal_contact: maybe(internalContact),
  created_at: dateTime,
  modified_at: maybe(dateTime),
});

const finding = record({ loc: listOf((value) => String(value)), msg: text });

/** FastAPI gives a text, or a list of what it found in the request. */
function messageIn(body: unknown): string | undefined {
  const detail = (body as { detail?: unknown } | null | undefined)?.detail;
  if (typeof detail === "string") return detail;
  try {
    const found = listOf(finding)(detail, "detail");
    return found.map(({ loc, msg }) => `${loc.join(".")}: ${msg}`).join("; ");
  } catch {
    return undefined;
  }
}
