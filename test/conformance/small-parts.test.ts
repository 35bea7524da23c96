import { describe, expect, it } from "vitest";
import { expectLastPage } from "../../src/conformance/cases/last-page.ts";
import { lengthen } from "../../src/conformance/cases/lengthen.ts";
import { isTextInstead } from "../../src/conformance/cases/text-instead.ts";
import { showsCredential } from "../../src/conformance/credential-forms.ts";
import { momentOf } from "../../src/conformance/moment.ts";
import { once } from "../../src/conformance/once.ts";
import { isToldInHeaders, linksToNext } from "../../src/conformance/page-headers.ts";
import { sizeAsked } from "../../src/conformance/paged-list.ts";
import { PrintedCredentials } from "../../src/conformance/printed-credentials.ts";
import { isTextOfNothing } from "../../src/conformance/text-of-nothing.ts";
import { vary } from "../../src/conformance/vary.ts";
import type { Visit } from "../../src/conformance/visit.ts";
import type { Operation } from "../../src/contract/contract.ts";
import type { Exchange } from "../../src/exchange.ts";

describe("vary", () => {
  it("makes another id of the same form", () => {
    expect(vary(40, 7)).toBe(47);
    expect(vary("note-1", 7)).toBe("note-17");
    expect(vary("3c90c3cc-0d44-4b50-8888-8dd25736052a", 26)).toBe("3c90c3cc-0d44-4b50-8888-8dd25736001a");
    expect(vary("3C90C3CC-0D44-4B50-8888-8DD25736052A", 65_535)).toBe("3C90C3CC-0D44-4B50-8888-8DD25736ffff");
    expect(vary("x3c90c3cc-0d44-4b50-8888-8dd25736052a", 1)).toBe("x3c90c3cc-0d44-4b50-8888-8dd25736052a1");
    expect(vary("3c90c3cc-0d44-4b50-8888-8dd25736052ax", 1)).toBe("3c90c3cc-0d44-4b50-8888-8dd25736052ax1");
    expect(vary("3c90c3cc-0d44-4b50-8888-8dd25736052a", 0x1_0002)).toBe("3c90c3cc-0d44-4b50-8888-8dd257360002");
  });

  it("makes another moment of a moment, another day of a day, and another address of an address", () => {
    expect(vary("2026-02-03T04:05:06.789Z", 1)).toBe("2026-02-03T04:05:07.789Z");
    expect(vary("2026-02-03t04:05:06+02:00", 60)).toBe("2026-02-03t04:06:06+02:00");
    expect(vary("2026-02-03 04:59:59", 1)).toBe("2026-02-03 04:00:00");
    expect(vary("2026-02-03", 1)).toBe("2026-02-04");
    expect(vary("2026-02-28", 1)).toBe("2026-02-01");
    expect(vary("ada@example.com", 7)).toBe("ada7@example.com");
  });

  it("takes for a text what only has such a part", () => {
    const texts = [
      "on 2026-02-03T04:05:06Z",
      "on 2026-02-03",
      "2026-02-03 or so",
      "12026-02-03",
      "mail ada@example.com",
      "ada@example.com or",
    ];
    for (const text of texts) expect(vary(text, 7)).toBe(`${text}7`);
  });
});

describe("lengthen", () => {
  it("repeats the items of a list, and makes texts differ", () => {
    expect(lengthen(["a", "b"], 5)).toEqual(["a", "b", "2a", "3b", "4a"]);
    expect(lengthen([{ a: 1 }], 2)).toEqual([{ a: 1 }, { a: 1 }]);
    expect(lengthen(["a", "b"], 1)).toEqual(["a"]);
  });
});

describe("showsCredential", () => {
  it("finds it as it is, percent-encoded, and in Base64 with a colon or without", () => {
    const credential = "standin key+case-1";
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    for (const shown of [credential, encodeURIComponent(credential), base64(credential), base64(`${credential}:`)])
      expect(showsCredential(`before ${shown} after`, credential)).toBe(true);
    for (const one of ["key+1", "key+12", "key+123"]) {
      expect(showsCredential(base64(`${one}:x`), one)).toBe(true);
      expect(showsCredential(base64(one.replace(/.$/, "x")), one)).toBe(false);
    }
    expect(showsCredential("standin key+case-2", credential)).toBe(false);
    expect(showsCredential("", credential)).toBe(false);
  });

  it("finds it in Base64 of what has it within, wherever it begins and in either alphabet", () => {
    const credential = "key?>~+case-1";
    for (const before of ["", "a", "ab", "abc", '{"authorization":"Bearer '])
      for (const behind of ["", "z", "yz", '","accept":"*/*"}'])
        for (const alphabet of ["base64", "base64url"] as const) {
          const show = (text: string) => Buffer.from(before + text + behind).toString(alphabet);
          expect(showsCredential(`sent ${show(credential)}`, credential)).toBe(true);
          for (const other of ["key?>~+case1", "kex?>~+case-1", "key?>~+cas-1"])
            expect(showsCredential(`sent ${show(other)}`, credential), other).toBe(false);
        }
  });
});

