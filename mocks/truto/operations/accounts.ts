import { type CheckedRequest, type Context, type Handler, pageAfter, type Reply } from "../../../src/define.ts";
import { refuse, refuseRemotely } from "../error-envelope.ts";
import { once } from "../idempotency.ts";
import { integratedAccountId } from "../integrated-accounts.ts";
import { matchesFilters, sortKey } from "../list-query.ts";
import { mapBody } from "../mapping.ts";
import { excludedFields, formatAccount, isRaw, rawAccount, unifiedMember } from "../response-format.ts";
import { type Account, accountKey, type TrutoState } from "../state.ts";

/** The records of a page when no limit counts: "up to ~25" says the vendor's agent-skill document querying-data.md. */
const defaultLimit = 25;

export const listAccounts: Handler<TrutoState> = (request, { state }) => {
  const { query } = request;
  const owner = integratedAccountId(request);
  const page = pageAfter(
    [...state.accounts.values()].filter(
      (account) => account.integratedAccountId === owner && matchesFilters(account, query),
    ),
    { cursor: cursorOf(query), size: limitOf(query), key: sortKey(query) },
  );
  if (page === undefined) return refuse(400, "Invalid cursor");
  if (isRaw(query)) {
    const paging = page.next === null ? {} : { paging: { next: { after: page.next } } };
    return { status: 200, body: { results: page.items.map(rawAccount), ...paging } };
  }
  const items = page.items.map((account) => formatAccount(account, query));
  const result = typeof query.truto_key_by === "string" ? keyBy(page.items, items, query.truto_key_by) : items;
  return {
    status: 200,
    body: { result, next_cursor: page.next, prev_cursor: page.previous, result_count: items.length },
  };
};

export const getAccount: Handler<TrutoState> = (request, context) => {
  const account = find(request, context);
  return account === undefined ? unknownRecord() : { status: 200, body: formatAccount(account, request.query) };
};

export const createAccount: Handler<TrutoState> = once((request, { state, clock }) => {
  const now = clock.now().toISOString();
  const connection = integratedAccountId(request);
  let number = state.lastAccountNumber + 1;
  // A state that was edited may have more records than were counted.
  while (state.accounts.has(accountKey(connection, String(number)))) number += 1;
  const id = String(number);
  const account = mapBody(blankAccount(id, connection, now), request.body);
  // "Either name or website is required" (reference page "Create Accounts"). Assumed: it is the provider that insists.
  if (isBlank(account.name) && isBlank(account.website)) {
    return refuseRemotely(422, "Either name or website is required");
  }
  state.lastAccountNumber = number;
  state.accounts.set(accountKey(account.integratedAccountId, id), account);
  return { status: 201, body: formatAccount(account, request.query) };
});

export const updateAccount: Handler<TrutoState> = once((request, context) => {
  const stored = find(request, context);
  if (stored === undefined) return unknownRecord();
  const account = mapBody(stored, request.body);
  account.updatedAt = context.clock.now().toISOString();
  context.state.accounts.set(accountKey(account.integratedAccountId, account.id), account);
  return { status: 200, body: formatAccount(account, request.query) };
});

export const deleteAccount: Handler<TrutoState> = (request, context) => {
  const account = find(request, context);
  if (account === undefined) return unknownRecord();
  context.state.accounts.delete(accountKey(account.integratedAccountId, account.id));
  // The agent-skill documents answer the id alone, the reference page an account: the narrower of the two fits both.
  return { status: 200, body: excludedFields(request.query).includes("id") ? {} : { id: account.id } };
};

export const batchDeleteAccounts: Handler<TrutoState> = once((request, { state }) => {
  const ids = idsOf(request.body);
  if (ids.length === 0) return refuseRemotely(422, "id is required");
  const owner = integratedAccountId(request);
  // Assumed: as HubSpot does, the only provider that the page lists, ids that do not exist are passed over.
  const deleted = ids.filter((id) => state.accounts.delete(accountKey(owner, id)));
  return { status: 200, body: { result: deleted.map((id) => ({ id })) } };
});

function find(request: CheckedRequest, { state }: Context<TrutoState>): Account | undefined {
  return state.accounts.get(accountKey(integratedAccountId(request), String(request.path.id)));
}

/** The record is the provider's, and so is the refusal. */
function unknownRecord(): Reply {
  return refuseRemotely(404, "Account not found");
}

function blankAccount(id: string, integratedAccountId: string, now: string): Account {
  return {
    id,
    integratedAccountId,
    name: null,
    website: null,
    description: null,
    industry: null,
    numberOfEmployees: null,
    addresses: [],
    phoneNumbers: [],
    tags: [],
    urls: [],
    owner: null,
    customFields: {},
    createdAt: now,
    updatedAt: now,
    lastActivityAt: null,
    passedThrough: {},
  };
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === "";
}

/** The SDK sends an empty next_cursor for the first page. */
function cursorOf(query: CheckedRequest["query"]): string | undefined {
  return [query.next_cursor, query.prev_cursor].find(
    (cursor): cursor is string => typeof cursor === "string" && cursor !== "",
  );
}

function limitOf(query: CheckedRequest["query"]): number {
  const limit = query.limit;
  const counts = query.truto_ignore_limit !== true && Number.isInteger(limit) && (limit as number) > 0;
  return counts ? (limit as number) : defaultLimit;
}

/** Keys answers by a member of their account, whether or not it was excluded. An account without a value has no key. */
function keyBy(accounts: readonly Account[], answers: readonly unknown[], field: string): Record<string, unknown> {
  const keyed = accounts.flatMap((account, index) => {
    const key = unifiedMember(account, field);
    return typeof key === "string" || typeof key === "number" ? [[String(key), answers[index]] as const] : [];
  });
  return Object.fromEntries(keyed);
}

function idsOf(body: unknown): string[] {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, "id")) return [];
  return [(body as { id: unknown }).id]
    .flat()
    .flatMap((id) => (typeof id === "string" || typeof id === "number" ? [String(id)] : []));
}
