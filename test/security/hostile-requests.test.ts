import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import { type Standin, startStandin } from "../../src/index.ts";
import { documentedRequests } from "../fuzz/documented.ts";
import { converse, formatRequest, type Received, type Sent } from "../fuzz/wire.ts";

// A request of every operation of every provider, with something planted in each of its parts.
const catalog = createCatalog();
const split = "\r\nset-cookie: planted=1\r\n\r\n";
const traversals = [
  "..",
  "../../../../../../etc/passwd",
  "..\\..\\x",
  "/",
  "_standin/faults",
  "\u0000",
  split,
  "__proto__",
];

/** The request with each text in the place of each segment of its path, encoded and, where HTTP allows it, as it is. */
function inPaths(request: Sent): Sent[] {
  const [path = "", ...query] = request.target.split("?");
  const segments = path.split("/");
  const put = (at: number, text: string): Sent => {
    const changed = segments.map((segment, index) => (index === at ? text : segment)).join("/");
    return { ...request, target: [changed, ...query].join("?") };
  };
  return segments.flatMap((_, index) => {
    if (index < 2) return [];
    const bare = traversals.filter((text) => /^[!-~]+$/.test(text)).map((text) => put(index, text));
    return [...traversals.map((text) => put(index, encodeURIComponent(text))), ...bare];
  });
}

/** The request with each text as each parameter's value, and as a parameter's name. */
function inQueries(request: Sent): Sent[] {
  const [path = "", query = ""] = request.target.split("?");
  const pairs = query === "" ? [] : query.split("&");
  return traversals.map(encodeURIComponent).flatMap((text) => [
    ...pairs.map((pair, at) => {
      const changed = pairs.map((other, index) => (index === at ? `${pair.split("=")[0]}=${text}` : other));
      return { ...request, target: `${path}?${changed.join("&")}` };
    }),
    { ...request, target: `${path}?${[...pairs, `${text}=1`].join("&")}` },
    { ...request, target: `${path}?${[...pairs, `${text}[${text}]=1`].join("&")}` },
  ]);
}

/** The request with a prototype planted in each object of its body, and each text in the place of a split header. */
function inBodies(request: Sent): Sent[] {
  if (request.body === undefined || !/^\s*[{[]/.test(request.body)) return [];
  const { body } = request;
  const planted = '"__proto__":{"polluted":true,"id":"planted"},"constructor":{"prototype":{"polluted":true}}';
  const objects = [...body.matchAll(/\{/g)].map(({ index }) => {
    const isEmpty = /^\s*\}/.test(body.slice(index + 1));
    return `${body.slice(0, index + 1)}${planted}${isEmpty ? "" : ","}${body.slice(index + 1)}`;
  });
  const texts = [...body.matchAll(/:\s*"(?:[^"\\]|\\.)*"/g)].map(
    ({ index, 0: found }) => `${body.slice(0, index)}:${JSON.stringify(split)}${body.slice(index + found.length)}`,
  );
  return [...objects, ...texts].map((changed) => ({ ...request, body: changed }));
}

/** Sends requests on few connections, and answers each with its response. */
async function sendAll(port: number, requests: readonly Sent[]): Promise<[Sent, Received | undefined][]> {
  const answered: [Sent, Received | undefined][] = [];
  const size = 25;
  for (let start = 0; start < requests.length; start += size) {
    const some = requests.slice(start, start + size);
    const { responses, rest } = await converse(port, [Buffer.concat(some.map(formatRequest))]);
    expect(rest).toBe("");
    expect(responses).toHaveLength(some.length);
    for (const [index, request] of some.entries()) answered.push([request, responses[index]]);
  }
  return answered;
}

describe.each(catalog.listProviders())("%s", (provider) => {
  const logged: string[] = [];
  let standin: Standin;
  let requests: Sent[];
  beforeAll(async () => {
    standin = await startStandin({ providers: [provider], log: (line) => logged.push(line) });
    const documented = await documentedRequests(catalog, provider, "hostile");
    const succeeding = documented.filter(({ status, method }) => status < 300 && method !== "HEAD");
    requests = [...new Map(succeeding.map((request) => [request.operation, request])).values()];
  });
  afterAll(() => standin.close());

  it.each([
    ["paths with .., slashes and line breaks", inPaths],
    ["queries with .., line breaks and prototypes", inQueries],
    ["bodies with prototypes and line breaks", inBodies],
  ])("answers %s as the vendor would, or in Standin's words", async (_, plant) => {
    const answers = await sendAll(standin.port, requests.flatMap(plant));
    const wrong = answers.filter(([, response]) => {
      const problem = response?.headers["standin-problem"] ?? "";
      const isPlanned = (response?.status ?? 500) < 500 || /^(operation|not-modelled)\b/.test(problem);
      return !isPlanned || response?.headers["set-cookie"] !== undefined || response?.body.includes("root:") === true;
    });
    expect(wrong).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("has no prototype planted in a record", () => {
    const state = standin.provider(provider).tenant("hostile").state();
    const seen = new Set<unknown>();
    const foreign: string[] = [];
    const look = (value: unknown, place: string): void => {
      if (typeof value !== "object" || value === null || seen.has(value)) return;
      seen.add(value);
      const prototype = Object.getPrototypeOf(value);
      if (prototype !== null && Object.hasOwn(prototype, "polluted")) foreign.push(place);
      const entries = value instanceof Map ? [...value] : Object.entries(value);
      for (const [name, member] of entries) look(member, `${place}/${name}`);
    };
    look(state, "");
    expect(seen.size).toBeGreaterThan(1);
    expect(foreign).toEqual([]);
  });

  it("has nothing to say of itself", () => {
    expect(logged).toEqual([]);
  });
});
