import { describe, expect, it } from "vitest";
import type { SequencedExchange } from "../../src/contract/sequence/step.ts";
import { SequenceCheck } from "../../src/contract/sequence.ts";
import { contractOf, findingsIn, live, real, type Sent, stepped } from "./sequence-fixture.ts";

const throttled: Sent = { to: "GET /tasks/1", status: 429, answered: { "retry-after": "7" } };
const again: Sent = { to: "GET /tasks/1" };
/** The client's clock has 09:30 at the start. */
const until = (time: string, date?: string): Record<string, string> => ({
  "retry-after": `Mon, 02 Nov 2026 ${time} GMT`,
  ...(date === undefined ? {} : { date: `Mon, 02 Nov 2026 ${date} GMT` }),
});
const many = (count: number, sent: Sent): Sent[] => Array.from({ length: count }, () => sent);
const every = (pause: number, count: number, sent: Sent): Sent[] =>
  Array.from({ length: count }, (_, index) => ({ ...sent, at: index * (pause + 50) }));
const doubling = (count: number, sent: Sent): Sent[] =>
  Array.from({ length: count }, (_, index) => ({ ...sent, at: 10 * 2 ** index + index * 50 }));
const write: Sent = { to: "POST /tasks", body: '{"title":"a"}', headers: { "content-type": "application/json" } };
const refused: Sent = { ...write, status: 400 };
const create: Sent = { to: "POST /unified/crm/accounts?integrated_account_id=x", body: "{}" };
const keyed = (value: string): Sent => ({ ...create, headers: { "idempotency-key": value } });

