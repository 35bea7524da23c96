import { describe, expect, it } from "vitest";
import { learn } from "../../src/conformance/learn.ts";
import type { Subject } from "../../src/conformance/subject.ts";
import type { FaultToArm } from "../../src/conformance/tenant-client.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { contractOf } from "../contract/contract-fixture.ts";

type Input = Record<string, unknown>;

interface Reply {
  status: number;
  body?: unknown;
}

/** An adapter and its vendor. */
interface Setting {
  input: Input;
  full?: Input;
  /** The members whose text may be any. */
  free?: string[];
  /** What the adapter sends for an input: path and body. */
  send: (input: Input, page: number) => [path: string, body?: unknown];
  /** What the vendor answers by itself, to one page after the other. */
  answers?: Reply[];
  /** The same where it is told with which status. */
  withStatus?: Reply;
  /** What the adapter makes of the bodies; it fails where it throws. */
  toResult?: (bodies: unknown[]) => unknown;
  documented?: Reply;
  refuses?: (input: Input) => boolean;
  responses?: object;
  isPaged?: boolean;
}

const schema = {};
const done = { description: "Done", content: { "application/json": { schema } } };

/** What is learnt of it, and how many calls that took. */
async function learnOf({ input, full = input, free = [], answers = [{ status: 200, body: {} }], ...setting }: Setting) {
  const { send, toResult = () => null, responses = { 200: done } } = setting;
  const parameters = [{ name: "note_id", in: "path", required: true, schema }];
  const contract = contractOf(
    {},
    { paths: { "/notes/{note_id}": { put: { operationId: "putNote", parameters, responses } } } },
  );
  let calls = 0;
  const openTenant = () => {
    let armed: FaultToArm[] = [];
    const exchanges: object[] = [];
    const call = async ({ input: given }: { input: Input }) => {
      calls++;
      const bodies: unknown[] = [];
      for (const [index, own] of answers.entries()) {
        const [path, body] = send(given, index);
        const [fault] = armed;
        if (fault?.times !== undefined) armed = armed.slice(1);
        const reply = fault?.kind === "status" ? setting.withStatus : ((fault?.reply as Reply | undefined) ?? own);
        exchanges.push({
          operation: "putNote",
          ...(fault && { fault: { id: "f-1" } }),
          request: {
            method: "PUT",
            url: `https://api.acme.test${path}`,
            headers: {},
            ...(body !== undefined && { body: JSON.stringify(body) }),
          },
          response: {
            status: reply?.status,
            headers: {},
            body: reply?.body === undefined ? undefined : JSON.stringify(reply.body),
          },
        });
        bodies.push(reply?.body);
      }
      try {
        return { answer: { kind: "result", result: toResult(bodies) }, printed: "" };
      } catch {
        return { answer: { kind: "error", error: { message: "no" } }, printed: "" };
      }
    };
    const arm = (faults: FaultToArm[]) => {
      armed = faults;
    };
    return { time: { now: () => 0 }, arm, exchanges: async () => exchanges, call };
  };
  const subject = {
    ...{
      contract,
      operation: contract.operations[0] as Operation,
      documentedInput: input,
      fullInput: full,
      openTenant,
    },
    inputSchema: { properties: Object.fromEntries(free.map((name) => [name, { type: "string" }])) },
    checkInput: (given: Input) => (setting.refuses?.(given) ? [{ instancePath: "", message: "no" }] : []),
    driver: { drivesTime: true, open: (tenant: ReturnType<typeof openTenant>) => ({ ...tenant, async close() {} }) },
    documentedReply: setting.documented,
    isPaged: setting.isPaged === true,
  } as unknown as Subject;
  const learnt = await learn(subject);
  const routes = [...learnt.routes].map(([from, { part, pointer }]) => `${from} -> ${part} ${pointer}`);
  const sources = learnt.sources && Object.fromEntries(learnt.sources);
  return { ...learnt, routes, sources, calls };
}

