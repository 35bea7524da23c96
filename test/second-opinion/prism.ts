import { createRequire } from "node:module";
import { getHttpOperationsFromSpec } from "@stoplight/prism-cli/dist/operations.js";
import { splitUrl } from "../../src/contract/check-exchange.ts";
import { isJson, parseMediaType } from "../../src/contract/media-type.ts";
import type { Headers, ObservedExchange, ObservedResponse } from "../../src/exchange.ts";

/** One thing that Prism says of a request or a response. */
export interface PrismFinding {
  /** A JSON Schema keyword, a status, or a name of ours where Prism gives none. */
  code: string;
  /** Where, such as "query.limit" or "body.data.id". */
  path: string;
  message: string;
}

/** What Prism's own server and proxy would report; warnings count, the use of something deprecated does not. */
export interface PrismOpinion {
  request: PrismFinding[];
  /** Null when Prism did not come to judge it. */
  response: PrismFinding[] | null;
}

export interface Prism {
  judge(exchange: ObservedExchange): Promise<PrismOpinion>;
}

/** What Prism's packages give and take, as far as it is used here. */
interface Diagnostic {
  message: string;
  code?: string | number;
  path?: (string | number)[];
}
interface PrismResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: unknown;
}
interface PrismRequest {
  method: string;
  url: { path: string; query: Record<string, string | string[]> };
  headers: Record<string, string>;
  body: unknown;
}
type Either<T> = { _tag: "Right"; right: T } | { _tag: "Left"; left: Error & { detail?: string } };
type Instance = {
  request(
    input: PrismRequest,
    operations: unknown[],
  ): () => Promise<Either<{ validations: { input: Diagnostic[]; output: Diagnostic[] } }>>;
};

// The validator belongs to the command line, which does not export it: this is the very copy that it uses.
const fromPrism = createRequire(createRequire(import.meta.url).resolve("@stoplight/prism-cli/package.json"));
const { createInstance } = fromPrism("@stoplight/prism-http") as {
  createInstance(config: object, components: object): Instance;
};
const silent: Record<string, () => unknown> = { child: () => silent };
for (const level of ["trace", "debug", "info", "warn", "error", "success", "fatal", "note"]) silent[level] = () => {};

/** Prism with a contract, without HTTP: the response that it is to judge takes the place of the one that it would mock. */
export async function createPrism(file: string, basePath: string): Promise<Prism> {
  const operations = (await getHttpOperationsFromSpec(file)) as unknown[];
  let response = absent;
  const instance = createInstance(
    { checkSecurity: true, validateRequest: true, validateResponse: true, errors: false, isProxy: false, mock: {} },
    { logger: silent, mock: () => () => ({ _tag: "Right", right: response }) },
  );
  return {
    async judge(exchange) {
      const inRequest: PrismFinding[] = [];
      const inResponse: PrismFinding[] = [];
      const request = readRequest(exchange, basePath, inRequest);
      response = readResponse(exchange.response, inResponse);
      try {
        const result = await instance.request(request, operations)();
        if (result._tag === "Left") throw result.left;
        const { input, output } = result.right.validations;
        inRequest.push(...input.filter(isNoAdvice).map(toFinding));
        inResponse.push(...output.filter(isNoAdvice).map(toFinding));
        return { request: inRequest, response: exchange.response === null ? null : inResponse };
      } catch (error) {
        return { request: [...inRequest, refusal(error as Error)], response: null };
      }
    },
  };
}

function isNoAdvice({ code }: Diagnostic): boolean {
  return code !== "deprecated";
}

function toFinding({ code, path, message }: Diagnostic): PrismFinding {
  return { code: String(code ?? "unnamed"), path: (path ?? []).join("."), message };
}

/** Prism answers such a request itself, and validates nothing of it. */
function refusal(error: Error & { detail?: string }): PrismFinding {
  return { code: "refused", path: "", message: error.detail ?? `${error.name}: ${error.message}` };
}

/** The request as Prism's server hands it over; what it answers before that is a finding too. */
function readRequest({ request }: ObservedExchange, basePath: string, found: PrismFinding[]): PrismRequest {
  const { path, query } = splitUrl(request.url);
  const pathname = path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
  const headers = flat(request.headers);
  if (request.body !== undefined) headers["content-length"] = String(Buffer.byteLength(request.body));
  const search = new URLSearchParams(query);
  return {
    method: request.method.toLowerCase(),
    url: {
      path: pathname,
      query: Object.fromEntries([...search.keys()].map((name) => [name, oneOrAll(search.getAll(name))])),
    },
    headers,
    body: readBody(headers["content-type"], request.body, found) ?? null,
  };
}

function oneOrAll(values: string[]): string | string[] {
  return values.length === 1 ? (values[0] as string) : values;
}

/** Prism cannot do without a response; what it says of this one is not told. */
const absent: PrismResponse = { statusCode: 200, headers: {}, body: "" };

function readResponse(response: ObservedResponse | null, found: PrismFinding[]): PrismResponse {
  if (response === null) return absent;
  const headers = flat(response.headers);
  return { statusCode: response.status, headers, body: readBody(headers["content-type"], response.body, found) ?? "" };
}

/** Prism parses JSON by the content type; its server refuses what is none, its proxy fails. */
function readBody(contentType: string | undefined, text: string | undefined, found: PrismFinding[]): unknown {
  if (text === undefined || !isJson(parseMediaType(contentType ?? "")?.type ?? "")) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    found.push({ code: "not-json", path: "body", message: (error as Error).message });
    return undefined;
  }
}

function flat(headers: Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(",")]));
}
