import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type Standin, type StartOptions, startStandin } from "../../src/index.ts";

/** A provider, acme, in a folder of its own that a test edits. */
export interface WatchedFolder {
  dir: string;
  write(name: string, text: string): void;
  /** Writes a file again with one text in the place of another. */
  replace(name: string, from: string, to: string): void;
  copy(from: string, to: string): void;
  remove(name: string): void;
  /** Serves what is in it, and loads it anew when it changes. */
  start(options?: StartOptions): Promise<WatchedStandin>;
}

export interface WatchedStandin extends Standin {
  /** What Standin has said so far, with DIR in the place of the folder. */
  lines: string[];
  /** Waits until there are so many lines, and answers the latest. */
  line(count?: number): Promise<string>;
  /** Status and body, of a tenant's request. */
  get(path: string, tenant?: string): Promise<[number, unknown]>;
}

export const contractFile = "contracts/acme/openapi.yaml";
export const mockFile = "mocks/acme/index.ts";

const contract = `openapi: 3.1.0
info: { title: Acme, version: "1" }
servers: [{ url: "https://acme.example/v1" }]
security: [{ key: [] }]
paths:
  /tasks:
    get: { operationId: listTasks, responses: { "200": { $ref: "#/components/responses/Any" } } }
    post: { operationId: createTask, responses: { "201": { $ref: "#/components/responses/Any" } } }
components:
  securitySchemes: { key: { type: http, scheme: bearer } }
  responses: { Any: { description: Anything., content: { application/json: { schema: {} } } } }
`;

const mock = `import { defineProvider, type Reply } from "standin/define";
import { greeting } from "./words/greeting.ts";

const ok = (body: unknown): Reply => ({ status: 200, body });

export default defineProvider<{ tasks: string[] }>({
  scenarios: { documented: () => ({ tasks: [] }) },
  limits: { key: { requests: 100, window: "1h" } },
  refusals: { unauthenticated: () => ({ status: 401 }), invalid: () => undefined },
  operations: {
    listTasks: (_, { state }) => ok({ greeting, tasks: state.tasks }),
    createTask: (_, { state, nextId }) => ({ status: 201, body: state.tasks.push(nextId()) }),
  },
});
`;

export function createWatchedFolder(): WatchedFolder {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "standin-watch-")));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  };
  write(contractFile, contract);
  write(mockFile, mock);
  write("mocks/acme/words/greeting.ts", 'export const greeting: string = "one";\n');
  return {
    dir,
    write,
    replace(name, from, to) {
      const text = readFileSync(join(dir, name), "utf8");
      if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
      write(name, text.replace(from, to));
    },
    copy: (from, to) => cpSync(join(dir, from), join(dir, to), { recursive: true }),
    remove: (name) => rmSync(join(dir, name), { recursive: true }),
    start: (options) => start(dir, options),
  };
}

async function start(dir: string, options: StartOptions = {}): Promise<WatchedStandin> {
  const lines: string[] = [];
  let notice = (): void => {};
  const log = (line: string): void => {
    lines.push(line.replaceAll(dir, "DIR"));
    notice();
  };
  const standin = await startStandin({ providersDir: dir, providers: ["acme"], watch: true, log, ...options });
  onTestFinished(() => standin.close().catch(() => {}));
  return Object.assign(standin, {
    lines,
    async line(count = 1) {
      while (lines.length < count) await new Promise<void>((resolve) => (notice = resolve));
      return lines[lines.length - 1] as string;
    },
    async get(path: string, tenant = "default"): Promise<[number, unknown]> {
      const headers = { authorization: `Bearer standin-key+${tenant}` };
      const response = await fetch(standin.url + path, { headers });
      return [response.status, await response.json()];
    },
  });
}
