import { setImmediate } from "node:timers/promises";
import { inspect } from "node:util";
import type { SentRequest } from "./call-sites.ts";
import { awaitsBytes, type DrivenCall, dropConnections, settle } from "./driven-call.ts";
import type { AdapterAnswer, CaseTime, Driver, ReportedError, Session } from "./driver.ts";
import { catchExits, ProcessEnd } from "./exits.ts";
import { keepLooseErrors } from "./loose-errors.ts";
import { keepPrinted } from "./printed.ts";
import { leaveBehind } from "./shared-timers.ts";
import { driveTime, Hang } from "./virtual-time.ts";

/** Makes an adapter for a place. */
export type CreateAdapter<Adapter> = (place: { baseUrl: string; credential: string }) => Adapter | Promise<Adapter>;

/** Calls an adapter, by operationId. */
export type CallAdapter<Adapter> = (adapter: Adapter, input: never) => unknown;

/** Calls adapters that live in this process, with their timers driven. */
export function createInProcessDriver<Adapter>(
  create: CreateAdapter<Adapter>,
  calls: Readonly<Record<string, CallAdapter<Adapter>>>,
): Driver {
  return {
    drivesTime: true,
    open(place, time): Session {
      let adapter: Promise<Adapter> | undefined;
      return {
        async call({ operation, input }) {
          const call = calls[operation];
          if (call === undefined) throw new Error(`No call is given for ${operation}.`);
          const printed = keepPrinted();
          const run = async () => {
            adapter ??= Promise.resolve(create({ baseUrl: place.baseUrl, credential: place.credential }));
            const made = await adapter;
            try {
              return await call(made, input as never);
            } catch (error) {
              throw isMissed(made, error)
                ? new Error(`create returned ${made}, and no adapter. Is a return missing? The call says`, {
                    cause: error,
                  })
                : error;
            }
          };
          const ended = await end(time, run);
          printed.close();
          return { ...ended, printed: printed.text };
        },
        async close() {
          leaveBehind(time);
        },
      };
    },
    async close() {},
  };
}

/** An adapter may keep what it is given in its modules, and be nothing itself: then nobody asks anything of it. */
function isMissed(made: unknown, error: unknown): boolean {
  const isNothing = made === undefined || made === null;
  return isNothing && error instanceof TypeError && /\b(undefined|null)\b/.test(error.message);
}

/** Whatever comes of a call. */
async function end(
  time: CaseTime,
  run: () => Promise<unknown>,
): Promise<{ answer: AdapterAnswer; sent: readonly SentRequest[] }> {
  catchExits();
  const loose = keepLooseErrors();
  let call: DrivenCall | undefined;
  let answer: AdapterAnswer;
  try {
    const done = await driveTime(
      time,
      async () => ({ result: await run() }),
      (begun) => {
        call = begun;
      },
    );
    answer =
      done instanceof Hang
        ? { kind: "failure", rule: "hang", message: describeHang(done, time) }
        : { kind: "result", result: done.result };
  } catch (error) {
    answer =
      error instanceof ProcessEnd
        ? { kind: "failure", rule: "crash", message: error.message }
        : { kind: "error", error: describeError(error) };
  }
  const isHeld = time.vendorHangs || (answer.kind === "failure" && answer.rule === "hang");
  if (isHeld || call === undefined) await setImmediate();
  else await settle(call);
  const { first } = loose;
  // What comes of it that its connections end is nobody's mistake.
  if (isHeld && call !== undefined && awaitsBytes(call)) await dropConnections(call);
  loose.close();
  return { answer: first === undefined ? answer : crashOf(first.thrown), sent: call?.sent ?? [] };
}

function crashOf(thrown: unknown): AdapterAnswer {
  const { message } = describeError(thrown);
  const isEnd = thrown instanceof ProcessEnd;
  return {
    kind: "failure",
    rule: "crash",
    message: isEnd ? message : `Nobody catches what ends its process: ${message}`,
  };
}

function describeHang({ realMs, sent }: Hang, { limit }: CaseTime): string {
  if (sent > 0) return `It has sent more than ${sent} requests, and does not end.`;
  const real = `, of which ${realMs} passed in real time: no timer is left that could be put forward`;
  return `It has not ended within ${limit} ms${realMs > 0 ? real : ""}.`;
}

const longestChain = 5;

/** What an error tells: its own words and those of its causes, and the status that HTTP clients put in various places. */
function describeError(thrown: unknown): ReportedError {
  if (typeof thrown !== "object" || thrown === null) return { message: String(thrown) };
  const messages: string[] = [];
  let status: number | undefined;
  let kind: string | undefined;
  let link: unknown = thrown;
  for (let depth = 0; depth < longestChain && typeof link === "object" && link !== null; depth++) {
    const error = link as Record<string, unknown>;
    if (typeof error.message === "string") messages.push(error.message);
    for (const place of [error, error.response, error.$response, error.httpMeta]) status ??= statusOf(place);
    for (const told of [error.body, error.data, (error.response as Record<string, unknown> | undefined)?.data])
      if (told !== undefined) messages.push(typeof told === "string" ? told : inspect(told, { depth: 6 }));
    kind ??= [error.kind, error.code].find((one) => typeof one === "string") as string | undefined;
    link = error.cause;
  }
  const message = messages.length === 0 ? inspect(thrown, { depth: 3 }) : [...new Set(messages)].join(": ");
  return { message, ...(kind === undefined ? {} : { kind }), ...(status === undefined ? {} : { status }) };
}

function statusOf(place: unknown): number | undefined {
  if (typeof place !== "object" || place === null) return undefined;
  const { status, statusCode } = place as Record<string, unknown>;
  return [status, statusCode].find((one) => Number.isInteger(one)) as number | undefined;
}
