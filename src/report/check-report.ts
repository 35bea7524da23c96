import type { Contract } from "../contract/contract.ts";
import type { CoveredExchange } from "../contract/coverage/outcomes.ts";
import { formatViolation } from "../contract/violation.ts";
import type { Violation } from "../exchange.ts";
import type { Colors } from "./colors.ts";
import { count } from "./count.ts";
import type { Locate } from "./locate.ts";
import type { SeverityCounts, Side, Tally } from "./side.ts";

/** Where in which archive: a line of NDJSON, or an entry of a JSON document; both counted from 1. */
export type Place = { file: string } & ({ line: number } | { entry: number });

/** What a check of recorded exchanges has come to. */
export interface CheckSummary {
  /** Read from the archives, the skipped ones included. */
  exchanges: number;
  /** How many are not judged, by what they are. */
  skipped: Map<string, number>;
  /** Lines and entries that are no exchanges. */
  broken: number;
  /** Answered with a refusal that the contract documents: no violation, and no success. */
  refused: number;
  /** Answered by Standin itself, such as with a body over the limit: their requests are judged. */
  complaints: number;
  /** Answered with 304 to a conditional request: their requests are judged. */
  unmodified: number;
  /** Nothing came back, as where the caller gave up. Their requests are judged. */
  unanswered: number;
  /** Bodies that were there and that the archive does not hold. */
  unrecorded: number;
  tally: Tally;
}

/** How the findings of a check are told, each when it is found. */
export interface CheckReport {
  /** Is told of each exchange that is judged, before what it breaks. Its URL is at the vendor's host. */
  judged?(place: Place, contract: Contract, exchange: CoveredExchange): void;
  violation(place: Place, side: Side, violation: Violation): void;
  broken(place: Place, reason: string): void;
  end(summary: CheckSummary): void;
}

type Write = (text: string) => void;

/** One greppable line for each finding, and a summary. */
export function createTextReport(write: Write, colors: Colors, locate: Locate): CheckReport {
  const paint = { error: colors.red, warning: colors.yellow, note: colors.dim };
  return {
    violation(place, side, violation) {
      const { severity } = violation;
      const label = side === "adapter" ? severity : `${side} ${severity}`;
      write(`${formatPlace(place)}: ${paint[severity](`${label}:`)} ${formatViolation(locate(violation))}\n`);
    },
    broken(place, reason) {
      write(`${formatPlace(place)}: ${colors.red("broken:")} the ${"line" in place ? "line" : "entry"} ${reason}\n`);
    },
    end(summary) {
      if (summary.exchanges + summary.broken === 0) return;
      for (const [subject, exchanges] of summary.skipped) {
        write(`skipped: ${count(exchanges, "exchange")} with ${subject}\n`);
      }
      write(`${formatSummary(summary)}\n`);
    },
  };
}

function formatPlace(place: Place): string {
  return "line" in place ? `${place.file}:${place.line}` : `${place.file}#${place.entry}`;
}

/** "12 exchanges: 3 errors, 1 warning, 0 notes, 4 skipped (adapter: 2 errors, 1 warning; drift: 1 error)" */
function formatSummary(summary: CheckSummary): string {
  const { exchanges, skipped, tally } = summary;
  const sides = (Object.keys(tally.sides) as Side[]).flatMap((side) => {
    const parts = formatCounts(tally.sides[side], (number) => number > 0);
    return parts.length === 0 ? [] : [`${side}: ${parts.join(", ")}`];
  });
  const parts = [...formatCounts(tally.total, () => true), `${sum(skipped.values())} skipped`];
  const others = {
    refused: "refused",
    complaints: "refused by Standin itself",
    unmodified: "not modified",
    unanswered: "without a response",
    broken: "broken",
    unrecorded: "without their recorded body",
  } as const;
  for (const [name, words] of Object.entries(others) as [keyof typeof others, string][])
    if (summary[name] > 0) parts.push(`${summary[name]} ${words}`);
  return `${count(exchanges, "exchange")}: ${parts.join(", ")}${sides.length === 0 ? "" : ` (${sides.join("; ")})`}`;
}

function formatCounts({ error, warning, note }: SeverityCounts, wanted: (number: number) => boolean): string[] {
  const counts: [number, string][] = [
    [error, "error"],
    [warning, "warning"],
    [note, "note"],
  ];
  return counts.filter(([number]) => wanted(number)).map(([number, noun]) => count(number, noun));
}

/** One JSON document, written as the findings come, so that it may be of any length. */
export function createJsonReport(write: Write): CheckReport {
  const broken: object[] = [];
  let separator = "";
  write('{"violations":[');
  return {
    violation(place, side, violation) {
      write(`${separator}\n${JSON.stringify({ ...place, side, ...violation })}`);
      separator = ",";
    },
    broken(place, reason) {
      broken.push({ ...place, reason });
    },
    end({ exchanges, skipped, refused, complaints, unmodified, unanswered, unrecorded, tally }) {
      const rest = {
        broken,
        skipped: [...skipped].map(([subject, number]) => ({ subject, exchanges: number })),
        exchanges,
        refused,
        refusedByStandin: complaints,
        notModified: unmodified,
        unanswered,
        unrecordedBodies: unrecorded,
        totals: tally.total,
        sides: tally.sides,
      };
      write(`\n],\n${JSON.stringify(rest).slice(1)}\n`);
    },
  };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