describe("PrintedCredentials", () => {
  const [first, second, third] = [{ of: 1 }, { of: 2 }, { of: 3 }];

  it("tells whose credential a text shows, in any form, each once", () => {
    const credentials = new PrintedCredentials();
    credentials.add("key of one", first);
    credentials.add("key of two", second);
    credentials.add("key of one", third);
    for (const text of ["nothing", "key of three, KEY OF ONE"]) expect(credentials.find(text)).toEqual([]);
    expect(credentials.find(`the key%20of%20one of the first`)).toEqual([first]);
    const both = `key of one, ${Buffer.from("key of two").toString("base64")}, key of two`;
    expect(credentials.find(both)).toEqual([second]);
    expect(credentials.find(both)).toEqual([]);
    credentials.add("key of four", third);
    expect(credentials.find("nothing but the key of four")).toEqual([third]);
  });

  it("finds those that have nothing in common", () => {
    const credentials = new PrintedCredentials();
    credentials.add("a", first);
    credentials.add("ab", second);
    credentials.add("cd", third);
    expect(credentials.find("a cd")).toEqual([first, third]);
    expect(credentials.find("ab")).toEqual([second]);
  });

  it("says how much of a text may go on in the next one", () => {
    const credentials = new PrintedCredentials();
    expect(credentials.overlap).toBe(0);
    credentials.add("key of one", first);
    expect(credentials.overlap).toBe("key%20of%20one".length - 1);
    credentials.add("key", second);
    expect(credentials.overlap).toBe("key%20of%20one".length - 1);
  });
});

describe("sizeAsked", () => {
  it("reads it from the query of a request", () => {
    const asked = (url: string) => sizeAsked({ request: { method: "GET", url, headers: {} } } as unknown as Exchange);
    expect(asked("https://api.acme.example/v2/tasks?offset=2&limit=20")).toBe(20);
    expect(asked("https://api.acme.example/v2/tasks?offset=2")).toBeUndefined();
    expect(sizeAsked(undefined)).toBeUndefined();
  });
});

describe("momentOf", () => {
  it("reads times of RFC 3339 that say at what place they are, and nothing else", () => {
    expect(["2026-02-03T04:05:06Z", "2026-02-03 04:05:06.25z", "2026-02-03t04:05:06+02:00"].map(momentOf)).toEqual([
      ...[1770091506000, 1770091506250, 1770084306000],
    ]);
    const others = [
      "2026-02-03T04:05:06",
      "2026-02-03",
      "at 2026-02-03T04:05:06Z",
      "2026-02-03T04:05:06Z.",
      "2026-99-03T04:05:06Z",
    ];
    for (const other of [...others, ["2026-02-03T04:05:06Z"], 0, null]) expect(momentOf(other)).toBeUndefined();
  });
});

describe("once", () => {
  it("asks once for all, and again where it has failed", async () => {
    let asked = 0;
    const ask = once(async () => {
      asked++;
      if (asked === 1) throw new Error("not yet");
      return asked;
    });
    await expect(ask()).rejects.toThrow("not yet");
    expect(await Promise.all([ask(), ask()])).toEqual([2, 2]);
    expect(await ask()).toBe(2);
  });
});

