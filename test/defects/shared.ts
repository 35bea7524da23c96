import type { Defect } from "./defect.ts";

/** What the defects that any adapter can have need to know of one. */
export interface Traits {
  /** The operation that reads one record. */
  read: string | undefined;
  /** The operation that writes one. */
  write: string;
  /** The one that does so by POST, where no key makes it safe to repeat. */
  create: string | undefined;
  /** A member of the input of `write` that holds any text, as it stands in the request's body and in the input. */
  text: string;
  /** One that may be null; undefined where none may. */
  nullable: string | undefined;
  /** Ids are free, so that they can need percent-encoding. */
  freeIds: boolean;
  /** The body has the members of the input at its top. */
  isFlat: boolean;
}

const once = "return withRetries(call.effect, this.#options, () => this.#exchange(call));";

/** The defects of the part that all adapters of examples/ have in common. */
export function sharedDefects({ read, write, create, text, nullable, freeIds, isFlat }: Traits): Defect[] {
  const defects: (Defect | false)[] = [
    {
      name: "sends a body of another content type",
      operation: write,
      file: "http.ts",
      find: '{ "content-type": mediaType }',
      replace: '{ "content-type": "text/plain" }',
      caught: { part: "request.headers", rule: "content-type" },
    },
    {
      name: "sends a byte order mark before the JSON",
      operation: write,
      file: "http.ts",
      find: "{ body: JSON.stringify(body) }",
      replace: "{ body: `\\uFEFF${JSON.stringify(body)}` }",
      caught: { part: "request.body", rule: "malformed-body", pointer: "" },
    },
    {
      name: "sends the credential in the query",
      operation: write,
      file: "http.ts",
      find: 'const what = `${method} /${path.join("/")}`;',
      replace:
        'url.searchParams.set("token", Object.values(this.#options.headers)[0] ?? "");\n    const what = `${method} /${path.join("/")}`;',
      caught: { part: "request.query", rule: "undocumented-parameter", pointer: "/token" },
    },
    freeIds && {
      name: "puts ids into the path as they are",
      operation: write,
      file: "http.ts",
      find: "path.map(encodeURIComponent).join",
      replace: "path.join",
      caught: { part: "request.path", rule: "operation" },
    },
    freeIds && {
      name: "writes ids in lower case",
      operation: write,
      file: "http.ts",
      find: "path.map(encodeURIComponent).join",
      replace: "path.map((part) => encodeURIComponent(part.toLowerCase())).join",
      caught: { part: "adapter", rule: "input-altered", pointer: "/id" },
    },
    {
      name: "escapes markup that nobody will read as such",
      operation: write,
      file: "http.ts",
      find: "{ body: JSON.stringify(body) }",
      replace: '{ body: JSON.stringify(body).replaceAll("<", "&lt;") }',
      caught: { part: "adapter", rule: "input-altered", pointer: text },
    },
    {
      name: "sends every write twice",
      operation: write,
      file: "http.ts",
      find: once,
      replace:
        'return withRetries(call.effect, this.#options, async () => {\n      if (call.effect !== "none") await this.#exchange(call);\n      return this.#exchange(call);\n    });',
      caught: { part: "adapter", rule: "repeated-write", pointer: "" },
    },
    {
      name: "loses what is not ASCII",
      operation: write,
      file: "http.ts",
      find: "{ body: JSON.stringify(body) }",
      replace: '{ body: JSON.stringify(body).replaceAll(/[^\\x00-\\x7f]/g, "?") }',
      caught: { part: "adapter", rule: "input-altered", pointer: text },
    },
    nullable !== undefined && {
      name: "drops null",
      operation: write,
      file: "http.ts",
      find: "{ body: JSON.stringify(body) }",
      replace: "{ body: JSON.stringify(body, (_, value) => (value === null ? undefined : value)) }",
      caught: { part: "adapter", rule: "input-lost", pointer: nullable },
    },
    {
      name: "reports 404 as success",
      operation: read ?? write,
      file: "http.ts",
      find: once,
      replace:
        "return withRetries(call.effect, this.#options, () => this.#exchange(call)).catch((error) => {\n      if (error.status === 404) return {} as T;\n      throw error;\n    });",
      caught: { part: "adapter", rule: "refusal-as-success" },
    },
    {
      name: "swallows all errors",
      operation: write,
      file: "http.ts",
      find: once,
      replace:
        "return withRetries(call.effect, this.#options, () => this.#exchange(call)).catch(() => undefined as T);",
      caught: { part: "adapter", rule: "failure-as-success" },
    },
    {
      name: "hides what the vendor refused and why",
      operation: write,
      file: "http.ts",
      find: once,
      replace:
        'return withRetries(call.effect, this.#options, () => this.#exchange(call)).catch(() => {\n      throw new Error("The request failed");\n    });',
      caught: { part: "adapter", rule: "refusal-hidden" },
    },
    {
      name: "waits for an answer for ever",
      operation: write,
      file: "http.ts",
      find: "signal: AbortSignal.timeout(timeoutMs),",
      replace: "",
      caught: { part: "adapter", rule: "hang" },
    },
    {
      name: "follows a redirect with the credential",
      operation: write,
      file: "http.ts",
      find: "const { status } = response;",
      replace:
        'const { status } = response;\n    const location = response.headers.get("location");\n    if (location !== null) await fetch(location, { headers: this.#options.headers });',
      caught: { part: "adapter", rule: "credential-leak" },
    },
    {
      name: "prints its headers to standard error",
      operation: write,
      file: "http.ts",
      find: "const { status } = response;",
      replace: "const { status } = response;\n    console.error(method, this.#options.headers);",
      caught: { part: "adapter", rule: "credential-leak" },
    },
    {
      name: "writes its headers to standard error past all streams",
      operation: write,
      file: "http.ts",
      find: "const { status } = response;",
      replace:
        'const { status } = response;\n    process.getBuiltinModule("node:fs").writeSync(2, `${JSON.stringify(this.#options.headers)}\\n`);',
      caught: { part: "adapter", rule: "credential-leak" },
    },
    {
      name: "tells what it sent in its errors, with the credential",
      operation: write,
      file: "http.ts",
      find: "`${what}: ${status} ${words}`.trim()",
      replace: "`${what}: ${status} ${words} ${JSON.stringify(this.#options.headers)}`",
      caught: { part: "adapter", rule: "credential-leak" },
    },
    {
      name: "sends the credential in a second header",
      operation: write,
      file: "http.ts",
      find: "accept: mediaType,",
      replace: 'accept: mediaType,\n        "x-debug": Object.values(this.#options.headers).join(", "),',
      caught: { part: "adapter", rule: "credential-leak" },
    },
    {
      name: "ends its process when it is refused",
      operation: write,
      file: "http.ts",
      find: "if (!response.ok) {",
      replace: "if (!response.ok) {\n      process.exit(3);",
      caught: { part: "adapter", rule: "crash" },
    },
    {
      name: "leaves an error for nobody to catch",
      operation: write,
      file: "http.ts",
      find: "if (!response.ok) {",
      replace: 'if (!response.ok) {\n      void Promise.reject(new Error("could not be logged"));',
      caught: { part: "adapter", rule: "crash" },
    },
    isFlat && {
      name: "lets what one call sends show in the next",
      operation: write,
      file: "http.ts",
      find: "{ body: JSON.stringify(body) }",
      replace: "{ body: JSON.stringify(Object.assign((this.kept ??= {}), body)) }",
      caught: { part: "adapter", rule: "shared-state" },
    },
    isFlat && {
      name: "lets what one adapter sends show in the next",
      operation: write,
      file: "http.ts",
      find: "{ body: JSON.stringify(body) }",
      replace: "{ body: JSON.stringify(Object.assign((Http.kept ??= {}), body)) }",
      caught: { part: "adapter", rule: "shared-state" },
    },
    {
      name: "gives calls at once the answer that came last",
      operation: read ?? write,
      file: "http.ts",
      find: once,
      replace:
        "return withRetries(call.effect, this.#options, () => this.#exchange(call)).then(async (answer) => {\n      this.last = answer;\n      await new Promise((resolve) => setTimeout(resolve, 5));\n      return this.last;\n    });",
      caught: { part: "adapter", rule: "shared-state" },
      onlyBy: "concurrency",
    },
    {
      name: "takes two writes of a record at once for one",
      operation: write,
      file: "http.ts",
      find: once,
      replace:
        'this.underway ??= new Map();\n    const key = `${call.method} ${call.path.join("/")}`;\n    const sending = this.underway.get(key) ?? withRetries(call.effect, this.#options, () => this.#exchange(call)).finally(() => this.underway.delete(key));\n    this.underway.set(key, sending);\n    return sending;',
      caught: { part: "adapter", rule: "shared-state" },
      onlyBy: "concurrency",
    },
    {
      name: "retries before Retry-After",
      operation: write,
      file: "retry.ts",
      find: "await sleep(waitMs);",
      replace: "await sleep(Math.min(waitMs, 100));",
      caught: { part: "sequence", rule: "retry-after" },
    },
    isFlat && {
      name: "sends less of the body when it tries again",
      operation: write,
      file: "http.ts",
      find: once,
      replace:
        "let tries = 0;\n    const body = Object.fromEntries(Object.entries(call.body ?? {}).slice(0, 1));\n    const due = () => (tries++ === 0 || call.body === undefined ? call : { ...call, body });\n    return withRetries(call.effect, this.#options, () => this.#exchange(due()));",
      caught: { part: "adapter", rule: "altered-repeat" },
    },
    {
      name: "retries what repeating cannot cure",
      operation: read ?? write,
      file: "retry.ts",
      find: 'return effect === "none" && [408, 500, 502, 504].includes(status ?? 0);',
      replace: "return true;",
      caught: { part: "sequence", rule: "retry-refused" },
    },
    {
      name: "retries without end",
      operation: write,
      file: "http.ts",
      find: once,
      replace:
        "const again = (): Promise<T> =>\n      withRetries(call.effect, this.#options, () => this.#exchange(call)).catch((error) => {\n        if (error.status === 429 || error.status === 503) return again();\n        throw error;\n      });\n    return again();",
      caught: { part: "adapter", rule: "retries" },
    },
    create !== undefined && {
      name: "creates again what may have been created",
      operation: create,
      file: "retry.ts",
      find: 'return effect !== "twice" && !(',
      replace: "return !(",
      caught: { part: "sequence", rule: "retry-unsafe" },
    },
  ];
  return defects.filter((one) => one !== false);
}

/** For an operation whose answer has a body. */
export function endlessBody(operation: string): Defect {
  return {
    name: "waits for the end of a body for ever",
    operation,
    file: "http.ts",
    find: `const response = await fetch(url, {
      method,
      headers: {
        accept: mediaType,
        ...(body === undefined ? {} : { "content-type": mediaType }),
        ...this.#options.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // Another host would get the credential.
      redirect: "manual",
      // Until the last byte, however slowly they come.
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(lost);`,
    replace: `const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    const sent = { accept: mediaType, ...(body === undefined ? {} : { "content-type": mediaType }) };
    const response = await fetch(url, {
      method,
      headers: { ...sent, ...this.#options.headers, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "manual",
      signal: limit.signal,
    })
      .catch(lost)
      .finally(() => clearTimeout(timer));`,
    caught: { part: "adapter", rule: "hang" },
    onlyBy: "wire dripping",
  };
}
