import { type Case, type CaseOutcome, createCase, runAll } from "../case.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { expectRefusals } from "../refused.ts";
import type { Subject } from "../subject.ts";
import type { FaultToArm } from "../tenant-client.ts";
import type { Visit } from "../visit.ts";
import { expectNoRepeat } from "./no-repeat.ts";
import { sameRequestCase } from "./same-request.ts";

/** More requests than this for one call have no end. */
const mostRequests = 20;

interface BadDay {
  detail: string;
  /** `isDue`: the adapter is meant to come through it. */
  claim(isDue: boolean): string;
  status: number;
  /** What Retry-After says, given the time, and whether waiting for it takes none. */
  retryAfter?: (now: number, drivesTime: boolean) => string;
}

const waitSeconds = 2;
/** Longer than many a patience: who does not wait so long reports it, and tries no sooner. In seconds. */
const longWait = 75;
/** So many in a row: some look at the first one alone. */
const fewRefusals = 3;
/** No shorter a call can hold that wait with what an adapter may add to it. In milliseconds. */
const leastLimit = longWait * 1500;
const orReports = ", or reports it";

const badDays: readonly BadDay[] = [
  {
    detail: "429 seconds",
    claim: (isDue) => `waits the seconds that a 429 asks for${isDue ? "" : orReports}`,
    status: 429,
    retryAfter: () => String(waitSeconds),
  },
  {
    detail: "429 date",
    claim: (isDue) => `waits for the date that a 429 names${isDue ? "" : orReports}`,
    status: 429,
    retryAfter: toDate,
  },
  {
    detail: "503 seconds",
    claim: (isDue) => `waits the seconds that a 503 asks for${isDue ? "" : orReports}`,
    status: 503,
    retryAfter: () => String(waitSeconds),
  },
  { detail: "408", claim: () => "comes through one 408 or reports it", status: 408 },
  { detail: "500", claim: () => "comes through one 500 or reports it", status: 500 },
];

/** Refusals that pass: whether the adapter tries again is its own affair, how it does is not. */
export function retryCases(subject: Subject): Case[] {
  const { operation, documentedInput, retries, driver, limit } = subject;
  const once = badDays.map(({ detail, claim, status, retryAfter }) => {
    // A 503 need not mean that nothing was done: whoever would rather not write again is right.
    const isSafe = status === 429 || operation.method === "GET";
    const isDue = retries === true && retryAfter !== undefined && isSafe;
    const named = { group: "retry", detail, claim: claim(isDue) };
    const short = createCase(subject, {
      ...named,
      inputs: [documentedInput],
      atSecond: retryAfter === toDate,
      faults: (now) => [{ ...refusal(operation.id, status, retryAfter?.(now, driver.drivesTime)), times: 1 }],
      expect: (visit) => [
        ...(isDue || !hasError(visit) ? expectResults(visit) : expectRefusals(visit)),
        ...expectNoRepeat(visit),
      ],
    });
    if (detail !== "429 seconds" || !driver.drivesTime || limit < leastLimit) return short;
    const waits = (seconds: number, times: number) =>
      waitsOnly(subject, named, { ...refusal(operation.id, status, String(seconds)), times });
    return { ...named, run: () => runAll([short, waits(longWait, 1), waits(waitSeconds, fewRefusals)], comesSooner) };
  });
  const always = [429, 503].map((status) =>
    createCase(subject, {
      group: "retry-end",
      detail: String(status),
      claim: `gives up when every answer is ${status}`,
      inputs: [documentedInput],
      faults: [refusal(operation.id, status, undefined)],
      expect: (visit) => [...expectRefusals(visit), ...expectEnd(visit), ...expectNoRepeat(visit)],
    }),
  );
  return [...once, sameRequestCase(subject), ...always];
}

/** The adapter may give up, and may take as long as it likes: it only must not come sooner. */
function waitsOnly(subject: Subject, named: Pick<Case, "group" | "detail" | "claim">, refused: FaultToArm): Case {
  const inputs = [subject.documentedInput];
  const one = createCase(subject, { ...named, inputs, faults: [refused], expect: () => [] });
  const run = async () => {
    const { found, ...outcome } = await one.run();
    return { ...outcome, found: found.filter(isTooSoon) };
  };
  return { ...one, run };
}

function comesSooner({ found }: CaseOutcome): boolean {
  return found.some(isTooSoon);
}

function isTooSoon({ rule }: Found): boolean {
  return rule === "retry-after";
}

/** A call ends after so many requests. */
export function expectEnd(visit: Visit): Found[] {
  const { exchanges } = visit;
  if (exchanges.length <= mostRequests) return [];
  const message = `the adapter sends ${exchanges.length} requests for one call`;
  return [fault(visit, { rule: "retries", message, expected: mostRequests, actual: exchanges.length })];
}

function hasError({ outcomes }: Visit): boolean {
  return outcomes.some(({ answer }) => answer.kind === "error");
}

/** HTTP's dates have whole seconds, and a second more or less is not told: who does not wait is still sooner. */
function toDate(now: number, drivesTime: boolean): string {
  return new Date(Math.floor(now / 1000) * 1000 + (drivesTime ? 4000 : waitSeconds * 1000)).toUTCString();
}

/** Words that any vendor could use: what this is about is the status and its header. */
function refusal(operation: string, status: number, retryAfter: string | undefined): FaultToArm {
  const headers = {
    "content-type": "application/json",
    ...(retryAfter === undefined ? {} : { "retry-after": retryAfter }),
  };
  const message = "The service cannot take this request now.";
  return {
    kind: "reply",
    operation,
    reply: { status, headers, body: { message, error: message, statusCode: status } },
  };
}