describe("finds", () => {
  const cases: Record<string, { found: string; provider?: string; sent: Sent[]; oneCall?: true }> = {
    "a repeat before Retry-After, in seconds": {
      found:
        "error retry-after: the same request was sent again after 230 ms; e1 was answered with 429 and asked to wait 7 s (/components/responses/RateLimited/headers/Retry-After)",
      sent: [throttled, { ...again, at: 300 }],
    },
    "a repeat before Retry-After, as a date": {
      found:
        "error retry-after: the same request was sent again after 8.5 s; e1 was answered with 429 and asked to wait 10 s (/components/responses/RateLimited/headers/Retry-After)",
      sent: [
        { ...throttled, answered: until("10:30:10", "10:30:00") },
        { ...again, at: 8600 },
      ],
    },
    "a repeat before Retry-After, as a date without another": {
      found:
        "error retry-after: the same request was sent again after 8.8 s; e1 was answered with 429 and asked to wait until Mon, 02 Nov 2026 09:30:10 GMT (/components/responses/RateLimited/headers/Retry-After)",
      sent: [
        { ...throttled, answered: { "retry-after": "Mon Nov  2 09:30:10 2026" } },
        { ...again, at: 8850 },
      ],
    },
    "a repeat before the Retry-After of a failure that documents none": {
      found:
        "warning retry-after: the same request was sent again after 20 ms; e1 was answered with 503 and asked to wait 7 s (/paths/~1tasks~1{id}/get)",
      sent: [{ ...throttled, status: 503 }, again],
    },
    "a write sent again that may have been kept": {
      found:
        "warning retry-unsafe: the write was sent again, though e1, which had no answer, may have been kept: then there are two; the contract documents no key that would make it safe to repeat (/paths/~1tasks/post)",
      sent: [{ ...write, status: null }, write],
    },
    "a write sent again after a failure": {
      found:
        "warning retry-unsafe: the write was sent again, though e1, which was answered with 502, may have been kept: then there are two; the contract documents no key that would make it safe to repeat (/paths/~1tasks/post)",
      sent: [{ ...write, status: 502 }, write],
    },
    "a write sent again without the key that is documented": {
      found:
        "warning retry-unsafe: the write was sent again, though e1, which had no answer, may have been kept: then there are two; a repeat has the Idempotency-Key of the first (/components/parameters/IdempotencyKey)",
      provider: "truto",
      sent: [{ ...create, status: null }, create],
    },
    "a write sent again with another key": {
      found:
        "warning retry-unsafe: the write was sent again, though e1, which had no answer, may have been kept: then there are two; a repeat has the Idempotency-Key of the first, and this one has another (/components/parameters/IdempotencyKey)",
      provider: "truto",
      sent: [{ ...keyed("a"), status: null }, keyed("b")],
    },
    "a write sent again in one call": {
      found:
        "error retry-unsafe: the write was sent again, though e1, which had no answer, may have been kept: then there are two; a repeat has the Idempotency-Key of the first (/components/parameters/IdempotencyKey)",
      provider: "truto",
      sent: [{ ...create, status: null }, create],
      oneCall: true,
    },
    "a write sent again whose answer a fault has cut": {
      found:
        "warning retry-unsafe: the write was sent again, though e1, which had no answer, may have been kept: then there are two; the contract documents no key that would make it safe to repeat (/paths/~1tasks/post)",
      sent: [{ ...write, status: 201, fault: "truncate" }, write],
    },
    "a refused request, three times in a row": {
      found:
        "warning retry-refused: the same request was sent a third time; e1 and e2 were refused with 400, which no repeat cures (/components/responses/Refusal)",
      sent: [refused, refused, refused],
    },
    "a refused request, sent again in one call": {
      found:
        "error retry-refused: the same request was sent a second time; e1 was refused with 400, which no repeat cures (/components/responses/Refusal)",
      sent: [refused, refused],
      oneCall: true,
    },
    "what is not there, asked for again in one call": {
      found:
        "error retry-refused: the same request was sent a second time; e1 was refused with 404, which no repeat cures (/components/responses/Refusal)",
      sent: many(3, { ...again, status: 404 }),
      oneCall: true,
    },
    "repeats without pauses": {
      found:
        "warning hammering: the same request was sent 10 times since e1, answered with 500 the last time; 100 ms apart on the average, and the pauses do not grow (/paths/~1tasks~1{id}/get)",
      sent: every(100, 12, { ...again, status: 500 }),
    },
    "repeats of what was throttled, without pauses": {
      found:
        "error hammering: the same request was sent 10 times since e1, answered with 429 the last time; 200 ms apart on the average, and the pauses do not grow (/components/responses/RateLimited)",
      sent: every(200, 12, { ...throttled, answered: {} }),
    },
    "repeats without end": {
      found:
        "warning hammering: the same request was sent 32 times since e1, answered with 503 the last time; 3 s apart on the average, without end (/paths/~1tasks~1{id}/get)",
      sent: every(3000, 40, { ...again, status: 503 }),
    },
    "a cursor made of nothing": {
      found:
        'error pagination: the cursor next_cursor is "null": it was made of nothing, and no answer gave it (/components/parameters/NextCursor)',
      provider: "truto",
      sent: [{ to: "GET /unified/crm/accounts?integrated_account_id=x&next_cursor=null" }],
    },
    "a cursor encoded twice": {
      found:
        'error pagination: the cursor next_cursor is "a%2Bb%3D": e1 gave "a+b=", and it was not sent as it is (/components/parameters/NextCursor)',
      provider: "truto",
      sent: [
        { to: "GET /unified/crm/accounts?limit=2", answer: { result: [], next_cursor: "a+b=" } },
        { to: "GET /unified/crm/accounts?limit=2&next_cursor=a%252Bb%253D" },
      ],
    },
    "a cursor of another list": {
      found: "error pagination: the cursor next is one that e1 gave for listContacts (/components/parameters/Next)",
      provider: "stackone",
      sent: [{ to: "GET /unified/crm/contacts", answer: { next: "c1" } }, { to: "GET /unified/crm/accounts?next=c1" }],
    },
    "another page size half way, where it is documented to stay": {
      found:
        'error pagination: page_size is "5" on this page, and was "2" when e1 gave its cursor (/components/parameters/PageSize)',
      provider: "stackone",
      sent: [
        { to: "GET /unified/crm/contacts?page_size=2", answer: { next: "c1" } },
        { to: "GET /unified/crm/contacts?page_size=5&next=c1" },
      ],
    },
    "another filter half way": {
      found:
        'warning pagination: name is "b" on this page, and was "a" when e1 gave its cursor (/components/parameters/NameFilter)',
      provider: "truto",
      sent: [
        { to: "GET /unified/crm/accounts?name=a", answer: { next_cursor: "c1" } },
        { to: "GET /unified/crm/accounts?name=b&next_cursor=c1" },
      ],
    },
    "a cursor that nobody gave, in one call": {
      found:
        'error pagination: the cursor next_cursor is "c9", which no answer gave (/components/parameters/NextCursor)',
      provider: "truto",
      sent: [{ to: "GET /unified/crm/accounts?next_cursor=c9" }],
      oneCall: true,
    },
    "the credential in the query": {
      found: 'error credential-leak: the credential stands in the query, as "sig" (/components/securitySchemes/token)',
      sent: [{ to: "GET /tasks?sig=vendor-key-1234" }],
    },
    "a credential in the query, by its name": {
      found:
        'error credential-leak: the credential stands in the query, as "access_token" (/components/securitySchemes/token)',
      sent: [{ to: "GET /tasks?access_token=redacted", headers: { authorization: "Bearer redacted" } }],
    },
    "the credential in the path": {
      found: "error credential-leak: the credential stands in the path (/components/securitySchemes/token)",
      sent: [{ to: "GET /tasks/vendor%2Dkey-1234" }],
    },
    "the credential in the body": {
      found: "error credential-leak: the credential stands in the body (/components/securitySchemes/token)",
      sent: [{ ...write, body: '{"title":"vendor-key-1234"}' }],
    },
    "the credential at the host that a redirect leads to": {
      found:
        "error credential-leak: the credential was sent to files.example, where e1 redirected to (/components/securitySchemes/token)",
      sent: [
        { to: "GET /tasks/1", status: 302, answered: { location: "https://files.example/1?x=2" } },
        { to: "GET /1?x=2", host: "files.example", headers: { authorization: "Bearer redacted" } },
      ],
    },
  };

  it.each(Object.keys(cases))("%s", (name) => {
    const { found, provider = "acme", sent, oneCall = false } = cases[name] as (typeof cases)[string];
    const contract = contractOf(provider);
    expect(findingsIn(contract, live(contract, sent), { oneCall })).toEqual([found]);
  });
});

