import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ClumsyProvider {
  /** JavaScript: the handler at each place serves /0, /1 and so on. */
  handlers: readonly string[];
  /** That all of them serve: GET when it is left out. */
  method?: "get" | "post";
  /** JavaScript. */
  scenario?: string;
  /** JavaScript. */
  records?: string;
  /** JavaScript. */
  counters?: string;
  /** Of every answer. */
  schema?: object;
}

/** Writes "clumsy", a provider whose mock is JavaScript that no type checker has seen. Answers the folder, to be removed. */
export function writeProvider(provider: ClumsyProvider): string {
  const { handlers, scenario = "() => ({})", records = "undefined", counters = "undefined" } = provider;
  const folder = mkdtempSync(join(tmpdir(), "standin-clumsy-"));
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const operations = handlers.map((handler, index) => `do${index}: ${handler}`).join(",\n");
  write("contracts/clumsy/openapi.json", JSON.stringify(describeApi(provider)));
  write(
    "mocks/clumsy/index.mjs",
    `export default {
      scenarios: { documented: ${scenario} },
      records: ${records},
      counters: ${counters},
      refusals: { unauthenticated: () => undefined, invalid: () => undefined },
      operations: { ${operations} },
    };`,
  );
  return folder;
}

const documented = { "x-evidence": "documented", "x-source": "made up" };

function describeApi({ handlers, method = "get", schema }: ClumsyProvider): object {
  const content = schema === undefined ? {} : { content: { "application/json": { schema } } };
  const paths = handlers.map((_, index) => [
    `/${index}`,
    {
      [method]: {
        operationId: `do${index}`,
        summary: "Make a mistake",
        ...documented,
        responses: { 200: { description: "Done.", ...documented, ...content } },
      },
    },
  ]);
  return {
    openapi: "3.1.0",
    info: { title: "Clumsy", version: "1" },
    servers: [{ url: "https://clumsy.example" }],
    ...documented,
    security: [{ key: [] }],
    paths: Object.fromEntries(paths),
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  };
}
