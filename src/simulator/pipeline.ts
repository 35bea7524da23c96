import type { IncomingMessage, ServerResponse } from "node:http";
import type { Headers, Violation } from "../exchange.ts";
import { type Answer, answer } from "./answer.ts";
import type { DefectLog } from "./defect-log.ts";
import { longestTimer } from "./duration.ts";
import { type Entry, formatId, type JournalledExchange, keepBody, keepReply, toExchange } from "./entry.ts";
import { askForBody, isWaiting } from "./expect-continue.ts";
import { isSilenced } from "./faults/foresee.ts";
import { drip, sendFault } from "./faults/send-fault.ts";
import { formatHttpDate } from "./http-date.ts";
import type { Journal } from "./journal.ts";
import { judgeReply } from "./judge-reply.ts";
import { createProblem } from "./problem.ts";
import { type Body, hasBody, readBody } from "./read-body.ts";
import { sendEarlyReply, sendReply } from "./send-reply.ts";
import { contextOf, type SpaceSettings } from "./space.ts";
import type { Space, Store } from "./store.ts";
import { Underway } from "./underway.ts";
import { type Arrival, createVisit, type Target, unasked, type Visit } from "./visit.ts";
import { whenGone } from "./when-gone.ts";

export interface PipelineSettings extends SpaceSettings {
  open: boolean;
  /** In bytes, after decoding. */
  bodyLimit: number;
  /** The most bytes, or characters of text, that the journal keeps of a body; undefined: as usual. */
  journalBody?: number | undefined;
  store: Store;
  journal: Journal;
  defects: DefectLog;
  /** Is told of every exchange before its answer is sent. */
  onExchange: ((exchange: JournalledExchange) => void) | undefined;
}

export interface Pipeline {
  receive(request: IncomingMessage, response: ServerResponse, headers: Headers, target: Target): void;
  /** Waits until all that was received is in the journal, so many milliseconds at the most. Answers how much is not. */
  settle(ms: number): Promise<number>;
}

