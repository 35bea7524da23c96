import { answerWith } from "../answer-with.ts";
import { type Case, type CaseOutcome, inapplicable, toOutcome } from "../case.ts";
import { shown } from "../finding.ts";
import { type Found, fault, judge } from "../judge.ts";
import { type Difference, differencesOf } from "../request-difference.ts";
import type { Subject } from "../subject.ts";
import type { FaultToArm } from "../tenant-client.ts";
import { type Visit, visit } from "../visit.ts";
import { ownOf } from "../whose.ts";

/** What an adapter sends again is what it has sent, with all that its input has. */
export function sameRequestCase(subject: Subject): Case {
  const claim = "sends the same request where it tries again";
  const named = { group: "retry", detail: "same-request", claim };
  return { ...named, run: () => runRefusals(subject) };
}

async function runRefusals(subject: Subject): Promise<CaseOutcome> {
  const { throttled, failing } = faultsOf(subject);
  // Whoever tries again does so in one place, whatever the status was.
  const outcome = (await runEach(subject, throttled)) ?? (await runEach(subject, failing));
  return outcome ?? inapplicable("the adapter sends nothing again after 429, 503 or 500");
}

/** Undefined where nothing is sent again. */
async function runEach(subject: Subject, faults: readonly FaultToArm[]): Promise<CaseOutcome | undefined> {
  let outcome: CaseOutcome | undefined;
  for (const fault of faults) {
    const visited = await visitWith(subject, [{ ...fault, times: 1 }]);
    if (repeatsOf(visited).length === 0) continue;
    const found = await judge(visited, expectSameRequest);
    // Whether it has waited is what other cases of the group are about.
    outcome = toOutcome(
      visited,
      found.filter(({ rule }) => rule !== "retry-after"),
    );
    if (outcome.found.length > 0) break;
  }
  return outcome;
}

/** Refusals that pass soon. Of a list the second page is refused as well: an adapter may ask for it in another place. */
function faultsOf(subject: Subject): Record<"throttled" | "failing", FaultToArm[]> {
  const wait = { "retry-after": "1" };
  const body = { message: "The service cannot take this request now." };
  const first = answerWith(subject, { status: 429, headers: wait, body });
  return {
    throttled: [first, ...(subject.isPaged ? [{ ...first, after: 1 }] : [])],
    failing: [answerWith(subject, { status: 503, headers: wait, body }), answerWith(subject, { status: 500, body })],
  };
}

/** With the fullest input; with the documented one where the adapter does not take it. */
async function visitWith(subject: Subject, faults: readonly FaultToArm[]): Promise<Visit> {
  const { fullInput, documentedInput } = subject;
  const full = await visit(subject, { inputs: [fullInput], faults, leastHit: 0 });
  if (full.exchanges.length > 0) return full;
  return visit(subject, { inputs: [documentedInput], faults, leastHit: 0 });
}

/** What was sent after the request that was refused. */
function repeatsOf(visit: Visit) {
  const own = ownOf(visit);
  const at = own.findIndex((exchange) => exchange.fault !== undefined);
  return at === -1 ? [] : own.slice(at + 1);
}

/**
 * Of what was sent after a request that was refused one is that request, or all are such as are sent without any refusal: then
 * it was given up.
 */
async function expectSameRequest(visited: Visit): Promise<Found[]> {
  const { subject, plan } = visited;
  const refused = ownOf(visited).find((exchange) => exchange.fault !== undefined);
  const later = repeatsOf(visited);
  if (refused === undefined || later.some((one) => differencesOf(subject, refused, one).length === 0)) return [];
  const at = ownOf(visited).indexOf(refused);
  const usual = ownOf(await visit(subject, { inputs: plan.inputs }));
  const repeat = later.find((one) => usual.every((other) => differencesOf(subject, other, one).length > 0));
  const [due, again] = [usual, ownOf(await visit(subject, { inputs: plan.inputs }))].map((own) => own[at]);
  if (repeat === undefined || due === undefined || again === undefined) return [];
  // A number that is drawn is another one in every request.
  const drawn = differencesOf(subject, due, again);
  const isDrawn = ({ part, pointer }: Difference) =>
    drawn.some((other) => other.part === part && other.pointer === pointer);
  const passed = Date.parse(repeat.startedAt) - Date.parse(refused.startedAt);
  const [difference] = differencesOf(subject, refused, repeat).filter(
    (one) => !isDrawn(one) && !isByClock(one, passed),
  );
  if (difference === undefined) return [];
  const [first, other] = difference.values;
  const place = difference.pointer === "" ? difference.part : `${difference.part} ${difference.pointer}`;
  const message = `after ${refused.response?.status} the adapter sends another request: ${place} was ${told(first)}, and is ${told(other)} when it tries again`;
  return [fault(visited, { rule: "altered-repeat", message, expected: first ?? null, actual: other ?? null })];
}

/** A time that is reckoned from that of the request, such as an hour before it. */
function isByClock({ values }: Difference, passedMs: number): boolean {
  const [first, other] = values.map((value) => timeOf(String(value))) as [number, number];
  const moved = Math.abs(other - first);
  return moved > 0 && Math.min(Math.abs(moved - passedMs), Math.abs(moved * 1000 - passedMs)) <= coarse;
}

/** Many times have whole seconds. */
const coarse = 1000;

function timeOf(text: string): number {
  return /^\d{10,}$/.test(text) ? Number(text) : Date.parse(text);
}

function told(value: unknown): string {
  return value === undefined ? "not sent" : shown(value);
}