it("does not blame the cursor of an answer that is not at hand whole", () => {
  const contract = contractOf("truto");
  const [first, second] = live(contract, [
    { to: "GET /unified/crm/accounts?integrated_account_id=x", answer: { result: [] } },
    { to: "GET /unified/crm/accounts?integrated_account_id=x&next_cursor=c9" },
  ]) as [SequencedExchange, SequencedExchange];
  const cut = { ...first, response: { status: 200, headers: {}, body: '{"result":[', bodySize: 70_000 } };
  const unread = { ...first, unrecorded: ["response.body"] };
  expect(findingsIn(contract, [first, second], { oneCall: true })).toHaveLength(1);
  for (const one of [cut, unread]) expect(findingsIn(contract, [one, second], { oneCall: true })).toEqual([]);
});

it.each(["filter[token]=abc", "search.token=abc", "sort[key]=name"])("finds no credential in %s", (query) => {
  const contract = contractOf("acme");
  expect(findingsIn(contract, live(contract, [{ to: `GET /tasks?${query}` }]))).toEqual([]);
});

describe("finds in one call that reads a list", () => {
  const page = (query: string, answer: unknown = {}): Sent => ({ to: `GET /crm/contacts?${query}`, answer });
  const numbered = (query: string, answer: unknown = {}): Sent => ({
    to: `GET /unified/crm/contacts?${query}`,
    answer,
  });
  const cases: Record<string, { provider?: string; found: string[]; sent: Sent[] }> = {
    "pages one after the other": {
      found: [],
      sent: [page("limit=2"), page("limit=2&offset=2"), page("limit=5&offset=4"), page("limit=5&offset=9")],
    },
    "records that are left out": {
      found: [
        "warning pagination: offset is 3, after 0 in e1 comes 2: something was left out (/components/parameters/Offset)",
      ],
      sent: [page("limit=2"), page("limit=2&offset=3")],
    },
    "a page behind the last": {
      found: [
        "warning pagination: a page was asked for after e2, which said that it was the last (/components/parameters/Offset)",
      ],
      sent: [
        page("limit=2", { hasMore: true }),
        page("limit=2&offset=2", { hasMore: false }),
        page("limit=2&offset=4"),
      ],
    },
    "another page size half way": {
      provider: "stackone",
      found: ["error pagination: page_size is 5 on page 2, and was 2 on page 1 (e1) (/components/parameters/PageSize)"],
      sent: [numbered("page_size=2"), numbered("page_size=5&page=2")],
    },
    "a page that is left out": {
      provider: "stackone",
      found: [
        "warning pagination: page is 3, after 1 in e1 comes 2: something was left out (/components/parameters/Page)",
      ],
      sent: [numbered("page=1"), numbered("page=3")],
    },
    "pages of two lists": { found: [], sent: [page("limit=2&search=a"), page("limit=2&offset=8&search=b")] },
    "pages at once": {
      found: [],
      sent: [
        { ...page("limit=2"), at: 0 },
        { ...page("limit=2&offset=4"), at: 1 },
      ],
    },
    "the same list again": { found: [], sent: [page("limit=2"), page("limit=2&offset=2"), page("limit=9")] },
  };

  it.each(Object.keys(cases))("%s", (name) => {
    const { provider = "weeek", sent, found } = cases[name] as (typeof cases)[string];
    const contract = contractOf(provider);
    expect(findingsIn(contract, live(contract, sent), { oneCall: true })).toEqual(found);
    expect(findingsIn(contract, live(contract, sent))).toEqual([]);
  });
});

