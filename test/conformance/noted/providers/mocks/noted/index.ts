import {
  type CheckedRequest,
  type Context,
  defineProvider,
  pageAfter,
  type Reply,
} from "../../../../../../src/define.ts";
import { lists } from "./lists.ts";

interface Note {
  id: string;
  title: string;
  text: string | null;
  state: string;
  priority: number;
  label: string;
  tags: string[];
  urgent: boolean;
  owner: { id: string; name: string } | null;
}

interface State {
  notes: Map<string, Note>;
  /** The first answer to each idempotency key. */
  added: Map<string, Reply>;
}

const numbers = Array.from({ length: 7 }, (_, index) => index + 1);

const toNote = (number: number): Note => ({
  ...{ id: `note-${number}`, title: `The note with number ${number}`, text: `What is to be done about ${number}` },
  ...{ state: "open", priority: 20 + number, label: `label-${number}`, tags: [`tag-${number}`] },
  urgent: true,
  owner: { id: `owner-${number}`, name: `The owner of ${number}` },
});

// The event's own seats and opening go before those of its venue, and its own name behind all others.
const event = {
  ...{ id: "event-1", remark: "Bring a lamp", seats: "As many as come", tags: [] },
  ...{ startsAt: "2026-03-01T18:00:00Z", createdAt: "2026-01-05T08:30:15.250Z", cancelledAt: null, kind: "public" },
  openedAt: "2026-01-20T10:00:00Z",
  venue: {
    ...{ id: "venue-1", name: "The old mill", seats: 120 },
    ...{ updatedAt: "2025-02-03T04:05:06Z", openedAt: "2019-05-04T10:00:00Z" },
  },
  host: { id: "host-1", name: "Grace Hopper", updatedAt: "2025-07-08T09:10:11Z", phone: "+41 44 668 18 00" },
  name: "The opening",
  guests: [{ id: "guest-1", line: "Speaks at noon", kind: "speaker", mails: ["speaker@opening.test"] }],
  extra: { parking: "Behind the mill" },
  marks: ["By the river"],
  price: 40,
};

const refuse = (status: number, error: string): Reply => ({ status, body: { error } });

function withNote({ path }: CheckedRequest, { state }: Context<State>, act: (note: Note) => Reply): Reply {
  const note = state.notes.get(path.note_id as string);
  return note === undefined ? refuse(404, "There is no such note.") : act(note);
}

/** What a note is made of beside what the vendor shows of it. */
type Hidden = Partial<Record<"effort" | "due" | "contact" | "votes" | "weight" | "steps", unknown>>;

function change(
  note: Note,
  { owner, effort, due, contact, votes, weight, steps, ...fields }: Partial<Note> & Hidden,
): void {
  Object.assign(note, fields);
  if (owner === null) note.owner = null;
  else if (owner !== undefined) note.owner = { id: note.owner?.id ?? "owner-0", name: owner.name };
}

export default defineProvider<State>({
  scenarios: {
    documented: () => ({
      notes: new Map(numbers.map((number) => [`note-${number}`, toNote(number)])),
      added: new Map(),
    }),
    empty: () => ({ notes: new Map(), added: new Map() }),
  },
  credentials: {},
  fixtures: [{ kind: "note", value: "note-1", description: "the note of the reference page" }],
  refusals: {
    unauthenticated: (reason) => refuse(401, `The credential is ${reason}.`),
    invalid: ({ violations }) =>
      violations.some(({ severity }) => severity === "error") ? refuse(400, "The request is not valid.") : undefined,
  },
  operations: {
    listNotes({ query }, { state }) {
      const { cursor, limit = 3, search = "" } = query as { cursor?: string; limit?: number; search?: string };
      const found = [...state.notes.values()].filter(({ title }) => title.includes(search));
      const page = pageAfter(found, { cursor, size: limit, key: ({ id }) => id });
      if (page === undefined) return refuse(400, "There is no such cursor.");
      return { status: 200, body: { notes: page.items, next: page.next } };
    },
    createNote({ body }, { state, nextId }) {
      const note: Note = { ...toNote(0), id: nextId(), text: null, tags: [], owner: null };
      change(note, body as Partial<Note>);
      state.notes.set(note.id, note);
      return { status: 201, body: note };
    },
    getNote: (request, context) => withNote(request, context, (note) => ({ status: 200, body: note })),
    updateNote: (request, context) =>
      withNote(request, context, (note) => {
        change(note, request.body as Partial<Note>);
        return { status: 200, body: note };
      }),
    deleteNote: (request, context) =>
      withNote(request, context, (note) => {
        context.state.notes.delete(note.id);
        return { status: 204 };
      }),
    getEvent: () => ({ status: 200, body: event }),
    addEntry({ headers, body }, { state, nextId }) {
      const key = headers["idempotency-key"]?.toString() ?? "";
      const known = state.added.get(key);
      if (known !== undefined) return known;
      const reply = { status: 201, body: { id: nextId(), line: (body as { line: string }).line } };
      if (key !== "") state.added.set(key, reply);
      return reply;
    },
    ...lists,
  },
});
