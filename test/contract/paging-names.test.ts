import { describe, expect, it } from "vitest";
import * as names from "../../src/contract/paging-names.ts";

const readers = Object.entries(names);

/** Of names that APIs have, all that each reader takes it for. */
function readersOf(name: string): string[] {
  return readers.filter(([, takes]) => takes(name)).map(([reader]) => reader);
}

describe("a parameter", () => {
  it.each([
    "limit",
    "page_size",
    "pageSize",
    "PAGESIZE",
    "per_page",
    "perPage",
    "page_limit",
    "pageLimit",
    "page[size]",
    "page[limit]",
  ])("%s says how many records a page has", (name) => expect(names.isPageSize(name)).toBe(true));

  it.each(["page", "limits", "my_limit", "size", "page[number]", "page[size]s"])(
    "%s does not say how many records a page has",
    (name) => expect(names.isPageSize(name)).toBe(false),
  );

  it.each(["page", "page_number", "pageNumber", "page_no", "pageIndex"])("%s says the number of the page", (name) => {
    expect(readersOf(name)).toEqual(["isPageNumber", "isCounting", "isTurning"]);
  });

  it.each(["offset", "skip"])("%s says how many records go before", (name) => {
    expect(readersOf(name).filter((reader) => reader !== "isEcho")).toEqual(["isOffset", "isCounting", "isTurning"]);
  });

  it.each([
    "cursor",
    "next",
    "next_cursor",
    "nextCursor",
    "page_token",
    "nextPageToken",
    "continuation_token",
    "continuationToken",
  ])("%s takes what the page before gave", (name) => {
    expect(names.isCursor(name) && names.isTurning(name)).toBe(true);
    expect(names.isCounting(name)).toBe(false);
  });

  it.each(["after", "before"])("%s may say which page it is about", (name) => {
    expect(names.isTurning(name)).toBe(true);
    expect(names.isCursor(name)).toBe(false);
  });

  it.each(["search", "pages", "created_after", "after_id", "my_offset", "skipped", "the_next", "sort", "tokens"])(
    "%s has nothing to do with pages",
    (name) => {
      expect(names.isTurning(name) || names.isPageSize(name)).toBe(false);
    },
  );
});

describe("a member of a page", () => {
  it.each([
    ["nextToken", "mayBeCursor isNextCursor namesNext tellsOfMore"],
    ["nextPageToken", "isCursor isTurning mayBeCursor isNextCursor namesNext tellsOfMore"],
    ["nextLink", "mayBeCursor namesNext tellsOfMore"],
    ["nextLinks", "mayBeCursor tellsOfMore"],
    ["the_next_link", "mayBeCursor"],
    ["the_next_token", "mayBeCursor"],
    ["totalItems", "isTotal isTotalOrCount tellsOfMore"],
    ["subtotal", "isTotalOrCount"],
    ["pages_read", ""],
    ["limits", ""],
    ["counts", "isCount isTotalOrCount tellsOfMore"],
    ["counted", "isCount isTotalOrCount"],
  ])("%s says no more than its whole name: %s", (name, expected) => {
    expect(readersOf(name).join(" ")).toBe(expected);
  });

  it("is read by what it says of others", () => {
    const members = [
      "next",
      "next_cursor",
      "nextPage",
      "next_link",
      "has_more",
      "hasNextPage",
      "xhas_more",
      "has_more_fun",
      "total",
      "total_count",
    ];
    const others = ["totalPages", "count", "prev_cursor", "page_size", "offset", "title"];
    expect(
      Object.fromEntries([...members, ...others].map((name) => [name, readersOf(name).join(" ")])),
    ).toMatchInlineSnapshot(`
      {
        "count": "isCount isTotalOrCount tellsOfMore",
        "hasNextPage": "mayBeCursor isMoreFlag tellsOfMore",
        "has_more": "isMoreFlag tellsOfMore",
        "has_more_fun": "tellsOfMore",
        "next": "isCursor isTurning mayBeCursor isNextCursor isNextPage namesNext tellsOfMore",
        "nextPage": "mayBeCursor isNextPage namesNext tellsOfMore",
        "next_cursor": "isCursor isTurning mayBeCursor isNextCursor namesNext tellsOfMore",
        "next_link": "mayBeCursor namesNext tellsOfMore",
        "offset": "isOffset isCounting isTurning isEcho",
        "page_size": "isPageSize isEcho",
        "prev_cursor": "isCursor isTurning isBackwards mayBeCursor",
        "title": "",
        "total": "isTotal isTotalOrCount tellsOfMore",
        "totalPages": "isPageCount isTotalOrCount tellsOfMore",
        "total_count": "isTotal isCount isTotalOrCount tellsOfMore",
        "xhas_more": "",
      }
    `);
  });
});
