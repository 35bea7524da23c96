import { type CheckedRequest, type Context, type Page, pageAfter, type Reply } from "../../src/define.ts";
import { type Position, toCursor, toPosition } from "./cursor.ts";
import { rawRead, remoteView } from "./raw.ts";
import { badRequest, notFound } from "./refusals.ts";
import { type Dated, findRecord, type State } from "./state.ts";

/** A kind of record, as its two read operations need it. */
export interface Collection<R extends Dated> {
  records: ReadonlyMap<string, R>;
  /** Where the provider keeps them. */
  path: string;
  /** The members that the vendor documents, which `fields` chooses from. */
  members: readonly (keyof R & string)[];
}

const defaultPageSize = 25;

export function getRecord<R extends Dated>(
  request: CheckedRequest,
  context: Context<State>,
  collection: Collection<R>,
): Reply {
  const record = findRecord(collection.records, request.path.id as string);
  if (record === undefined) return notFound(context);
  const path = `${collection.path}/${encodeURIComponent(record.remote_id)}`;
  const raw = request.query.raw === true ? [rawRead(path, request.query.proxy, remoteView(record))] : null;
  return { status: 200, body: { data: pick(record, membersAsked(request, collection)), raw } };
}

export function listRecords<R extends Dated>(
  request: CheckedRequest,
  context: Context<State>,
  collection: Collection<R>,
): Reply {
  const position = positionAsked(request.query);
  if (position === undefined) return badRequest(context);
  const page = cutPage([...changedAfter(collection.records.values(), request)], position, shortPages(request, context));
  if (page === undefined) return badRequest(context);
  const next = page.next === null ? null : { page: position.page + 1, size: position.size, after: page.next };
  const members = membersAsked(request, collection);
  const response = { results: page.items.map(remoteView) };
  return {
    status: 200,
    body: {
      next: next === null ? null : toCursor(next),
      // Cursor and page number are both null on the last page (docs.stackone.com/docs/pagination, read 2026-11).
      next_page: next === null ? null : String(next.page),
      data: page.items.map((record) => pick(record, members)),
      raw: request.query.raw === true ? [rawRead(collection.path, request.query.proxy, response)] : null,
    },
  };
}

/** Where the request wants to read: by cursor, by the deprecated page number, or from the start. */
function positionAsked(query: CheckedRequest["query"]): Position | undefined {
  const asked = given(query.page_size);
  const size = asked === undefined ? undefined : Number(asked);
  const cursor = given(query.next);
  if (cursor === undefined) return { page: Number(given(query.page) ?? 1), size: size ?? defaultPageSize };
  const position = toPosition(cursor);
  // The guide wants one page_size through a sequence and does not say what another brings about; a refusal is assumed.
  return size === undefined || size === position?.size ? position : undefined;
}

function cutPage<R extends Dated>(records: R[], position: Position, short: boolean): Page<R> | undefined {
  const size = short ? Math.ceil(position.size / 2) : position.size;
  const key = (record: R) => `${record.created_at} ${record.id}`;
  if (position.after !== undefined) return pageAfter(records, { cursor: position.after, size, key });
  const skipped = (position.page - 1) * size;
  if (skipped === 0) return pageAfter(records, { cursor: undefined, size, key });
  const sorted = pageAfter(records, { cursor: undefined, size: records.length + 1, key })?.items ?? [];
  return pageAfter(sorted.slice(skipped), { cursor: undefined, size, key });
}

function* changedAfter<R extends Dated>(records: Iterable<R>, { query }: CheckedRequest): Iterable<R> {
  const filter = query.filter as { updated_after?: string | null } | undefined;
  const after = [given(filter?.updated_after), given(query.updated_after)].flatMap((time) =>
    time === undefined ? [] : [Date.parse(time)],
  );
  for (const record of records) {
    const updated = Date.parse(record.updated_at);
    if (after.every((time) => updated > time)) yield record;
  }
}

/** All where `fields` is empty, as the vendor says, so that `include` adds only to what `fields` names. */
function membersAsked<R extends Dated>({ query }: CheckedRequest, { members }: Collection<R>): typeof members {
  const fields = names(query.fields);
  if (fields.length === 0) return members;
  const asked = new Set([...fields, ...names(query.include)]);
  return members.filter((member) => asked.has(member));
}

function pick<R extends Dated>(record: R, members: readonly (keyof R & string)[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const member of members) picked[member] = record[member];
  return picked;
}

function names(list: unknown): string[] {
  return (given(list) ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** A query parameter's text, undefined where it is absent, null or empty. */
function given(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function shortPages(request: CheckedRequest, context: Context<State>): boolean {
  return context.state.linkedAccounts.get(request.headers["x-account-id"] as string)?.short_pages === true;
}
