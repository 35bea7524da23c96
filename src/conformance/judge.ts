import type { Exchange, Severity } from "../exchange.ts";
import type { CallOutcome } from "./driver.ts";
import { type AdapterFault, type AdapterRule, createFinding, type Finding, shown } from "./finding.ts";
import { leaksOf } from "./leaks.ts";
import { violationsOverTime } from "./over-time.ts";
import { findRepeatedWrite } from "./repeated-write.ts";
import { sentOfNothing } from "./text-of-nothing.ts";
import type { Visit } from "./visit.ts";

/** A finding of a case that is yet to be named. */
export type Found = Omit<Finding, "case">;

/** All that is wrong: what is wrong whatever the case is about, and what `expect` finds beside. */
export async function judge(visit: Visit, expect: (visit: Visit) => Found[] | Promise<Found[]>): Promise<Found[]> {
  const expected = await expect(visit);
  const own = expected.filter(({ rule }) => !isFollowing(visit, rule));
  return [...judgeConduct(visit), ...own];
}

/** Whether it follows from what is told anyway: that a call came to no answer, or that nothing was there to go wrong. */
function isFollowing(visit: Visit, rule: string): boolean {
  return (hasFailed(visit) && ofLack.has(rule)) || (visit.unhit > 0 && ofTrouble.has(rule));
}

/** What a call that has come to no answer lacks follows from that, which is told. */
const ofLack: ReadonlySet<string> = new Set<AdapterRule>([
  "no-request",
  "input-lost",
  "incomplete-list",
  "shared-state",
]);

/** What never came about cannot have been taken for success. */
const ofTrouble: ReadonlySet<string> = new Set<AdapterRule>([
  "failure-as-success",
  "refusal-as-success",
  "refusal-hidden",
]);

function hasFailed({ outcomes }: Visit): boolean {
  return outcomes.some(({ answer }) => answer.kind === "failure");
}

/** What is wrong whatever the case is about: what was sent, and how the calls ended. */
function judgeConduct(visit: Visit): Found[] {
  const { outcomes, exchanges, changed } = visit;
  const found: Found[] = [
    ...exchanges.flatMap((exchange) => violationsOf(exchange, "error")),
    ...violationsOverTime(visit),
  ];
  const repeated = findRepeatedWrite(visit);
  if (repeated !== undefined) found.push(fault(visit, repeated));
  for (const { answer } of outcomes)
    if (answer.kind === "failure") found.push(fault(visit, { rule: answer.rule, message: answer.message }));
  for (const { message, exchange } of leaksOf(visit)) {
    const exchanges = exchange === undefined ? visit.exchanges : [exchange];
    found.push(fault({ ...visit, exchanges }, { rule: "credential-leak", message }));
  }
  for (const { leaf, exchange } of sentOfNothing(visit)) {
    const message = `${shown(leaf.value)} is sent in ${leaf.part} ${leaf.pointer}, and no input has it`;
    const sent = { ...visit, exchanges: [exchange] };
    found.push(fault(sent, { rule: "input-added", message, actual: leaf.value }));
  }
  if (visit.unhit > 0 && !hasFailed(visit)) {
    const message = "nothing reached the vendor that the case is about";
    found.push(fault(visit, { rule: "no-request", message }));
  }
  for (const index of changed)
    found.push(
      fault(visit, {
        rule: "shared-state",
        message: "the adapter changes the input that it is given",
        expected: visit.plan.inputs[index],
      }),
    );
  return found;
}

/** What the adapter breaks of the contract; what a fault's answer breaks is not its own. */
function violationsOf({ id, violations }: Exchange, given: Severity): Found[] {
  return violations
    .filter(({ part, severity }) => severity === given && part.startsWith("request."))
    .map((violation) => ({ ...violation, exchange: id }));
}

/** What the adapter breaks of what is only inferred of the vendor: no case fails for it. */
export function warningsOf(exchanges: readonly Exchange[]): Found[] {
  return exchanges.flatMap((exchange) => violationsOf(exchange, "warning"));
}

/** The adapter's own fault, at the last exchange of the visit. */
export function fault({ subject, exchanges }: Visit, described: AdapterFault): Found {
  const { contract, operation } = subject;
  return createFinding({ contract, operation, exchange: exchanges.at(-1) }, described);
}

/** Every call has a result, and one that the adapter's output schema allows. */
export function expectResults(visit: Visit): Found[] {
  return visit.outcomes.flatMap((outcome) => expectResult(visit, outcome));
}

/** The same of one call. */
export function expectResult(visit: Visit, { answer }: CallOutcome): Found[] {
  const { checkOutput } = visit.subject;
  if (answer.kind === "failure") return [];
  if (answer.kind === "error") {
    const { message, status } = answer.error;
    if (visit.exchanges.length === 0)
      return [
        fault(visit, { rule: "no-request", message: `nothing reached the vendor, and the adapter says: ${message}` }),
      ];
    const said = status === undefined ? message : `${status}, ${message}`;
    return [
      fault(visit, { rule: "unexpected-error", message: `the adapter reports an error: ${said}`, actual: message }),
    ];
  }
  if (visit.exchanges.length === 0) {
    // A driver in another process has no undefined to answer.
    const hint = answer.result === undefined ? ": its call returned undefined. Is a return or an await missing?" : "";
    const message = `the adapter reports success, and nothing reached the vendor${hint}`;
    return [fault(visit, { rule: "no-request", message })];
  }
  return (checkOutput?.(answer.result) ?? []).map(({ instancePath, message = "" }) =>
    fault(visit, {
      rule: "output",
      pointer: instancePath,
      message: `the result ${message}, as the adapter's output schema has it`,
      actual: answer.result,
    }),
  );
}

/** A call may end with a result or with an error of the adapter's own, and with nothing else. */
export function expectEither(visit: Visit): Found[] {
  return visit.outcomes.flatMap((outcome) => (outcome.answer.kind === "result" ? expectResult(visit, outcome) : []));
}

/** Every call reports an error, for no usable answer came. */
export function expectFailures(visit: Visit, what: string): Found[] {
  return visit.outcomes.flatMap(({ answer }) =>
    answer.kind === "result"
      ? [
          fault(visit, {
            rule: "failure-as-success",
            message: `the adapter reports success, although ${what}: it answers ${shown(answer.result)}`,
            actual: answer.result,
          }),
        ]
      : [],
  );
}
