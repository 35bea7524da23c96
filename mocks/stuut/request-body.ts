import type { CheckedRequest, Violation } from "../../src/define.ts";
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

const contactFields = ["email", "given_name", "family_name", "name", "phone", "job_title"] as const;

export type ContactFields = Pick<InternalContact, (typeof contactFields)[number]>;

/** What a body says in the fields that the operation knows, and what pydantic would find in it. */
export interface RequestBody {
  /** The fields that were sent, as they are to be stored. */
  contact: Partial<ContactFields>;
  role: InternalRole | undefined;
  findings: Finding[];
}

/** Reads a body as FastAPI does: the whole first, then field by field. Members that the operation does not know are ignored. */
export function readRequestBody(request: CheckedRequest): RequestBody {
  const read: RequestBody = { contact: {}, role: undefined, findings: [] };
  const { body } = request;
  if (body === undefined || body === null) {
    read.findings.push({ type: "missing", loc: ["body"], msg: "Field required", input: null });
    return read;
  }
  if (!isJson(request.headers["content-type"])) {
    read.findings.push(notAnObject(typeof body === "string" ? body : JSON.stringify(body)));
    return read;
  }
  if (!isObject(body)) {
    read.findings.push(notAnObject(body));
    return read;
  }
  for (const field of contactFields) {
    const finding = readField(request, body, field, read);
    if (finding !== undefined) read.findings.push(finding);
  }
  const finding = readRole(request, body, read);
  if (finding !== undefined) read.findings.push(finding);
  return read;
}

function readField(
  request: CheckedRequest,
  body: Record<string, unknown>,
  field: keyof ContactFields,
  read: RequestBody,
): Finding | undefined {
  const violation = violationAt(request, field);
  if (violation?.rule === "undocumented-property") return undefined;
  if (violation?.rule === "required") return missing(body, field);
  if (!Object.hasOwn(body, field)) return undefined;
  const value = body[field];
  const loc = ["body", field];
  // Note: email is nullable in the update's request and not in its response; null is refused (assumed).
  if (typeof value !== "string" && (value !== null || field === "email")) {
    return { type: "string_type", loc, msg: "Input should be a valid string", input: value };
  }
  if (violation?.rule === "minLength") {
    const msg = "String should have at least 1 character";
    return { type: "string_too_short", loc, msg, input: value, ctx: { min_length: 1 } };
  }
  if (field === "email") read.contact.email = value as string;
  else if (field !== "phone" || value === null) read.contact[field] = value;
  else {
    const phone = toE164(value);
    // The wording of pydantic-extra-types, whose PhoneNumber has the format "phone".
    if (phone === undefined)
      return { type: "value_error", loc, msg: "value is not a valid phone number", input: value };
    read.contact.phone = phone;
  }
  return undefined;
}

function readRole(request: CheckedRequest, body: Record<string, unknown>, read: RequestBody): Finding | undefined {
  const violation = violationAt(request, "internal_role");
  if (violation?.rule === "undocumented-property") return undefined;
  if (violation?.rule === "required") return missing(body, "internal_role");
  if (!Object.hasOwn(body, "internal_role")) return undefined;
  const value = body.internal_role;
  read.role = internalRoles.find((role) => role === value);
  if (read.role !== undefined) return undefined;
  const quoted = internalRoles.map((role) => `'${role}'`);
  const expected = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
  const loc = ["body", "internal_role"];
  return { type: "enum", loc, msg: `Input should be ${expected}`, input: value, ctx: { expected } };
}

function violationAt(request: CheckedRequest, field: string): Violation | undefined {
  return request.violations.find(({ part, pointer }) => part === "request.body" && pointer === `/${field}`);
}

function missing(body: unknown, field: string): Finding {
  return { type: "missing", loc: ["body", field], msg: "Field required", input: body };
}

function notAnObject(body: unknown): Finding {
  const msg = "Input should be a valid dictionary or object to extract fields from";
  return { type: "model_attributes_type", loc: ["body"], msg, input: body };
}

/** FastAPI parses application/json and application/*+json; any other body, and one of no type, stays text. */
function isJson(contentType: string | string[] | undefined): boolean {
  return /^\s*application\/(?:[^;\s]+\+)?json\s*(?:;|$)/i.test([contentType].flat()[0] ?? "");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
