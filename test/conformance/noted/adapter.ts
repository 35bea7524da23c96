import { randomUUID } from "node:crypto";
import type { AdapterPlace } from "../../../src/conformance/driver.ts";

/** A request, as far as the operations differ in it. */
export interface Sent {
  method: string;
  path: string;
  query?: Record<string, string | number>;
  headers?: Record<string, string>;
  body?: unknown;
}

/** What a call of an adapter is made of: a mistake puts another in the place of one. */
export interface Steps {
  toRequest(input: never): Sent;
  send(place: AdapterPlace, sent: Sent): Promise<Response>;
  /** The body of an answer; throws where it is a refusal, or is no JSON. */
  read(response: Response): Promise<unknown>;
  /** The request for the page after this one; undefined where it is the last. */
  next(body: never, sent: Sent, pages: number): Sent | undefined;
  toResult(bodies: readonly never[]): unknown;
}

/** Calls a vendor as an adapter without mistakes does. */
export async function call(steps: Steps, place: AdapterPlace, input: unknown): Promise<unknown> {
  const bodies: unknown[] = [];
  for (let sent: Sent | undefined = steps.toRequest(input as never); sent !== undefined; ) {
    const body = await steps.read(await steps.send(place, sent));
    bodies.push(body);
    sent = steps.next(body as never, sent, bodies.length);
  }
  return steps.toResult(bodies as never[]);
}