/** The way of a request to a provider, from its first byte to the journal and the answer. */
export function createPipeline(settings: PipelineSettings): Pipeline {
  const { store, journal, defects } = settings;
  const underway = new Underway();

  function receive(request: IncomingMessage, response: ServerResponse, headers: Headers, target: Target): void {
    const arrival = { request, response, headers, target, arrived: performance.now(), ticket: underway.begin() };
    // Who has no body waits for nothing (RFC 9110, section 10.1.1).
    if (!isWaiting(request) || !hasBody(request)) read(arrival);
    else begin(arrival, unasked, (visit, space) => foresee(arrival, visit, space));
  }

  function read(arrival: Arrival): void {
    readBody(arrival.request, settings.bodyLimit, (body) => begin(arrival, body, serve));
  }

  function begin(arrival: Arrival, body: Visit["body"], go: (visit: Visit, space: Space) => void): void {
    try {
      const visit = createVisit(arrival, body, settings.open);
      const space = store.load(visit.provider.id, visit.visitor.tenant);
      if (space instanceof Promise) space.then((loaded) => go(visit, loaded)).catch((error) => fail(visit, error));
      else go(visit, space);
    } catch (error) {
      fail(arrival, error);
    }
  }

  /** Asks for the body, unless faults are sure to end the connection without a word. */
  function foresee(arrival: Arrival, visit: Visit, space: Space): void {
    const foreseenAt = Date.now();
    if (isSilenced(visit, space, settings, foreseenAt)) {
      // Of who does not wait after all.
      arrival.request.resume();
      serve({ ...visit, foreseenAt }, space);
    } else {
      askForBody(arrival.request);
      read(arrival);
    }
  }

  function serve(visit: Visit, space: Space): void {
    const { body, visitor } = visit;
    if (visitor.hint !== undefined) defects.giveHint(visitor.hint);
    if (space.beginsAgain) {
      space.beginsAgain = false;
      visit.beginsAgain = true;
    }
    const time = space.clock.begin(visit.foreseenAt);
    const isAnswered = body.kind === "read" || body.kind === "unasked";
    const answered = isAnswered ? decide(visit, space) : giveUp(visit, body);
    const saved = store.save(space, writtenBy(visit));
    const end = () => finishLater(visit, time, answered);
    if (saved instanceof Promise) saved.then(end).catch((error) => fail(visit, error));
    else end();
  }

  /** Waits as long as a fault wants, or until the client has had enough. */
  function finishLater(visit: Visit, time: number, answered: Answer): void {
    const { delayMs = 0 } = answered.injection ?? {};
    if (delayMs === 0) {
      finish(visit, time, answered);
      return;
    }
    const end = (last: Answer): void => {
      clearTimeout(timer);
      stay();
      attempt(visit, () => finish(visit, time, last));
    };
    const leave = (): void => end(withoutReply(answered));
    const timer = setTimeout(() => end(answered), Math.min(delayMs, longestTimer));
    const stay = whenGone(visit.response, leave);
  }

  function decide(visit: Visit, space: Space): Answer {
    const answered = answer(visit, space, () => contextOf(space, visit.provider, settings));
    if (answered.crash !== undefined) defects.reportCrash(answered.crash);
    return answered;
  }

  function finish(visit: Visit, time: number, answered: Answer): void {
    const { request, response, body } = visit;
    const { reply, injection } = answered;
    if (reply !== null) reply.headers.date ??= formatHttpDate(time);
    const wire = injection?.wire ?? null;
    if (wire === "slow-drip" && reply !== null) {
      const end = (isWhole: boolean): void => record(visit, time, isWhole ? answered : withoutReply(answered));
      drip(response, reply, injection?.dripMs ?? 0, (isWhole) => attempt(visit, () => end(isWhole)));
      return;
    }
    record(visit, time, answered);
    if (wire !== null && wire !== "slow-drip") sendFault(wire, response, reply);
    else if (reply === null) return;
    else if (body.kind === "refused" && body.pending) sendEarlyReply(request, response, reply);
    else sendReply(request, response, reply);
  }

  /** Journals an exchange, at the latest before the last byte of its answer is sent. */
  function record(visit: Visit, time: number, answered: Answer): void {
    const { provider, method, body, response } = visit;
    const { reply, operation, violations, injection } = answered;
    const { journalBody } = settings;
    const number = journal.takeNumber();
    if (reply?.headers["standin-problem"] !== undefined && !response.headersSent)
      reply.headers["standin-exchange"] = formatId(number);
    const broken = judge(visit, answered);
    const isPlanned = injection?.isPlanned === true;
    if (broken.length > 0 && !isPlanned) defects.reportViolations(broken);
    const entry: Entry = {
      number,
      contract: provider.served,
      tenant: visit.visitor.tenant,
      operation: operation?.id ?? null,
      time,
      recordedAt: Date.now(),
      durationMs: Math.round((performance.now() - visit.arrived) * 1000) / 1000,
      method,
      url: visit.url,
      headers: visit.headers,
      body: body.kind === "read" ? keepBody(body.bytes ?? body.text, body.size, journalBody) : null,
      response: reply === null ? null : keepReply(reply, method, injection?.wire ?? null, journalBody),
      violations: broken.length === 0 || isPlanned ? violations : [...violations, ...broken],
      fault: injection?.fault,
      planned: isPlanned ? broken : [],
      beginsAgain: visit.beginsAgain,
    };
    journal.record(entry);
    underway.end(visit.ticket);
    if (settings.onExchange !== undefined) settings.onExchange(toExchange(entry));
  }

  /** What the answer itself breaks: the stand-in's own defect, where no fault has planned it. */
  function judge({ provider, method }: Visit, { reply, vendor, operation }: Answer): readonly Violation[] {
    if (reply === null || vendor === null || operation === null) return none;
    return judgeReply({ contract: provider.contract, operation, method }, reply, vendor);
  }

  /** For what runs by itself, where nobody catches. */
  function attempt(visit: Visit, run: () => void): void {
    try {
      run();
    } catch (error) {
      fail(visit, error);
    }
  }

  function fail({ request, response, ticket }: Pick<Visit, "request" | "response" | "ticket">, error: unknown): void {
    underway.end(ticket);
    defects.reportCrash(error);
    if (response.headersSent) response.destroy();
    else
      sendReply(request, response, createProblem("internal", "Standin could not serve the request. Its log says why."));
  }

  return { receive, settle: (ms) => underway.settle(ms) };
}

/** The same where the client left before it had all of it. */
function withoutReply({ injection, ...answered }: Answer): Answer {
  return { ...answered, reply: null, ...(injection && { injection: { ...injection, wire: null } }) };
}

/** How many bytes a request may have added to the state: a record has members that nobody sends. */
function writtenBy({ method, body }: Visit): number {
  return method === "GET" || method === "HEAD" || body.kind !== "read" ? 0 : recordBytes + body.size;
}

const recordBytes = 1024;

/** The answer where the body could not be read; none when the client has gone. */
function giveUp({ match }: Visit, body: Exclude<Body, { kind: "read" }>): Answer {
  const operation = match.kind === "operation" ? match.operation : null;
  return { reply: body.kind === "aborted" ? null : body.problem, vendor: null, operation, violations: none };
}

const none: readonly Violation[] = [];
