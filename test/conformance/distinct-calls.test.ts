import { expect, it } from "vitest";
import { distinctCalls, idMember, withoutAnswers } from "../../src/conformance/distinct-calls.ts";
import type { Learnt, Subject } from "../../src/conformance/subject.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { contractOf } from "../contract/contract-fixture.ts";

const text = { type: "string" };

interface Unusual {
  path?: string;
  /** Of the id in the path. */
  idSchema?: object;
  /** Of the answer. */
  schema?: object;
  documentedInput?: object;
  isPaged?: boolean;
  learnt?: object;
  /** What the adapter's schemas refuse. */
  refuses?: (input: Record<string, unknown>) => boolean;
  refusesResult?: (result: Record<string, unknown>) => boolean;
}

const documented = { noteId: "note-1", title: "Mine" };
const body = { id: "note-1", name: "Ada", size: 40, paidDate: "2026-01-01" };
const inPath = { part: "request.path", pointer: "/note_id" };
const inBody = { part: "request.body", pointer: "/title" };
const faults = (isRefused: boolean | undefined) => (isRefused ? [{ instancePath: "", message: "no" }] : []);

/** An adapter that puts a title to a note, of which the answer says an id and a name. */
function setUp({ path = "/notes/{note_id}", idSchema = text, schema = {}, isPaged = false, ...more }: Unusual = {}) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const parameters = names.map((name) => ({
    name,
    in: "path",
    required: true,
    schema: name === "note_id" ? idSchema : text,
  }));
  const responses = { 200: { description: "Done", content: { "application/json": { schema } } } };
  const contract = contractOf({}, { paths: { [path]: { put: { operationId: "putNote", parameters, responses } } } });
  const subject = {
    contract,
    operation: contract.operations[0] as Operation,
    inputSchema: { properties: { noteId: text, title: text, of: text } },
    documentedInput: more.documentedInput ?? documented,
    checkInput: (input: Record<string, unknown>) => faults(more.refuses?.(input)),
    checkOutput: more.refusesResult && ((result: Record<string, unknown>) => faults(more.refusesResult?.(result))),
    isPaged,
  } as unknown as Subject;
  const learnt = {
    routes: new Map([
      ["/noteId", inPath],
      ["/title", inBody],
    ]),
    unmarked: [],
    sources: new Map([
      ["/called", "/name"],
      ["/no", "/id"],
      ["/size", "/size"],
      ["/due", "/paidDate"],
    ]),
    reply: { status: 200, body },
    result: { no: "note-1", called: "Ada", size: 40, due: "2026-01-01" },
    ...more.learnt,
  } as unknown as Learnt;
  return { subject, learnt };
}

function callsOf(unusual: Unusual = {}, perRecord = 1, inputs: readonly unknown[] = [documented, documented]) {
  const { subject, learnt } = setUp(unusual);
  return distinctCalls(subject, learnt, { inputs, perRecord });
}

it("carry what no other does, and are answered each otherwise", () => {
  const calls = callsOf();
  expect(calls.inputs).toEqual([
    { noteId: "note-11", title: "Standin mark 1" },
    { noteId: "note-12", title: "Standin mark 2" },
  ]);
  expect(calls.tells).toEqual([
    ["/title", inBody],
    ["/noteId", inPath],
  ]);
  expect(calls.told).toEqual(["/name", "/id"]);
  const told = (id: string, name: string) => ({
    ...{ kind: "reply", operation: "putNote", times: 1 },
    reply: { status: 200, body: { ...body, id, name } },
  });
  expect(calls.faults).toEqual([told("note-11", "Ada1"), told("note-12", "Ada2")]);
});

it("are several about one record where something else tells them apart", () => {
  const ids = (unusual: Unusual, inputs: readonly unknown[] = Array(4).fill(documented)) =>
    callsOf(unusual, 2, inputs).inputs.map((input) => (input as typeof documented).noteId);
  expect(ids({})).toEqual(["note-11", "note-11", "note-12", "note-12"]);
  const unmarked = { learnt: { routes: new Map([["/noteId", inPath]]) } };
  expect(ids(unmarked)).toEqual(["note-11", "note-12", "note-13", "note-14"]);
  expect(callsOf(unmarked, 2).tells).toEqual([["/noteId", inPath]]);
  expect(callsOf({}, 2, Array(4).fill(documented)).tells).toHaveLength(2);
  expect(callsOf({ path: "/notes" }).tells).toEqual([["/title", inBody]]);
  const some = callsOf({}, 2, [documented, documented, { noteId: "note-1" }]);
  expect(some.tells.map(([pointer]) => pointer)).toEqual(["/noteId"]);
});