/** What a vendor has refused, and in which words. */
export class VendorError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function send(
  { baseUrl, credential }: AdapterPlace,
  { method, path, query, headers, body }: Sent,
): Promise<Response> {
  const url = new URL(baseUrl + path);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
  return fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${credential}`,
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
  });
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new VendorError(response.status, `The vendor refuses: ${text}`);
  return text === "" ? null : JSON.parse(text);
}

const once = { send, read, next: () => undefined };

interface NoteInput {
  noteId: string;
  title?: string;
}

interface VendorNote {
  id: string;
  title: string;
  text?: string | null;
  state?: string;
  priority?: number;
  label?: string | number;
  tags?: string[];
  owner?: { name?: string } | null;
}

const toResult = ([note]: readonly VendorNote[]) => note && toNote(note);

function toNote({ id, title, text, state, priority, label, tags, owner }: VendorNote) {
  return {
    ...{ noteId: id, title, text: text ?? null, state: state ?? null, priority: priority ?? null },
    ...{ label: label === undefined ? null : String(label), tags: tags ?? [], ownerName: owner?.name ?? null },
  };
}

export interface TaskPage {
  tasks: { id: string; name: string }[];
  paging: { has_more: boolean; total_count: number };
}

/** What an event and those who have to do with it have in common. */
interface Named {
  id: string;
  name: string;
}

export interface VendorEvent extends Named {
  startsAt: string;
  createdAt: string;
  remark: string;
  seats: string;
  tags: string[];
  venue: Named & { updatedAt: string; openedAt: string; seats: number };
  host: Named & { updatedAt: string; phone: string };
  guests?: { id?: string; line?: string; kind?: string; mails?: string[] }[];
  extra?: Record<string, unknown>;
  price?: number;
}

const toEvent = ({ id, name, startsAt, createdAt, remark, venue, host }: VendorEvent) => ({
  ...{ eventId: id, name, startsAt, createdAt, remark },
  ...{ venue: { name: venue.name, openedAt: venue.openedAt }, hostName: host.name },
});

const pathOf = ({ noteId }: NoteInput) => `/notes/${encodeURIComponent(noteId)}`;

/** The steps of each operation, without any mistake. */
export const correct = {
  getNote: { ...once, toRequest: (input: NoteInput) => ({ method: "GET", path: pathOf(input) }), toResult },
  createNote: { ...once, toRequest: (body: unknown) => ({ method: "POST", path: "/notes", body }), toResult },
  updateNote: {
    ...once,
    toRequest: (input: NoteInput) => {
      const { noteId: _, ...body } = input;
      return { method: "PATCH", path: pathOf(input), body };
    },
    toResult,
  },
  deleteNote: {
    ...once,
    toRequest: (input: NoteInput) => ({ method: "DELETE", path: pathOf(input) }),
    toResult: () => ({ deleted: true }),
  },
  listNotes: {
    ...{ send, read },
    toRequest: ({ limit = 3 }: { limit?: number }): Sent => ({ method: "GET", path: "/notes", query: { limit } }),
    next: ({ next }: { next: string | null }, sent: Sent) =>
      next === null ? undefined : { ...sent, query: { ...sent.query, cursor: next } },
    toResult: (bodies: readonly { notes: VendorNote[] }[]) => bodies.flatMap(({ notes }) => notes.map(toNote)),
  },
  listEntries: {
    ...{ send, read },
    toRequest: ({ pageSize = 3 }: { pageSize?: number }): Sent => ({
      method: "GET",
      path: "/entries",
      query: { page: 1, page_size: pageSize },
    }),
    next: ({ entries }: { entries: unknown[] }, sent: Sent, pages: number) =>
      entries.length === 0 ? undefined : { ...sent, query: { ...sent.query, page: pages + 1 } },
    toResult: (bodies: readonly { entries: unknown[] }[]) => bodies.flatMap(({ entries }) => entries),
  },
  addEntry: {
    ...once,
    toRequest: (body: unknown): Sent => ({
      method: "POST",
      path: "/entries",
      headers: { "idempotency-key": randomUUID() },
      body,
    }),
    toResult: ([entry]: readonly { id: string; line: string }[]) => entry,
  },
  listTags: {
    ...{ send, read },
    toRequest: ({ limit = 3 }: { limit?: number }): Sent => ({
      ...{ method: "GET", path: "/tags" },
      query: { offset: 0, limit },
    }),
    next: (tags: unknown[], { query, ...sent }: Sent) => {
      const { offset, limit } = query as { offset: number; limit: number };
      return tags.length < limit ? undefined : { ...sent, query: { limit, offset: offset + limit } };
    },
    toResult: (bodies: readonly unknown[][]) => bodies.flat(),
  },
  listTasks: {
    ...{ send, read },
    toRequest: ({ pageSize = 3 }: { pageSize?: number }): Sent => ({
      ...{ method: "GET", path: "/tasks" },
      query: { per_page: pageSize },
    }),
    next: ({ paging }: TaskPage, sent: Sent, pages: number) =>
      paging.has_more ? { ...sent, query: { ...sent.query, page: pages + 1 } } : undefined,
    toResult: (bodies: readonly TaskPage[]) =>
      bodies.flatMap(({ tasks }) => tasks.map(({ id, name }) => ({ id, name }))),
  },
  listPlaces: {
    ...{ send, read },
    toRequest: ({ limit = 3, ...asked }: { limit?: number }): Sent => ({
      ...{ method: "GET", path: "/places" },
      query: { limit, ...asked },
    }),
    next: ({ links }: { links: { next: string | null } }, sent: Sent) =>
      links.next === null ? undefined : { ...sent, query: {}, path: links.next },
    toResult: (bodies: readonly { data: unknown[] }[]) => bodies.flatMap(({ data }) => data),
  },
  listRooms: {
    send,
    read: async (response: Response) => ({
      rooms: await read(response),
      next: /<(.*?)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1],
    }),
    toRequest: ({ pageSize = 3 }: { pageSize?: number }): Sent => ({
      ...{ method: "GET", path: "/rooms" },
      query: { per_page: pageSize },
    }),
    next: ({ next }: { next?: string }, sent: Sent) =>
      next === undefined ? undefined : { ...sent, query: {}, path: next },
    toResult: (bodies: readonly { rooms: unknown[] }[]) => bodies.flatMap(({ rooms }) => rooms),
  },
  getEvent: {
    ...once,
    toRequest: ({ eventId }: { eventId: string }) => ({
      method: "GET",
      path: `/events/${encodeURIComponent(eventId)}`,
    }),
    toResult: ([event]: readonly VendorEvent[]) => event && toEvent(event),
  },
} satisfies Record<string, Steps>;

export type OperationId = keyof typeof correct;
