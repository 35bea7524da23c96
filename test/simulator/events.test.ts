import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { type Standin, startStandin } from "../../src/index.ts";
import { toEvents } from "../../src/simulator/control/events.ts";
import { Journal } from "../../src/simulator/journal.ts";
import type { JournalFilter } from "../../src/simulator/journal-filter.ts";
import { bearer, providersDir } from "./fixture.ts";
import { record } from "./record.ts";

const running: Standin[] = [];
afterEach(() => Promise.all(running.splice(0).map((standin) => standin.close())));

async function start(journalLimit = 1000): Promise<Standin> {
  const standin = await startStandin({ providersDir, providers: ["acme", "zeta"], log: () => {}, journalLimit });
  running.push(standin);
  return standin;
}

/** An EventSource: events come one by one, as "event id" with what tests look at. */
class Events {
  readonly response: IncomingMessage;
  #text = "";

  constructor(response: IncomingMessage) {
    this.response = response;
    response.setEncoding("utf8").on("data", (chunk) => (this.#text += chunk));
  }

  static async open({ url }: Standin, query = "", headers = {}): Promise<Events> {
    const [response] = await once(get(`${url}/_standin/exchanges/events${query}`, { headers }), "response");
    const events = new Events(response);
    await events.next();
    return events;
  }

  /** The next block; undefined at the end. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end !== -1) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return block.replace(/(?<=\ndata: )(\{.*"operation".*)$/, (json) => JSON.parse(json).operation);
      }
      if (this.response.readableEnded) return undefined;
      await Promise.race([once(this.response, "data"), once(this.response, "end")]);
      await nextTurn();
    }
  }
}

const ask = ({ url }: Standin, path = "/acme/v2/tasks", headers: Record<string, string> = bearer) =>
  fetch(`${url}${path}`, { headers });

describe("GET /exchanges/events", () => {
  it("tells exchanges when they are served, and none of before", async () => {
    const standin = await start();
    await ask(standin);
    const events = await Events.open(standin);
    expect(events.response.headers).toMatchObject({ "content-type": "text/event-stream", "cache-control": "no-store" });
    await ask(standin, "/acme/v2/tasks/task-1");
    expect(await events.next()).toBe("id: x-000002\nevent: exchange\ndata: getTask");
    await ask(standin);
    await ask(standin, "/acme/v2/nowhere");
    expect(await events.next()).toBe("id: x-000003\nevent: exchange\ndata: listTasks");
    expect(await events.next()).toBe("id: x-000004\nevent: exchange\ndata: null");
  });

  it("has each exchange as the list has it, on one line", async () => {
    const standin = await start();
    await ask(standin);
    const response = await fetch(`${standin.url}/_standin/exchanges/events?since=x-000000&limit=1`);
    const { items } = (await (await fetch(`${standin.url}/_standin/exchanges`)).json()) as { items: unknown[] };
    expect(await response.text()).toBe(
      `: standin\n\nid: x-000001\nevent: exchange\ndata: ${JSON.stringify(items[0])}\n\n`,
    );
  });

  it.each([
    ["?since=x-000001", {}],
    ["", { "last-event-id": "x-000001" }],
    ["?since=x-000003", { "last-event-id": "x-000001" }],
    ["?since=2020-01-01T00:00:00Z", { "last-event-id": "x-000001" }],
  ])("goes on with %s and %j after what was had last", async (query, headers) => {
    const standin = await start();
    for (let count = 0; count < 3; count++) await ask(standin);
    const events = await Events.open(standin, query, headers);
    await ask(standin, "/acme/v2/tasks/task-1");
    expect([await events.next(), await events.next(), await events.next()]).toEqual([
      "id: x-000002\nevent: exchange\ndata: listTasks",
      "id: x-000003\nevent: exchange\ndata: listTasks",
      "id: x-000004\nevent: exchange\ndata: getTask",
    ]);
  });

  it("is narrowed by the journal's filters", async () => {
    const standin = await start();
    const events = await Events.open(standin, "?tenant=a&operation=listTasks&since=2020-01-01T00:00:00Z");
    await ask(standin);
    await ask(standin, "/acme/v2/tasks/task-1", { authorization: "Bearer standin-key+a" });
    await ask(standin, "/acme/v2/tasks", { authorization: "Bearer standin-key+a" });
    expect(await events.next()).toBe("id: x-000003\nevent: exchange\ndata: listTasks");
  });

  it.each([
    ["those that had to make room", "?since=x-000001", 'id: x-000003\nevent: gap\ndata: {"missed":2}'],
    [
      "nobody knows how many, where a time is named",
      "?since=2020-01-01T00:00:00Z",
      'id: x-000003\nevent: gap\ndata: {"missed":null}',
    ],
    [
      "nobody knows how many, where the id is another journal's",
      "?since=x-000900",
      'id: x-000003\nevent: gap\ndata: {"missed":null}',
    ],
  ])("says that there is a gap: %s", async (_, query, gap) => {
    const standin = await start(2);
    for (let count = 0; count < 5; count++) await ask(standin);
    const events = await Events.open(standin, query);
    expect([await events.next(), await events.next(), await events.next()]).toEqual([
      gap,
      "id: x-000004\nevent: exchange\ndata: listTasks",
      "id: x-000005\nevent: exchange\ndata: listTasks",
    ]);
  });

  it("goes on when the journal is emptied", async () => {
    const standin = await start();
    const events = await Events.open(standin);
    await ask(standin);
    expect(await events.next()).toMatch("id: x-000001");
    await fetch(`${standin.url}/_standin/exchanges`, { method: "DELETE" });
    await ask(standin);
    expect(await events.next()).toMatch("id: x-000002");
  });

  it("ends at once when the server is closed", async () => {
    const standin = await start();
    const events = await Events.open(standin);
    const before = performance.now();
    await standin.close();
    expect(performance.now() - before).toBeLessThan(500);
    expect(await events.next()).toBe(undefined);
    expect(events.response.complete).toBe(true);
  });

  it("refuses a Last-Event-ID that is none", async () => {
    const standin = await start();
    const response = await fetch(`${standin.url}/_standin/exchanges/events`, { headers: { "last-event-id": "7" } });
    expect([response.status, ((await response.json()) as { detail: string }).detail]).toMatchInlineSnapshot(`
      [
        400,
        "The Last-Event-ID "7" is no id of an exchange.",
      ]
    `);
  });
});

describe("the events", () => {
  const follow = (journal: Journal, filter: JournalFilter = {}, gone = new AbortController(), silence?: number) =>
    toEvents(journal, filter, gone.signal, silence);

  it("send a comment where it is silent for long, with the place to come back to", async () => {
    const journal = new Journal({ exchanges: 10, bytes: 1_000_000 });
    const events = follow(journal, { tenant: "mine" }, undefined, 5);
    await events.next();
    record(journal, { tenant: "other" });
    record(journal, { tenant: "other" });
    let text = "";
    while (!text.includes("x-000002")) text = (await events.next()).value;
    expect(text).toBe(": still here\nid: x-000002\n\n");
  });

  it("wait in the journal and nowhere else, for a reader that is slow", async () => {
    const journal = new Journal({ exchanges: 10, bytes: 1_000_000 });
    const events = follow(journal);
    await events.next();
    for (let count = 0; count < 100; count++) record(journal);
    const { value } = await events.next();
    expect(value.match(/^id: .*$/gm)).toEqual([
      "id: x-000090",
      ...Array.from({ length: 10 }, (_, index) => `id: x-${String(91 + index).padStart(6, "0")}`),
    ]);
    expect(value).toContain('event: gap\ndata: {"missed":90}\n');
  });

  it("tell each gap where it is, and who comes back with its id of none before it", async () => {
    const journal = new Journal({ exchanges: 5, bytes: 1_000_000 });
    for (const tenant of ["busy", "quiet", ...Array(6).fill("busy")]) record(journal, { tenant });
    const read = async (since: string, tenant?: string) => {
      const { value } = await follow(journal, { since, ...(tenant && { tenant }) }).next();
      return [...value.matchAll(/^id: (.*)\nevent: (?:exchange|gap\ndata: (.*))$/gm)].map(
        ([, id, gap = ""]) => id + gap,
      );
    };
    const rest = ["x-000005", "x-000006", "x-000007", "x-000008"];
    expect(await read("x-000000")).toEqual(['x-000001{"missed":1}', "x-000002", 'x-000004{"missed":2}', ...rest]);
    expect(await read("x-000001")).toEqual(["x-000002", 'x-000004{"missed":2}', ...rest]);
    expect(await read("x-000003")).toEqual(['x-000004{"missed":1}', ...rest]);
    expect(await read("x-000004")).toEqual(rest);
    expect(await read("x-000000", "quiet")).toEqual(['x-000001{"missed":1}', "x-000002", 'x-000008{"missed":2}']);
  });

  it("end when the client has gone, and when the journal is closed", async () => {
    const journal = new Journal({ exchanges: 10, bytes: 1_000_000 });
    const gone = new AbortController();
    const both = [follow(journal, {}, gone), follow(journal)];
    for (const events of both) await events.next();
    const last = both.map((events) => events.next());
    gone.abort();
    expect((await last[0])?.done).toBe(true);
    journal.bell.close();
    expect((await last[1])?.done).toBe(true);
  });
});
