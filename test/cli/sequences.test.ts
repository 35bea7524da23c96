import { describe, expect, it } from "vitest";
import type { ArchivedExchange } from "../../src/cli/archive/archived-exchange.ts";
import { Sequences } from "../../src/cli/archive/sequences.ts";
import { contractOf } from "../contract/sequence-fixture.ts";

const acme = contractOf("acme");
const started = Date.UTC(2026, 10, 2);

interface Sent {
  at: number;
  key?: string;
  path?: string;
  status?: number;
  headers?: Record<string, string>;
  among?: ArchivedExchange["among"];
}

const throttled = { status: 429, headers: { "retry-after": "7" } };

/** Sends to acme, and to other hosts where the path is a whole URL; each line says whose the finding is and by what rule. */
function judge(sent: readonly Sent[]): { found: string[]; hints: string[] } {
  const found: string[] = [];
  const sequences = new Sequences((place, { rule, message }) =>
    found.push(`${"line" in place ? place.line : ""} ${rule}: ${message}`),
  );
  for (const [index, one] of sent.entries()) {
    const { at, key = "vendor-key-1", path = "/tasks/1", status = 200, headers = {}, among = { durationMs: 10 } } = one;
    const isElsewhere = path.startsWith("https:");
    const url = isElsewhere ? path : `https://api.acme.example/v2${path}`;
    const exchange: ArchivedExchange = {
      request: { method: "GET", url, headers: { authorization: `Bearer ${key}` } },
      response: { status, headers },
      startedAt: new Date(started + at).toISOString(),
      ...{ standin: among.tenant !== undefined, fault: false, unrecorded: [], among },
    };
    if (isElsewhere) sequences.addElsewhere({ line: index + 1 }, exchange);
    else sequences.add({ line: index + 1 }, acme, url, exchange);
  }
  sequences.end();
  return { found, hints: sequences.hints() };
}

describe("the exchanges of an archive", () => {
  it("are judged at the line of the later one, which names the earlier one", () => {
    expect(judge([{ at: 0, ...throttled }, { at: 500 }])).toEqual({
      found: [
        "2 retry-after: the same request was sent again after 490 ms; line 1 was answered with 429 and asked to wait 7 s",
      ],
      hints: [],
    });
  });

  it("are judged by their ids where they have some", () => {
    const { found } = judge([{ at: 0, ...throttled, among: { id: "x-000007", durationMs: 10 } }, { at: 500 }]);
    expect(found).toEqual([expect.stringContaining("x-000007 was answered")]);
  });

  it("are kept apart by credential", () => {
    expect(
      judge([
        { at: 0, ...throttled },
        { at: 500, key: "vendor-key-2" },
      ]).found,
    ).toEqual([]);
  });

  it("are kept apart by tenant", () => {
    const at = (tenant: string, ms: number) => ({
      at: ms,
      among: { tenant, durationMs: 10, recordedAt: new Date(started + ms + 10).toISOString() },
    });
    expect(judge([{ ...at("a", 0), ...throttled }, at("b", 500)]).found).toEqual([]);
    expect(judge([{ ...at("a", 0), ...throttled }, at("a", 500)]).found).toHaveLength(1);
  });

  it("are put in order where they are a little out of it", () => {
    expect(judge([{ at: 500 }, { at: 0, ...throttled }]).found).toEqual([
      expect.stringMatching(/^1 retry-after: .*line 2/),
    ]);
  });

  it("are left out where they come too late, and the hint says so", () => {
    const others = Array.from({ length: 300 }, (_, index) => ({ at: 1000 + index, path: `/tasks/${index}` }));
    const { hints } = judge([...others, { at: 0 }]);
    expect(hints).toMatchInlineSnapshot(`
      [
        "1 exchange came more than 256 exchanges after later ones: sort them by time, for repeats among them are not judged.",
      ]
    `);
  });

  it("are judged for what they send to where they are redirected", () => {
    const target = "https://files.example/1";
    expect(
      judge([
        { at: 0, status: 302, headers: { location: target } },
        { at: 100, path: target },
      ]).found,
    ).toEqual(["2 credential-leak: the credential was sent to files.example, where line 1 redirected to"]);
  });

  it("say where repeats were not judged, for want of times", () => {
    expect(
      judge([
        { at: 0, ...throttled, among: {} },
        { at: 500, among: {} },
      ]),
    ).toMatchInlineSnapshot(`
      {
        "found": [],
        "hints": [
          "1 request came again after no success, and without startedAt and durationMs (in HAR startedDateTime and time) nobody can tell whether as a repeat: not judged.",
        ],
      }
    `);
  });

  it("say where waiting was not judged, for a clock that does not flow", () => {
    const stepped = (number: number) => ({
      at: number * 1000,
      among: { tenant: "a", durationMs: 1, recordedAt: new Date(started + number * 40).toISOString() },
    });
    expect(judge([{ ...stepped(1), ...throttled }, stepped(2)])).toMatchInlineSnapshot(`
      {
        "found": [],
        "hints": [
          "1 request came again after a Retry-After of a stand-in whose clock does not flow as the machine's: whether the client waited is not judged (standin serve --clock real).",
        ],
      }
    `);
  });

  it("of very many clients are not all followed to their end, and the hint says so", () => {
    const { hints } = judge(Array.from({ length: 2001 }, (_, index) => ({ at: index, key: `key-${index}` })));
    expect(hints).toMatchInlineSnapshot(`
      [
        "It has the exchanges of more than 2000 clients at once: repeats of 1 were not followed to their end.",
      ]
    `);
  });
});