it("keep the id where another is not allowed, and then are told apart by the rest", () => {
  const byContract = callsOf({ idSchema: { type: "string", maxLength: 6 } });
  expect(byContract.inputs.map((input) => (input as typeof documented).noteId)).toEqual(["note-1", "note-1"]);
  const bySchema = { refuses: ({ noteId }: Record<string, unknown>) => noteId !== "note-1" };
  expect(callsOf(bySchema).inputs).toHaveLength(2);
  expect(callsOf({ ...bySchema, learnt: { routes: new Map([["/noteId", inPath]]) } }).tells).toEqual([]);
});

it("know the member that says what record a call is about, by the last of the path", () => {
  const find = (unusual: Unusual) => {
    const { subject, learnt } = setUp(unusual);
    return idMember(subject, learnt);
  };
  expect([find({}), find({ path: "/notes" }), find({ learnt: { reply: undefined } })]).toEqual([
    "/noteId",
    undefined,
    undefined,
  ]);
  const nested = {
    path: "/of/{room}/notes/{note_id}",
    learnt: {
      routes: new Map([
        ["/room", { part: "request.path", pointer: "/room" }],
        ["/noteId", inPath],
      ]),
    },
  };
  expect([find(nested), find({ documentedInput: { noteId: 40 } }), find({ documentedInput: { noteId: [] } })]).toEqual([
    "/noteId",
    "/noteId",
    undefined,
  ]);
  const inQuery = new Map([["/noteId", { part: "request.query", pointer: "/note_id" }]]);
  expect(find({ learnt: { routes: inQuery } })).toBeUndefined();
});

it("put no mark into a path, nor where it is not known where a member goes", () => {
  const inputs = [{ noteId: "note-1", title: "Mine", of: "x" }];
  const { subject, learnt } = setUp({
    learnt: {
      routes: new Map([
        ["/noteId", inPath],
        ["/title", { part: "request.path", pointer: "/title" }],
      ]),
    },
  });
  expect(withoutAnswers(subject, learnt, inputs)).toEqual({ inputs, tells: [], faults: [], told: [] });
  const known = setUp();
  expect(withoutAnswers(known.subject, known.learnt, [...inputs, documented])).toEqual({
    inputs: [
      { noteId: "note-1", title: "Standin mark 1", of: "x" },
      { noteId: "note-1", title: "Standin mark 2" },
    ],
    ...{ tells: [["/title", inBody]], faults: [], told: [] },
  });
});

it("are told nothing where another value is not allowed, or nothing is known of the answer", () => {
  expect(callsOf({ learnt: { reply: undefined } })).toMatchObject({ faults: [], told: [] });
  expect(callsOf({ learnt: { sources: undefined } }).told).toEqual([]);
  expect(callsOf({ schema: { required: ["none"] } }).told).toEqual([]);
  expect(callsOf({ schema: { properties: { name: { maxLength: 3 } } } }).told).toEqual(["/id"]);
  expect(callsOf({ refusesResult: ({ no }) => no !== "note-1" }).told).toEqual(["/name"]);
  const empty = callsOf({ learnt: { reply: { status: 204, body: undefined }, sources: new Map() } });
  expect(empty.faults[0]).toEqual({ kind: "reply", operation: "putNote", times: 1, reply: { status: 204 } });
});

it("of lists each get one page, as the last, and empty ones then", () => {
  const places = { answered: { list: "/rows", id: "/id" }, result: { list: "", id: "/id" } };
  const reply = { status: 200, body: { rows: [{ id: "a-1" }, { id: "b-1" }], total: 9, next: "c" } };
  const end = { status: 206, body: { rows: [], total: 9, next: null } };
  const sources = new Map([
    ["/0/id", "/rows/0/id"],
    ["/1/id", "/rows/1/id"],
  ]);
  const learnt = { places, reply, end, sources };
  const calls = callsOf({ path: "/notes", isPaged: true, learnt }, 1, [{}, {}]);
  const page = (...ids: string[]) => ({ status: 206, body: { rows: ids.map((id) => ({ id })), total: 2, next: null } });
  expect(calls.faults.map(({ reply, times }) => [times, reply])).toEqual([
    [1, page("a-11", "b-1101")],
    [1, page("a-12", "b-1102")],
    [undefined, page()],
  ]);
  for (const missing of ["places", "reply", "end"])
    expect(
      callsOf({ path: "/notes", isPaged: true, learnt: { ...learnt, [missing]: undefined } }, 1, [{}]).faults,
    ).toEqual([]);
});