it("sees where members go, each text with a mark of its own, and in a second call those that are not documented", async () => {
  const send = ({ noteId, title, line }: Input): [string, unknown] => [`/notes/${noteId}`, { title, of: { line } }];
  const input = { noteId: "note-1", title: "same" };
  const full = { ...input, line: "same" };
  const both = ["/noteId -> request.path /note_id", "/title -> request.body /title"];
  const seen = await learnOf({ input, full, free: ["title", "line"], send });
  expect([seen.routes.toSorted(), seen.calls]).toEqual([["/line -> request.body /of/line", ...both], 3]);
  const one = await learnOf({ input, free: ["title"], send });
  expect([one.routes, one.calls]).toEqual([both, 2]);
});

it("sees by other ids where those go that stand in a request more than once", async () => {
  const input = { noteId: "n-1", otherId: "n-1", name: "n-1" };
  const send = ({ noteId, otherId, name }: Input): [string, unknown] => [`/notes/${noteId}`, { other: otherId, name }];
  const found = ["/name -> request.body /name", "/noteId -> request.path /note_id", "/otherId -> request.body /other"];
  const seen = await learnOf({ input, send });
  expect([seen.routes.toSorted(), seen.calls]).toEqual([found, 3]);
  const refused = await learnOf({ input, send, refuses: ({ otherId }) => otherId !== "n-1" });
  expect([refused.routes.toSorted(), refused.calls]).toEqual([found.slice(0, 2), 2]);
});

it("sees where a result comes from, by an answer whose values all differ", async () => {
  const send = (): [string] => ["/notes/n-1"];
  const toResult = ([note]: unknown[]) => {
    const { id, title, line } = note as Record<string, string>;
    return { no: id, name: title, text: line };
  };
  const body = { id: "n-1", title: "same", line: "same" };
  const seen = await learnOf({ input: {}, send, toResult, answers: [{ status: 201, body }] });
  expect(seen.sources).toEqual({ "/no": "/id", "/name": "/title", "/text": "/line" });
  expect([seen.reply, seen.end]).toEqual([
    { status: 201, body: { ...body, line: "same3" } },
    { status: 201, body },
  ]);
  expect([seen.result, seen.places]).toEqual([{ no: "n-1", name: "same", text: "same3" }, undefined]);
  const rows = [{ id: "r-1" }, { id: "r-2" }];
  const second = ([note]: unknown[]) => ({ no: (note as { rows: typeof rows }).rows[1]?.id });
  const inList = await learnOf({ input: {}, send, toResult: second, answers: [{ status: 200, body: { rows } }] });
  expect(inList.sources).toEqual({ "/no": "/rows/1/id" });
  const documented = { status: 200, body: { ...body, more: "x" } };
  const answers = [{ status: 201, body }];
  expect((await learnOf({ input: {}, send, toResult, answers, documented })).reply?.body).toMatchObject({
    more: "x13",
  });
  expect(
    (await learnOf({ input: {}, send, toResult, answers, documented: { status: 200, body: {} } })).reply?.status,
  ).toBe(201);
});

it("takes an answer with other ids alone, or the vendor's own, where the adapter refuses the other", async () => {
  const send = (): [string] => ["/notes/n-1"];
  const body = { id: "n-1", ofId: "n-1", title: "same", line: "same" };
  const refusing =
    (isRefused: (note: typeof body) => boolean) =>
    ([note]: unknown[]) => {
      if (isRefused(note as typeof body)) throw new Error("is none of ours");
      return note;
    };
  const learnt = (isRefused: (note: typeof body) => boolean) =>
    learnOf({ input: {}, send, toResult: refusing(isRefused), answers: [{ status: 200, body }] });
  const byIds = await learnt(({ line }) => line !== "same");
  expect([byIds.reply?.body, byIds.calls]).toEqual([{ ...body, ofId: "n-11" }, 3]);
  const own = await learnt(({ ofId }) => ofId !== "n-1");
  expect([own.reply?.body, own.sources, own.calls]).toEqual([body, {}, 3]);
  const none = await learnt(() => true);
  expect([none.reply, none.sources, none.result, none.end]).toEqual([undefined, undefined, undefined, undefined]);
  const failed = await learnOf({ input: {}, send, answers: [{ status: 300, body }] });
  expect([failed.reply, failed.sources]).toEqual([undefined, undefined]);
});

