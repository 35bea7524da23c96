import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { showPath } from "../contract/show-path.ts";
import { targetOf } from "../contract/target-of.ts";
import type { Exchange } from "../exchange.ts";

/** A place in a source file. */
export interface CallSite {
  /** From the working directory, or the whole path where it is not below that. */
  file: string;
  /** From 1. */
  line: number;
  column: number;
}

/** A request as its sender's HTTP client tells it. */
export interface SentRequest {
  method: string;
  /** With its query. */
  path: string;
  /** Made where it was sent; undefined where that could not be seen. Note: its stack is only read when somebody asks. */
  sentAt: Error | undefined;
}

const fetches = new AsyncLocalStorage<Error>();
const made = new WeakMap<object, Error>();

/** Where a request of one of the HTTP clients was asked for, while it is about to be sent. */
export function whereSent(request: object): Error | undefined {
  return made.get(request) ?? fetches.getStore();
}

/** Has both HTTP clients of Node.js remember where they are called: what they do later has no stack that leads there. */
export function rememberCalls(): void {
  const { fetch } = globalThis;
  globalThis.fetch = (...given) => fetches.run(here(), () => fetch(...given));
  const builtin = createRequire(import.meta.url);
  for (const module of ["node:http", "node:https"]) {
    const client = builtin(module) as Record<"request" | "get", (...given: unknown[]) => object>;
    for (const name of ["request", "get"] as const) {
      const own = client[name];
      client[name] = (...given) => {
        const request = own(...given);
        made.set(request, here());
        return request;
      };
    }
  }
  syncBuiltinESMExports();
}

/** The place that runs, as deep as it may be in libraries. */
function here(): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = deepest;
  const error = new Error("sent");
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}

const deepest = 50;

/** Where each exchange was sent, by its id, as far as that is known. */
export function callSitesOf(sent: readonly SentRequest[], exchanges: readonly Exchange[]): Map<string, CallSite> {
  const left = [...sent];
  const sites = new Map<string, CallSite>();
  for (const { id, request } of exchanges) {
    const path = pathOf(request.url);
    const index = left.findIndex((one) => one.method === request.method && pathOf(one.path).endsWith(path));
    if (index === -1) continue;
    const [own] = left.splice(index, 1);
    const site = own?.sentAt === undefined ? undefined : innermost(own.sentAt.stack ?? "");
    if (site !== undefined) sites.set(id, site);
  }
  return sites;
}

/** Note: without the query, from which the journal takes credentials. */
function pathOf(url: string): string {
  return targetOf(url).replace(/[?#].*$/s, "");
}

/** The folder of this suite's own code. */
const own = dirname(dirname(fileURLToPath(import.meta.url))) + sep;
const frame = /^\s*at (?:.*\()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

/** The first place of a stack that is neither the platform's, a library's nor the suite's. */
function innermost(stack: string): CallSite | undefined {
  for (const text of stack.split("\n")) {
    const [, place = "", line, column] = frame.exec(text) ?? [];
    if (place === "") continue;
    const file = place.startsWith("file:") ? fileURLToPath(place) : place;
    if (file.startsWith(own) || /[\\/]node_modules[\\/]/.test(file)) continue;
    return { file: showPath(file), line: Number(line), column: Number(column) };
  }
  return undefined;
}
