import type { Change } from "./defect.ts";

/** Other ways of being right than the examples': what the suite finds in them is a false alarm. */
export const harmless: readonly (readonly [folder: string, className: string, change: Change])[] = [
  [
    "ctrl-hub",
    "CtrlHubAdapter",
    {
      name: "reads pages until it has as many records as there are",
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
      if (all.length >= count || page.length === 0) return all;`,
    },
  ],
  [
    "weeek",
    "WeeekAdapter",
    {
      name: "takes a page that is not full for the last one, where nothing says that it is not",
      operation: "listContacts",
      file: "adapter.ts",
      find: "all.push(...page);",
      replace: "all.push(...page);\n      if (page.length < limit) return all;",
    },
  ],
  [
    "weeek",
    "WeeekAdapter",
    {
      name: "gives a list an order of its own",
      operation: "listContacts",
      file: "adapter.ts",
      find: "if (page.length === 0) return all;",
      replace:
        "if (page.length === 0) return all.sort((one, other) => `${other.lastName}`.localeCompare(`${one.lastName}`));",
    },
  ],
  [
    "weeek",
    "WeeekAdapter",
    {
      name: "answers once what comes twice",
      operation: "listContacts",
      file: "adapter.ts",
      find: "if (page.length === 0) return all;",
      replace: "if (page.length === 0) return [...new Map(all.map((one) => [one.id, one])).values()];",
    },
  ],
  [
    "ctrl-hub",
    "CtrlHubAdapter",
    {
      name: "waits for a date in Retry-After by its own clock",
      operation: "updateContact",
      file: "retry.ts",
      find: "return Math.max(0, until - (Number.isNaN(sentAt) ? now() : sentAt));",
      replace: "return Math.max(0, until - now());",
    },
  ],
  [
    "truto",
    "TrutoAdapter",
    {
      name: "makes its key of all that it writes",
      operation: "updateAccount",
      file: "adapter.ts",
      find: '{ "idempotency-key": randomUUID() }',
      replace: '{ "idempotency-key": btoa(encodeURIComponent(JSON.stringify([path, body]))) }',
    },
  ],
  [
    "truto",
    "TrutoAdapter",
    {
      name: "asks for fewer records when it tries again",
      operation: "listAccounts",
      file: "http.ts",
      find: "return withRetries(call.effect, this.#options, () => this.#exchange(call));",
      replace:
        "let tries = 0;\n    const query = { ...call.query, limit: 10 };\n    return withRetries(call.effect, this.#options, () => this.#exchange(tries++ === 0 ? call : { ...call, query }));",
    },
  ],
  [
    "weeek",
    "WeeekAdapter",
    {
      name: "reads what it has written",
      operation: "createContact",
      file: "adapter.ts",
      find: 'return this.#http.call({ method: "POST", path: contacts, body, effect: "twice", answer: contactAnswer });',
      replace: `const made = await this.#http.call({
      ...{ method: "POST", path: contacts, body, effect: "twice", answer: contactAnswer },
    });
    return made.id === null ? made : this.getContact({ id: made.id });`,
    },
  ],
];