it("asks for an answer with a body where the vendor may answer without one", async () => {
  const send = (): [string] => ["/notes/n-1"];
  const toResult = ([note]: unknown[]) => note ?? null;
  const setting: Setting = {
    ...{ input: {}, send, toResult, answers: [{ status: 204 }], withStatus: { status: 200, body: { id: "n-1" } } },
    responses: { 204: { description: "Done" }, 200: done },
  };
  const seen = await learnOf(setting);
  expect([seen.reply, seen.end, seen.sources]).toEqual([
    { status: 200, body: { id: "n-1" } },
    { status: 204, body: undefined },
    { "/id": "/id" },
  ]);
  const without = await learnOf({ ...setting, responses: { 204: { description: "Done" } } });
  expect([without.reply, without.calls]).toEqual([{ status: 204, body: undefined }, 2]);
  const documented = { status: 200, body: { id: "n-2" } };
  const shown = await learnOf({ ...setting, documented });
  expect([shown.reply, shown.calls]).toEqual([documented, 2]);
});

describe("of a list", () => {
  const send = (_: Input, page: number): [string] => [`/notes/n-1?page=${page + 1}`];
  const list = (...rows: unknown[]) => ({ status: 200, body: { rows, total: 9, next: null } });
  const rowsOf = (bodies: unknown[]) =>
    bodies.flatMap((body) => (body as { rows: { id: string; name: string }[] }).rows);
  const row = (id: string, name = "Ada") => ({ id, name });

  it("takes few records of the first page, and the last as it is", async () => {
    const answers = [list(row("r-1"), row("r-2"), row("r-3"), row("r-4")), list(row("r-5"))];
    const toResult = (bodies: unknown[]) => rowsOf(bodies).map(({ id, name }) => ({ no: id, called: name }));
    const seen = await learnOf({ input: {}, send, toResult, answers, isPaged: true });
    expect(seen.reply?.body).toEqual({
      rows: [row("r-1"), row("r-2", "Ada4"), row("r-3", "Ada6")],
      total: 9,
      next: null,
    });
    expect(seen.end).toEqual(answers[1]);
    expect(seen.places).toEqual({ answered: { list: "/rows", id: "/id" }, result: { list: "", id: "/no" } });
    expect(seen.sources).toMatchObject({ "/0/no": "/rows/0/id", "/2/called": "/rows/2/name" });
  });

  it("sees records in another order, or under keys of their own", async () => {
    const answers = [list(row("r-1", "Ada"), row("r-2", "Bob")), list()];
    const sorted = (bodies: unknown[]) =>
      rowsOf(bodies)
        .toReversed()
        .map(({ id, name }) => ({ id, name }));
    const seen = await learnOf({ input: {}, send, toResult: sorted, answers, isPaged: true });
    expect(seen.result).toEqual([row("r-1", "Ada"), row("r-2", "Bob")]);
    expect(seen.sources).toEqual({
      "/0/id": "/rows/0/id",
      "/0/name": "/rows/0/name",
      "/1/id": "/rows/1/id",
      "/1/name": "/rows/1/name",
    });
    const byId = (bodies: unknown[]) => Object.fromEntries(rowsOf(bodies).map(({ id, name }) => [id, { name }]));
    const mapped = await learnOf({ input: {}, send, toResult: byId, answers, isPaged: true });
    expect(mapped.sources).toEqual({ "/r-1/name": "/rows/0/name", "/r-2/name": "/rows/1/name" });
  });

  it("takes no value of a later page for one of the first", async () => {
    const answers = [list(row("r-1", "Ada")), list(row("r-2", "Bob"), row("r-3", "Ada"))];
    const toResult = (bodies: unknown[]) => ({ rows: rowsOf(bodies).map(({ id, name }) => ({ id, name })) });
    const seen = await learnOf({ input: {}, send, toResult, answers, isPaged: true });
    expect(seen.sources).toEqual({ "/rows/0/id": "/rows/0/id", "/rows/0/name": "/rows/0/name" });
  });
});