describe("headers of pages", () => {
  const answered = (headers: Record<string, string>) => ({ response: { status: 200, headers } }) as unknown as Exchange;
  const documenting = (status: string, name: string) =>
    ({ responses: [{ status, content: [], headers: [{ name }] }] }) as unknown as Operation;
  const silent = documenting("200", "Retry-After");

  it("are told of by the contract of a success, or by an answer", () => {
    for (const name of ["Link", "X-Total-Count", "Total", "X-Next-Page", "X-Pagination-Total-Pages", "X-Has-More"])
      expect(isToldInHeaders(documenting("200", name), [])).toBe(true);
    for (const name of ["Total-Page", "Pagination-Total", "X-Next", "Next-Page-Token", "Has-Next"])
      expect(isToldInHeaders(documenting("200", name), [])).toBe(true);
    expect(isToldInHeaders(documenting("404", "Link"), [])).toBe(false);
    for (const name of ["link", "x-total-count"])
      expect(isToldInHeaders(silent, [answered({ [name]: "" })])).toBe(true);
    for (const name of [
      "content-type",
      "x-linked",
      "permalink",
      "x-request-count-limit",
      "x-total-time",
      "x-nextjs-cache",
    ])
      expect(isToldInHeaders(silent, [answered({ [name]: "" })])).toBe(false);
    expect(isToldInHeaders(silent, [{ response: null } as Exchange])).toBe(false);
  });

  it("lead to the next page by their relation alone", () => {
    const leads = (link: string) => linksToNext(answered({ link }));
    expect(leads('</a?page=1>; rel="prev", </a?page=3>; rel="next"')).toBe(true);
    expect(leads("</a?page=3>; rel=next")).toBe(true);
    expect(leads("</a?page=3>;rel=next")).toBe(true);
    expect(leads('</a?page=3>; rel="next last"')).toBe(true);
    expect(leads('</a?page=3>; title="More"; REL = "last next"')).toBe(true);
    expect(leads('</a?page=1>; rel="prev"')).toBe(false);
    expect(leads('</next>; rel="first"')).toBe(false);
    expect(leads('</a>; rel="nextcloud"')).toBe(false);
    expect(linksToNext(answered({}))).toBe(false);
    expect(linksToNext({ response: null } as Exchange)).toBe(false);
    expect(linksToNext(undefined)).toBe(false);
  });
});

describe("a last page", () => {
  const visit = { exchanges: [], subject: { operation: { id: "list", responses: [] } } } as unknown as Visit;
  const many = Array.from({ length: 11 }, (_, index) => ({ id: index, next: `item-${index + 1}`, total: 1000 }));

  it.each([
    [{ items: [], next: null }],
    [{ items: [], next: "" }],
    [{ items: [], next: {}, next_page: [] }],
    [{ items: [], has_more: false }],
    [{ items: many }],
    [many],
    ["no list at all"],
    [null],
    [undefined],
  ])("is one that names no other, such as %j", (page) => {
    expect(expectLastPage(visit, [page])).toEqual([]);
  });
});

describe("isTextInstead", () => {
  const outputSchema = {
    type: "object",
    properties: {
      both: { type: ["string", "number", "boolean"] },
      whole: { type: ["string", "integer"] },
      truth: { type: ["string", "boolean"] },
      text: { type: "string" },
      number: { type: "number" },
    },
  };
  const isInstead = (place: string, seen: unknown, said: unknown) =>
    isTextInstead({ outputSchema }, { place, seen, said });

  it("finds a number or a truth value as a text where the schema has both", () => {
    expect(["/both", "/whole"].map((place) => isInstead(place, "42", 42))).toEqual([true, true]);
    expect(["/both", "/truth"].map((place) => isInstead(place, "true", true))).toEqual([true, true]);
  });

  it("finds none where the schema has one of them, or nothing", () => {
    expect(["/text", "/truth", "/number", "/other"].map((place) => isInstead(place, "42", 42))).toEqual(
      Array(4).fill(false),
    );
    expect(["/text", "/whole"].map((place) => isInstead(place, "true", true))).toEqual([false, false]);
    expect(isInstead("/both", "null", null)).toBe(false);
    expect(isTextInstead({ outputSchema: null }, { place: "/both", seen: "42", said: 42 })).toBe(false);
  });

  it("finds none where it is no text, was one, or says something else", () => {
    expect([isInstead("/both", 42, 42), isInstead("/both", "42", "42"), isInstead("/both", "42.0", 42)]).toEqual(
      Array(3).fill(false),
    );
  });
});

it("knows what a program makes of nothing for a text, where nothing was said", () => {
  for (const text of ["null", "undefined", "NaN", "[object Object]"])
    expect([null, undefined, "null"].map((said) => isTextOfNothing(text, said))).toEqual([true, true, false]);
  expect(["none", "None", "nil"].map((text) => isTextOfNothing(text, null))).toEqual([false, false, false]);
});
