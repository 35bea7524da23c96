import type { Defect } from "./defect.ts";
import { sharedDefects } from "./shared.ts";

export const ctrlHub: Defect[] = [
  ...sharedDefects({
    read: "getContact",
    write: "updateContact",
    create: "addAccountContacts",
    text: "/contact/first_name",
    nullable: undefined,
    freeIds: false,
    isFlat: false,
  }),
  {
    name: "sends PATCH in place of PUT",
    operation: "updateContact",
    file: "adapter.ts",
    find: 'method: "PUT"',
    replace: 'method: "PATCH"',
    caught: { part: "request.path", rule: "method" },
  },
  {
    name: "sends the session's token as a bearer's",
    operation: "getContact",
    file: "adapter.ts",
    find: '{ "x-session-token": credential }',
    replace: "{ token: credential }",
    caught: { part: "request.headers", rule: "authentication" },
  },
  {
    name: "sends plain JSON",
    operation: "updateContact",
    file: "adapter.ts",
    find: 'mediaType: "application/vnd.api+json"',
    replace: 'mediaType: "application/xml"',
    caught: { part: "request.headers", rule: "content-type" },
  },
  {
    name: "leaves the resource's type out",
    operation: "updateContact",
    file: "adapter.ts",
    find: '{ data: { id, type: "contacts", attributes } }',
    replace: "{ data: { id, attributes } }",
    // That it must be there is inferred, and a warning; that the vendor refuses it is not.
    caught: { part: "adapter", rule: "unexpected-error" },
  },
  {
    name: "names another type",
    operation: "updateContact",
    file: "adapter.ts",
    find: '{ data: { id, type: "contacts", attributes } }',
    replace: '{ data: { id, type: "contact", attributes } }',
    caught: { part: "request.body", rule: "enum", pointer: "/data/type" },
  },
  {
    name: "sends attributes without their envelope",
    operation: "updateContact",
    file: "adapter.ts",
    find: '{ data: { id, type: "contacts", attributes } }',
    replace: '{ data: { id, type: "contacts", ...attributes } }',
    caught: { part: "request.body", rule: "undocumented-property" },
  },
  {
    name: "sends one resource where a list must be",
    operation: "addAccountContacts",
    file: "adapter.ts",
    find: "body: { data: contact_ids.map(identify) },",
    replace: "body: { data: contact_ids.map(identify)[0] },",
    caught: { part: "request.body", rule: "type", pointer: "/data" },
  },
  {
    name: "names a related record by its id alone",
    operation: "setInteractionContact",
    file: "adapter.ts",
    find: "body = { data: contact_id === null ? null : identify(contact_id) };",
    replace: "body = { data: contact_id };",
    caught: { part: "request.body", rule: "type", pointer: "/data" },
  },
  {
    name: "replaces the list where it is to add to it",
    operation: "addAccountContacts",
    file: "adapter.ts",
    find: 'await this.#relateAccount("POST", given);',
    replace: 'await this.#relateAccount("PATCH", given);',
    caught: { part: "adapter", rule: "no-request" },
  },
  {
    name: "sends a number that is none",
    operation: "listContacts",
    file: "adapter.ts",
    find: "const query = { sort, limit, offset",
    replace: "const query = { sort, limit: `${limit} contacts`, offset",
    caught: { part: "request.query", rule: "type", pointer: "/limit" },
  },
  {
    name: "reads one page only",
    operation: "listContacts",
    file: "adapter.ts",
    find: "all.push(...page);",
    replace: "all.push(...page);\n      return all;",
    caught: { part: "adapter", rule: "incomplete-list" },
  },
  {
    name: "leaves out a record between two pages",
    operation: "listContacts",
    file: "adapter.ts",
    find: "offset: all.length",
    replace: "offset: all.length === 0 ? 0 : all.length + 1",
    caught: { part: "adapter", rule: "incomplete-list" },
  },
  {
    name: "lets what one call sends show in the next",
    operation: "updateContact",
    file: "adapter.ts",
    find: '{ data: { id, type: "contacts", attributes } }',
    replace: '{ data: { id, type: "contacts", attributes: Object.assign((this.kept ??= {}), attributes) } }',
    caught: { part: "adapter", rule: "shared-state" },
  },
  {
    name: "takes 204 alone for a relation that was made",
    operation: "addAccountContacts",
    file: "http.ts",
    find: "if (!response.ok) {",
    replace: 'if (!response.ok || (method === "POST" && status !== 204)) {',
    caught: { part: "adapter", rule: "unexpected-error" },
    onlyBy: "success",
  },
  {
    name: "asks for pages until it has as many contacts as there are",
    operation: "listContacts",
    file: "adapter.ts",
    find: `const answer = notAgain(contactsDocument, before);
      const page = await this.#http.call({ method: "GET", path: this.#contacts(), query, effect: "none", answer });
      if (page.length === 0) return all;
      all.push(...page);`,
    replace: `let count = 0;
      const answer: Read<Contact[]> = (value, at) => {
        count = (value as { meta?: { count?: number } }).meta?.count ?? 0;
        return contactsDocument(value, at);
      };
      const page = await this.#http.call({ method: "GET", path: this.#contacts(), query, effect: "none", answer });
      all.push(...page);
      if (all.length === count || page.length > limit || (count === 0 && page.length === 0)) return all;`,
    caught: { part: "adapter", rule: "hang" },
    onlyBy: "pages removed",
  },
  {
    name: "takes an empty text for an answer that nobody can use",
    operation: "getContact",
    file: "adapter.ts",
    find: "      association: maybe(text),",
    replace: "      association: maybe((value, at) => text(value || undefined, at)),",
    caught: { part: "adapter", rule: "unexpected-error" },
    onlyBy: "empty-text-answer",
  },
  {
    name: "empties what its caller leaves out",
    operation: "updateContact",
    file: "adapter.ts",
    find: "const { id, contact: attributes } = readInput(updateInput, given);",
    replace:
      'const { id, contact } = readInput(updateInput, given);\n    const attributes = { telephone: "", ...contact };',
    caught: { part: "adapter", rule: "input-added", pointer: "/contact/telephone" },
  },
  {
    name: "relates the first contact alone",
    operation: "replaceAccountContacts",
    file: "adapter.ts",
    find: "body: { data: contact_ids.map(identify) },",
    replace: "body: { data: contact_ids.slice(0, 1).map(identify) },",
    caught: { part: "adapter", rule: "input-lost", pointer: "/contact_ids/1" },
    onlyBy: "list-items",
  },
];
