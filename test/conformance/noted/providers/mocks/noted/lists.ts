import { type CheckedRequest, pageAfter, type Reply } from "../../../../../../src/define.ts";

const numbers = Array.from({ length: 7 }, (_, index) => index + 1);

const entries = numbers.map((number) => ({ id: `entry-${number}`, line: `The entry with number ${number}` }));

/** Ten of them to a page are too many for a case that gives the adapter a great many pages. */
const tags = numbers.map((number) => ({ id: 100 + number, label: `tag-${number}`, remark: "So it is. ".repeat(400) }));

const tasks = numbers.map((number) => ({
  ...{ id: `task-${number}`, name: `The task with number ${number}` },
  ...{ next: `task-${number + 1}`, has_more: true, total: 1000 },
}));

const places = numbers.map((number) => ({ id: `place-${number}`, name: `The place with number ${number}` }));

const rooms = numbers.slice(1).map((number) => ({ id: `room-${number}`, name: `The room with number ${number}` }));

type Handler = (request: CheckedRequest) => Reply;

/** What is only read, in pages that are asked for in various ways. */
export const lists = {
  listEntries({ query }) {
    const { page = 1, page_size: size = 3 } = query as { page?: number; page_size?: number };
    return { status: 200, body: { entries: entries.slice((page - 1) * size, page * size), total: entries.length } };
  },
  listTags({ query }) {
    const { offset = 0, limit = 3 } = query as { offset?: number; limit?: number };
    return { status: 200, body: tags.slice(offset, offset + limit) };
  },
  listTasks({ query }) {
    const { page = 1, per_page: size = 3 } = query as { page?: number; per_page?: number };
    const shown = tasks.slice((page - 1) * size, page * size);
    const counts = { total_pages: Math.ceil(tasks.length / size), total_count: tasks.length, count: shown.length };
    return { status: 200, body: { tasks: shown, paging: { has_more: page * size < tasks.length, ...counts } } };
  },
  listPlaces({ query }) {
    const { page, limit = 3, country } = query as { page?: string; limit?: number; country?: string };
    const { items, next } = pageAfter(places, { cursor: page, size: limit, key: ({ id }) => id }) ?? {};
    if (items === undefined) return { status: 400, body: { error: "There is no such page." } };
    const asked = new URLSearchParams({ limit: String(limit), page: next ?? "", ...(country ? { country } : {}) });
    return { status: 200, body: { data: items, links: { next: next === null ? null : `/places?${asked}` } } };
  },
  listRooms({ query }) {
    const { page = 1, per_page: size = 3 } = query as { page?: number; per_page?: number };
    const next = page * size < rooms.length ? { link: `</rooms?per_page=${size}&page=${page + 1}>; rel="next"` } : {};
    return { status: 200, headers: next, body: rooms.slice((page - 1) * size, page * size) };
  },
} satisfies Record<string, Handler>;
