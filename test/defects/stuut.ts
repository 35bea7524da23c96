import type { Defect } from "./defect.ts";
import { sharedDefects } from "./shared.ts";

export const stuut: Defect[] = [
  ...sharedDefects({
    read: undefined,
    write: "updateInternalContact",
    create: "createInternalContact",
    text: "/contact/given_name",
    nullable: "/contact/given_name",
    freeIds: true,
    isFlat: true,
  }),
  {
    name: "sends PUT in place of PATCH",
    operation: "updateInternalContact",
    file: "adapter.ts",
    find: 'method: "PATCH",\n      path: [...contacts, id],',
    replace: 'method: "PUT",\n      path: [...contacts, id],',
    caught: { part: "request.path", rule: "method" },
  },
  {
    name: "sends the token without its scheme",
    operation: "updateInternalContact",
    file: "adapter.ts",
    find: "authorization: `Bearer ${credential}`",
    replace: "authorization: credential",
    caught: { part: "request.headers", rule: "authentication" },
  },
  {
    name: "sends a role of its own making",
    operation: "updateAssignmentRole",
    file: "adapter.ts",
    find: "body: { internal_role },",
    replace: 'body: { internal_role: internal_role.replace("_", "-") },',
    caught: { part: "request.body", rule: "enum", pointer: "/internal_role" },
  },
  {
    name: "leaves the role out",
    operation: "createInternalContact",
    file: "adapter.ts",
    find: "const { contact: body } = readInput(createInput, given);",
    replace: "const { internal_role, ...body } = readInput(createInput, given).contact;",
    caught: { part: "request.body", rule: "required", pointer: "/internal_role" },
  },
  {
    name: "sends the partner's id in the body",
    operation: "addPartnerInternalContact",
    file: "adapter.ts",
    find: "const { partner_id, contact: body } = readInput(addInput, given);",
    replace:
      "const { partner_id, contact } = readInput(addInput, given);\n    const body = { ...contact, partner_id };",
    caught: { part: "request.body", rule: "undocumented-property", pointer: "/partner_id" },
  },
  {
    name: "wraps what it sends",
    operation: "updateInternalContact",
    file: "adapter.ts",
    find: "const { id, contact: body } = readInput(updateInput, given);",
    replace: "const { id, contact } = readInput(updateInput, given);\n    const body = { contact };",
    caught: { part: "request.body", rule: "undocumented-property", pointer: "/contact" },
  },
  {
    name: "answers the assignment's id for the person's",
    operation: "createInternalContact",
    file: "adapter.ts",
    find: 'body, effect: "twice", answer: assignment });\n  }\n\n  /** Finds',
    replace:
      'body, effect: "twice", answer: (value, at) => {\n      const given = assignment(value, at);\n      return { ...given, internal_contact: given.internal_contact && { ...given.internal_contact, id: given.id } };\n    } });\n  }\n\n  /** Finds',
    caught: { part: "adapter", rule: "output-differs", pointer: "/internal_contact/id" },
  },
  {
    name: "demands a member that the contract leaves out at times",
    operation: "updateInternalContact",
    file: "adapter.ts",
    find: "  job_title: maybe(text),\n  created_at: dateTime,",
    replace: "  job_title: text,\n  created_at: dateTime,",
    caught: { part: "adapter", rule: "unexpected-error" },
  },
  {
    name: "asks for another path",
    operation: "updateInternalContact",
    file: "adapter.ts",
    find: '["v2", "internal-contacts"]',
    replace: '["v2", "internal_contacts"]',
    caught: { part: "request.path", rule: "operation" },
  },
];
