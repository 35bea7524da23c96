import { type Case, createCase } from "../case.ts";
import { expectFailures } from "../judge.ts";
import type { Subject } from "../subject.ts";
import type { FaultToArm } from "../tenant-client.ts";
import { expectNoRepeat } from "./no-repeat.ts";
import { expectEnd } from "./retries.ts";

interface BrokenWire {
  detail: string;
  /** What happens, as in "although …". */
  what: string;
  fault: FaultToArm;
  /** Only an answer with a body can break so. */
  needsBody?: boolean;
  /** Only what a write has done can be kept. */
  needsWrite?: boolean;
  vendorHangs?: boolean;
}

const html = { "content-type": "text/html; charset=utf-8" };
const page = "<!doctype html><title>Maintenance</title><h1>We will be back soon.</h1>";

/** What can happen to an answer on its way: the adapter reports an error, in bounded time, and lives on. */
export function wireCases(subject: Subject): Case[] {
  const { operation, documentedInput } = subject;
  const ever = longerThanCalls(subject);
  const broken: BrokenWire[] = [
    { detail: "reset", what: "the connection was reset before an answer", fault: { kind: "reset" } },
    {
      detail: "reset-after-write",
      what: "the connection was reset after the write",
      fault: { kind: "after-commit" },
      needsWrite: true,
    },
    { detail: "empty", what: "the connection ended without an answer", fault: { kind: "empty" } },
    { detail: "garbage", what: "the answer is no HTTP", fault: { kind: "garbage" } },
    { detail: "truncated", what: "the body was cut off", fault: { kind: "truncate" }, needsBody: true },
    { detail: "broken-chunk", what: "the body breaks off", fault: { kind: "malformed-chunk" }, needsBody: true },
    {
      detail: "malformed-json",
      what: "the body is malformed JSON",
      fault: {
        kind: "reply",
        reply: { status: 200, headers: { "content-type": "application/json" }, text: '{"data": [1, 2' },
      },
      needsBody: true,
    },
    {
      detail: "html",
      what: "the answer is a web page",
      fault: { kind: "reply", reply: { status: 200, headers: html, text: page } },
      needsBody: true,
    },
    {
      detail: "gateway",
      what: "a gateway answered 502 with a web page",
      fault: { kind: "reply", reply: { status: 502, headers: html, text: page } },
    },
    { detail: "no-answer", what: "no answer comes", fault: { kind: "delay", delay: ever }, vendorHangs: true },
    {
      detail: "dripping",
      what: "the body drips without end",
      fault: { kind: "slow-drip", delay: ever },
      needsBody: true,
      vendorHangs: true,
    },
  ];
  return broken
    .filter(({ needsBody }) => needsBody !== true || answersBody(subject))
    .filter(({ needsWrite }) => needsWrite !== true || operation.method !== "GET")
    .map(({ detail, what, fault, vendorHangs = false }) =>
      createCase(subject, {
        group: "wire",
        detail,
        claim: `reports an error when ${what}`,
        inputs: [documentedInput],
        faults: [{ ...fault, operation: operation.id }],
        vendorHangs,
        expect: (visit) => [...expectFailures(visit, what), ...expectEnd(visit), ...expectNoRepeat(visit)],
      }),
    );
}

/** By the machine's time, of which a call whose own is driven takes next to none; another call may take as much as the limit. */
function longerThanCalls({ driver, limit }: Subject): string {
  return driver.drivesTime ? "1h" : `${Math.ceil(limit / 1000) + 60}s`;
}

/** Whether a success of the operation is sure to have a body. */
function answersBody({ documentedReply, operation: { responses } }: Subject): boolean {
  const successes = responses.filter(({ status }) => status.startsWith("2"));
  return documentedReply !== undefined || successes.every(({ content }) => content.length > 0);
}
