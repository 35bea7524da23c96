import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import { createApp } from "../../src/index.ts";
import { listen } from "../../src/simulator/server.ts";
import { build } from "../cli/standin.ts";
import { createRandom, type Random } from "../generate/random.ts";
import { type ControlDocument, createControlRequests } from "./control-requests.ts";
import { type Documented, documentedRequests } from "./documented.ts";
import { cutUp, malformedRequest, mutateBytes, randomBytes } from "./mutate.ts";
import { type Served, serveAll } from "./served.ts";
import { mutateRequest } from "./vendor-requests.ts";
import { type Conversation, converse, formatRequest, type Received, type Sent } from "./wire.ts";

/** How many inputs, and from which seed; .ci/run gives many, and another seed each time. */
const inputs = Number(process.env.FUZZ_INPUTS ?? 3_000);
const seed = Number(process.env.FUZZ_SEED ?? 1);
/** Conversations at once. */
const lanes = 48;
const perConversation = 20;

let served: Served;
let documented: Documented[];
const health: number[] = [];
let watch: NodeJS.Timeout;

beforeAll(async () => {
  console.log(`FUZZ_SEED=${seed} FUZZ_INPUTS=${inputs}`);
  await build();
  served = await serveAll();
  const catalog = createCatalog();
  const lists = await Promise.all(catalog.listProviders().map((id) => documentedRequests(catalog, id, "fuzz")));
  documented = lists.flat();
  watch = setInterval(async () => {
    const asked = performance.now();
    const response = await fetch(`http://127.0.0.1:${served.port}/_standin/health`).catch(() => undefined);
    health.push(response?.status === 200 ? performance.now() - asked : Number.POSITIVE_INFINITY);
  }, 500);
}, 120_000);

afterAll(async () => {
  clearInterval(watch);
  await served.stop();
});

/** What no input may bring about, with what is needed to see it again. */
interface Finding {
  input: number;
  what: string;
  sent: string;
  received: string;
}

/** What one input sends, and how many answers are due; undefined where nobody can say. */
interface Input {
  pieces: Buffer[];
  due: number | undefined;
}

/** Sends as many inputs as are asked for, each made from the seed and its number, and judges what comes back. */
async function fuzz(
  share: number,
  step: number,
  make: (random: Random, input: number) => Input,
  port = served.port,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const count = Math.round(inputs * share);
  let next = 0;
  const run = async (): Promise<void> => {
    for (let input = next; input < count && findings.length < 5; input = next) {
      next += step;
      const { pieces, due } = make(createRandom(seed * 1_000_003 + input), input);
      // Node ends an answer that is on its way when its client has no more to say.
      const heard = await converse(port, pieces, due !== undefined || port !== served.port);
      const what = served.lives() ? judge(heard, due) : "the process has ended";
      if (what === undefined) continue;
      const sent = JSON.stringify(Buffer.concat(pieces).toString("latin1").slice(0, 3_000));
      findings.push({ input, what, sent, received: JSON.stringify(heard).slice(-500) });
    }
  };
  await Promise.all(Array.from({ length: lanes }, run));
  return findings;
}

function judge({ responses, rest, end }: Conversation, due: number | undefined): string | undefined {
  if (end === "hung") return "the connection was neither answered nor closed";
  if (rest !== "") return "what came is no response";
  const failed = responses.map(describeFailure).find((failure) => failure !== undefined);
  if (failed !== undefined) return failed;
  const isClosed = responses.at(-1)?.headers.connection === "close";
  if (due !== undefined && responses.length !== due && !isClosed)
    return `${responses.length} answers, and ${due} are due`;
  return undefined;
}

function anyBytes(random: Random): Input {
  const request = () => formatRequest(random.pick(documented));
  const kinds = [
    () => mutateBytes(request(), random),
    () => mutateBytes(request(), random),
    () => malformedRequest(random),
    () => randomBytes(random),
    () => Buffer.concat([request(), mutateBytes(request(), random), request()]),
    () => Buffer.concat([malformedRequest(random), request()]),
  ];
  const bytes = random.pick(kinds)();
  return { pieces: random.chance(0.5) ? cutUp(bytes, random) : [bytes], due: undefined };
}

/** The requests, of which the last says that it is. */
function formatRequests(requests: readonly Sent[]): Buffer {
  const last = requests.length - 1;
  const closing = (request: Sent): Sent => ({ ...request, headers: [...request.headers, ["connection", "close"]] });
  return Buffer.concat(requests.map((request, index) => formatRequest(index === last ? closing(request) : request)));
}

/** What Standin says it cannot do, and nothing else, has a status of the fives. */
function describeFailure({ status, headers }: Received): string | undefined {
  const [problem = ""] = (headers["standin-problem"] ?? "").split(";");
  if (status === 501 && ["operation", "not-modelled", "tunnel"].includes(problem)) return undefined;
  return status >= 500 ? `${status} ${problem}` : undefined;
}

describe("the server bears", { timeout: 600_000 }, () => {
  it("bytes of any kind, in pieces of any size", async () => {
    expect(await fuzz(0.3, 1, anyBytes)).toEqual([]);
  });

  it("bytes of any kind from those who never hang up", async () => {
    const { app, ready } = createApp();
    await ready;
    const patience = { head: 200, request: 400, idle: 100, look: 50 };
    const server = await listen(app, { port: 0, host: "127.0.0.1", bodyLimit: 1 << 20, tellStray: () => {}, patience });
    expect(await fuzz(0.02, 1, anyBytes, server.port)).toEqual([]);
    await server.close();
  });

  it("requests in pieces of any size, and answers each", async () => {
    const findings = await fuzz(0.05, 1, (random) => {
      const requests = Array.from({ length: 1 + random.below(5) }, () => random.pick(documented));
      return { pieces: cutUp(formatRequests(requests), random), due: requests.length };
    });
    expect(findings).toEqual([]);
  });

  it("whatever is asked of the control API", async () => {
    const response = await fetch(`http://127.0.0.1:${served.port}/_standin/openapi.json`);
    const make = createControlRequests((await response.json()) as ControlDocument);
    const findings = await fuzz(0.3, perConversation, (random, input) => {
      const requests = Array.from({ length: perConversation }, () => make(random, `control-${input % 50}`));
      return { pieces: [formatRequests(requests)], due: perConversation };
    });
    expect(findings).toEqual([]);
  });

  it("whatever is asked of the vendors", async () => {
    const findings = await fuzz(0.35, perConversation, (random) => {
      const requests = Array.from({ length: perConversation }, () => mutateRequest(random.pick(documented), random));
      return { pieces: [formatRequests(requests)], due: perConversation };
    });
    expect(findings).toEqual([]);
  });
});

describe("afterwards", () => {
  it("it has answered whoever asked how it is, and soon", () => {
    expect(health.length).toBeGreaterThan(0);
    expect(Math.max(...health)).toBeLessThan(60_000);
  });

  it("it holds no more memory than a stand-in does", () => {
    console.log(`${served.memory()} MiB`);
    expect(served.memory()).toBeLessThan(400);
  });

  it("it has nothing to say of itself, and ends with status 0", async () => {
    expect(await served.stop()).toBe(0);
    // Who names a tenant as no tenant is named is told so, once for each provider; and that the journal is full.
    const lines = served
      .said()
      .split("\n")
      .filter((line) => !/\] a credential is refused for what follows|^The journal has /.test(line));
    expect(lines.join("\n")).toBe("");
  });
});