describe("finds nothing in", () => {
  const cases: Record<string, { provider?: string; sent: Sent[] }> = {
    "a repeat after Retry-After": { sent: [throttled, { ...again, at: 7060 }] },
    "a repeat after Retry-After by a timer that is a little early": { sent: [throttled, { ...again, at: 7045 }] },
    "a repeat at the date of Retry-After by the vendor's clock, which has no fractions of a second": {
      sent: [
        { ...throttled, answered: until("10:30:10", "10:30:00") },
        { ...again, at: 9070 },
      ],
    },
    "a repeat at the date of Retry-After by its own clock": {
      sent: [
        { ...throttled, at: 800, answered: until("09:30:02", "09:30:00") },
        { ...again, at: 2005 },
      ],
    },
    "a repeat at the date of Retry-After by its own clock, of a vendor whose clock is behind": {
      sent: [
        { ...throttled, answered: until("09:30:10", "09:29:50") },
        { ...again, at: 10_000 },
      ],
    },
    "a repeat after a date that has passed": { sent: [{ ...throttled, answered: until("09:29:50") }, again] },
    "another request before Retry-After": { sent: [throttled, { to: "GET /tasks/2" }] },
    "two equal requests at once": { sent: [throttled, { ...throttled, at: 21 }] },
    "two equal writes at once": {
      sent: [
        { ...write, status: null, at: 0, took: 900 },
        { ...write, at: 10 },
      ],
    },
    "two equal calls that succeed": { sent: [again, again, write, write] },
    "a write whose answer said that nothing was kept": {
      sent: [
        { ...write, status: 503, answered: { "retry-after": "1" } },
        { ...write, at: 2000 },
      ],
    },
    "a write sent again with its key": { provider: "truto", sent: [{ ...keyed("a"), status: null }, keyed("a")] },
    "a write sent again after minutes": {
      sent: [
        { ...write, status: null },
        { ...write, at: 300_000 },
      ],
    },
    "a write sent again after something else": { sent: [{ ...write, status: null }, again, write] },
    "a write with another body": {
      sent: [
        { ...write, status: null },
        { ...write, body: '{"title":"b"}' },
      ],
    },
    "a change sent again, which does no harm": {
      provider: "weeek",
      sent: [
        { to: "PUT /crm/contacts/1", body: "{}", status: 500 },
        { to: "PUT /crm/contacts/1", body: "{}" },
      ],
    },
    "two calls with one wrong input": { sent: [refused, refused] },
    "a wrong input three times, with something in between": { sent: [refused, again, refused, again, refused] },
    "refusals of two kinds": { sent: [{ ...refused, status: 401 }, refused, refused] },
    "what Standin itself refuses": {
      sent: many(3, { ...refused, answered: { "standin-problem": "handler" } }),
    },
    "the same for another account": {
      provider: "stackone",
      sent: ["a", "b"].map((account) => ({
        ...{ to: "GET /unified/crm/contacts", status: 429, answered: { "retry-after": "7" } },
        headers: { "x-account-id": account },
      })),
    },
    "a page size from the second page on": {
      provider: "truto",
      sent: [
        { to: "GET /unified/crm/accounts", answer: { next_cursor: "c1" } },
        { to: "GET /unified/crm/accounts?limit=10&next_cursor=c1" },
      ],
    },
    "waiting for what is not there yet": { sent: many(6, { ...again, status: 404 }) },
    "a credential that was renewed unseen": { sent: many(3, { ...again, status: 401 }) },
    "repeats whose pauses grow": { sent: doubling(14, { ...again, status: 503 }) },
    "some repeats in a row": { sent: every(100, 8, { ...again, status: 500 }) },
    "polling while the vendor is down": { sent: every(15_000, 100, { ...again, status: 503 }) },
    "repeats as often as the vendor asks for them": {
      sent: every(500, 40, { ...again, status: 503, answered: { "retry-after": "0" } }),
    },
    "pages one after the other": {
      provider: "truto",
      sent: [
        { to: "GET /unified/crm/accounts?limit=2&name=a", answer: { next_cursor: "c1", prev_cursor: null } },
        {
          to: "GET /unified/crm/accounts?limit=2&name=a&next_cursor=c1",
          answer: { next_cursor: "c2", prev_cursor: "p" },
        },
        { to: "GET /unified/crm/accounts?limit=2&name=a&next_cursor=c2", answer: { next_cursor: null } },
        { to: "GET /unified/crm/accounts?limit=2&name=a&prev_cursor=p" },
      ],
    },
    "a cursor that several answers gave": {
      provider: "truto",
      sent: [
        { to: "GET /unified/crm/accounts?name=a", answer: { next_cursor: "2" } },
        { to: "GET /unified/crm/accounts?name=b", answer: { next_cursor: "2" } },
        { to: "GET /unified/crm/accounts?name=a&next_cursor=2" },
      ],
    },
    "a cursor of an earlier day": { provider: "truto", sent: [{ to: "GET /unified/crm/accounts?next_cursor=c9" }] },
    "an empty cursor for the first page": { provider: "stackone", sent: [{ to: "GET /unified/crm/contacts?next=" }] },
    "a credential where it belongs": {
      sent: [{ to: "GET /reports?api_key=vendor-key-1234", headers: { authorization: "" } }],
    },
    "a redirect that is followed without the credential": {
      sent: [
        { to: "GET /tasks/1", status: 302, answered: { location: "https://files.example/1" } },
        { to: "GET /1", host: "files.example", headers: {} },
      ],
    },
  };

  it.each(Object.keys(cases))("%s", (name) => {
    const { provider = "acme", sent } = cases[name] as (typeof cases)[string];
    const contract = contractOf(provider);
    const exchanges = live(contract, sent).map((exchange) => {
      if (!name.endsWith("without the credential") || !exchange.request.url.includes("files")) return exchange;
      return { ...exchange, request: { ...exchange.request, headers: {} } };
    });
    expect(findingsIn(contract, exchanges)).toEqual([]);
  });
});

