import { type CheckedRequest, createMemo } from "../../src/define.ts";
import { toE164 } from "./phone.ts";
import { type InternalContact, type InternalRole, internalRoles } from "./state.ts";

/** One thing that pydantic finds in a request, as FastAPI answers it. */
export interface Finding {
  type: string;
  loc: (string | number)[];
  msg: string;
  input: unknown;
  ctx?: Record<string, unknown>;
}

/** In the order of the pages. */
const fields = ["email", "internal_role", "given_name", "family_name", "name", "phone", "job_title"] as const;

type Field = (typeof fields)[number];

export type ContactFields = Pick<InternalContact, Exclude<Field, "internal_role">>;

/** What a body says in the fields that the operation knows, and what pydantic finds in it. */
export interface RequestBody {
  /** The fields that were sent, as they are to be stored. */
  contact: Partial<ContactFields>;
  role: InternalRole | undefined;
  findings: Finding[];
}

/** Reads a body as FastAPI does: first as a whole, then field by field. What the operation does not know is ignored. */
export function readRequestBody(request: CheckedRequest): RequestBody {
  const read: RequestBody = { contact: {}, role: undefined, findings: [] };
  const { body } = request;
  if (body === undefined || body === null) {
    read.findings.push({ type: "missing", loc: ["body"], msg: "Field required", input: null });
  } else if (!isJson(String(request.headers["content-type"] ?? ""))) {
    read.findings.push(notAnObject(request.text));
  } else if (!isObject(body)) {
    read.findings.push(notAnObject(body));
  } else {
    for (const field of fields) readField(request, body, field, read);
  }
  return read;
}

function readField(request: CheckedRequest, body: Record<string, unknown>, field: Field, read: RequestBody): void {
  const rule = request.violations.find(({ part, pointer }) => part === "request.body" && pointer === `/${field}`)?.rule;
  const loc = ["body", field];
  if (rule === "required") read.findings.push({ type: "missing", loc, msg: "Field required", input: body });
  if (rule === "undocumented-property" || !Object.hasOwn(body, field)) return;
  const input = body[field];
  const refuse = (type: string, msg: string, ctx?: Record<string, unknown>) =>
    read.findings.push({ type, loc, msg, input, ...(ctx && { ctx }) });

  if (field === "internal_role") {
    read.role = internalRoles.find((role) => role === input);
    if (read.role === undefined) refuse("enum", `Input should be ${expectedRoles}`, { expected: expectedRoles });
  } else if (typeof input !== "string" && (input !== null || field === "email")) {
    // Note: email is nullable in the update's request and not in its response; null is refused (assumed).
    refuse("string_type", "Input should be a valid string");
  } else if (rule === "minLength") {
    refuse("string_too_short", "String should have at least 1 character", { min_length: 1 });
  } else if (field === "phone" && input !== null) {
    const phone = toE164(input as string);
    // The wording of pydantic-extra-types, whose PhoneNumber has the format "phone".
    if (phone === undefined) refuse("value_error", "value is not a valid phone number");
    else read.contact.phone = phone;
  } else read.contact[field] = input as string;
}

const quotedRoles = internalRoles.map((role) => `'${role}'`);
const expectedRoles = `${quotedRoles.slice(0, -1).join(", ")} or ${quotedRoles.at(-1)}`;

function notAnObject(input: unknown): Finding {
  const msg = "Input should be a valid dictionary or object to extract fields from";
  return { type: "model_attributes_type", loc: ["body"], msg, input };
}

/** FastAPI parses application/json and application/*+json; any other body, and one of no type, stays text. */
const isJson = createMemo((contentType) => /^\s*application\/(?:[^;\s]+\+)?json\s*(?:;|$)/i.test(contentType));

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
