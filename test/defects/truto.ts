import type { Defect } from "./defect.ts";
import { sharedDefects } from "./shared.ts";

export const truto: Defect[] = [
  ...sharedDefects({
    read: "getAccount",
    write: "updateAccount",
    create: undefined,
    text: "/account/name",
    nullable: undefined,
    freeIds: true,
    isFlat: true,
  }),
  {
    name: "sends PUT in place of PATCH",
    operation: "updateAccount",
    file: "adapter.ts",
    find: 'return this.#write("PATCH"',
    replace: 'return this.#write("PUT"',
    caught: { part: "request.path", rule: "method" },
  },
  {
    name: "leaves the integrated account out",
    operation: "getAccount",
    file: "adapter.ts",
    find: "this.#query = { integrated_account_id: accountId };",
    replace: "this.#query = {};",
    caught: { part: "request.query", rule: "required", pointer: "/integrated_account_id" },
  },
  {
    name: "sends the token without its scheme",
    operation: "getAccount",
    file: "adapter.ts",
    find: "authorization: `Bearer ${credential}`",
    replace: "authorization: credential",
    caught: { part: "request.headers", rule: "authentication" },
  },
  {
    name: "takes another key for each try",
    operation: "createAccount",
    file: "http.ts",
    find: "        ...headers,\n      },",
    replace: '        ...headers,\n        ...(headers && { "idempotency-key": crypto.randomUUID() }),\n      },',
    caught: { part: "sequence", rule: "retry-unsafe" },
  },
  {
    name: "sends a number as a text",
    operation: "updateAccount",
    file: "adapter.ts",
    find: "const { id, account: body } = readInput(updateInput, given);",
    replace:
      "const { id, account } = readInput(updateInput, given);\n    const { number_of_employees: count } = account;\n    const body = count === undefined ? account : { ...account, number_of_employees: `${count}` };",
    caught: { part: "request.body", rule: "type", pointer: "/number_of_employees" },
  },
  {
    name: "misspells a member",
    operation: "updateAccount",
    file: "adapter.ts",
    find: "const { id, account: body } = readInput(updateInput, given);",
    replace:
      "const { id, account } = readInput(updateInput, given);\n    const { number_of_employees: employees, ...rest } = account;\n    const body = employees === undefined ? rest : { ...rest, employees };",
    caught: { part: "request.body", rule: "undocumented-property", pointer: "/employees" },
  },
  {
    name: "sends a number that is none",
    operation: "listAccounts",
    file: "adapter.ts",
    find: '"updated_at[gt]": updated_after, limit',
    replace: '"updated_at[gt]": updated_after, limit: `${limit} accounts`',
    caught: { part: "request.query", rule: "type", pointer: "/limit" },
  },
  {
    name: "reads one page only",
    operation: "listAccounts",
    file: "adapter.ts",
    find: "} while (next_cursor !== undefined);",
    replace: "} while (false);",
    caught: { part: "adapter", rule: "incomplete-list" },
  },
  {
    name: "looks for the account where it is not",
    operation: "getAccount",
    file: "adapter.ts",
    find: '      query: this.#query,\n      effect: "none",\n      answer: account,',
    replace:
      '      query: this.#query,\n      effect: "none",\n      answer: (value, at) => account((value as { data?: unknown }).data ?? {}, at),',
    caught: { part: "adapter", rule: "output-differs" },
  },
  {
    name: "takes a number that comes as null for a fault",
    operation: "getAccount",
    file: "adapter.ts",
    find: "  number_of_employees: maybe(integer),",
    replace: "  number_of_employees: integer,",
    caught: { part: "adapter", rule: "unexpected-error" },
  },
];