describe("at a stand-in", () => {
  const acme = contractOf("acme");
  const early = live(acme, [throttled, { ...again, at: 300 }]);

  it("judges no waiting while its clock takes a second an exchange: timers may be as little real", () => {
    expect(findingsIn(acme, stepped(early))).toEqual([]);
    expect(findingsIn(acme, stepped(live(acme, every(100, 12, { ...again, status: 500 }))))).toEqual([]);
  });

  it("judges it where its clock is the system's", () => {
    expect(findingsIn(acme, real(early))).toHaveLength(1);
  });

  it("judges it by the tenant's clock where the client's timers follow that", () => {
    expect(findingsIn(acme, stepped(early), { driven: true })).toHaveLength(1);
    const [first, second] = stepped(early);
    const later = { ...second, startedAt: "2026-01-01T00:00:08.000Z" } as (typeof early)[number];
    expect(findingsIn(acme, [first as typeof later, later], { driven: true })).toEqual([]);
  });

  it("takes what comes within a moment for sent at once, but in one call", () => {
    const burst = stepped(
      live(
        acme,
        [refused, refused, refused].map((one, index) => ({ ...one, at: index * 51, took: 50 })),
      ),
    );
    expect(findingsIn(acme, burst)).toEqual([]);
    expect(findingsIn(acme, burst, { oneCall: true })).toHaveLength(1);
  });

  it("finds repeats without end whatever its clock does", () => {
    const endless = stepped(live(acme, every(1, 130, { ...again, status: 500 })));
    expect(findingsIn(acme, endless)).toHaveLength(1);
  });
});

it("takes no two requests for one whose bodies are not known whole", () => {
  const acme = contractOf("acme");
  const cut = live(acme, [refused, refused, refused]).map((exchange) => ({
    ...exchange,
    request: { ...exchange.request, bodySize: 100_000 },
  }));
  expect(findingsIn(acme, cut)).toEqual([]);
  const lost = live(acme, [refused, refused, refused]).map((exchange) => ({
    ...exchange,
    unrecorded: ["request.body"],
  }));
  expect(findingsIn(acme, lost)).toEqual([]);
});

it("says how often it could not judge", () => {
  const acme = contractOf("acme");
  const abstained = (exchanges: SequencedExchange[]) => {
    const sequence = new SequenceCheck(acme);
    for (const exchange of exchanges) sequence.add(exchange);
    return sequence.abstained;
  };
  const sent = live(acme, [throttled, again, again]);
  expect(abstained(sent)).toEqual({ untimed: 0, unclocked: 0 });
  expect(abstained(stepped(sent))).toEqual({ untimed: 0, unclocked: 1 });
  expect(abstained(sent.map(({ durationMs: _, ...exchange }) => exchange))).toEqual({ untimed: 1, unclocked: 0 });
});

it("abstains from repeats where no times are known", () => {
  const acme = contractOf("acme");
  const untimed = live(acme, [throttled, again, { ...write, status: null }, write, ...many(200, refused)]).map(
    ({ durationMs: _, ...exchange }) => exchange,
  );
  expect(findingsIn(acme, untimed)).toEqual([]);
});

it("remembers a bounded number of requests and cursors", () => {
  const acme = contractOf("acme");
  const others = Array.from({ length: 600 }, (_, index) => ({ to: `GET /tasks/${index + 2}`, status: 500, took: 1 }));
  expect(
    findingsIn(acme, live(acme, [{ ...throttled, answered: { "retry-after": "3600" } }, ...others, again])),
  ).toEqual([]);
});
