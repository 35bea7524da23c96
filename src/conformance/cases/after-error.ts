import type { Exchange } from "../../exchange.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { type Found, fault } from "../judge.ts";
import { choosesPageSize, listInput, withPageSize } from "../list-input.ts";
import type { Subject } from "../subject.ts";
import type { FaultToArm } from "../tenant-client.ts";
import type { Visit } from "../visit.ts";
import { expectEachWhole } from "./lists-apart.ts";

const named = { group: "sequence", detail: "after-error", claim: "goes on working when a call has failed" };

/** Records to a page: with more pages than a few nothing else is seen. */
const page = 12;

/** An adapter that keeps an error for later calls, or waits for what no longer comes, works no more when one has failed. */
export function afterErrorCase(subject: Subject): Case {
  const faults = failuresOf(subject);
  return {
    ...named,
    async run() {
      const { end, places } = await subject.learn();
      if (end === undefined) return inapplicable("no call of this operation succeeds");
      const input = subject.isPaged ? await inputOfPages(subject) : subject.documentedInput;
      const runWith = (armed: readonly FaultToArm[], leastHit: number) =>
        createCase(subject, {
          ...named,
          // Where a call takes one page, the second call is the one that is refused.
          inputs: Array(subject.isPaged ? 3 : 2 * faults.length).fill(input),
          ...{ faults: armed, leastHit },
          expect: async (visit) => [
            ...expectServedAgain(visit),
            ...(places ? await expectEachWhole(visit, places) : []),
          ],
        }).run();
      const outcome = await runWith(faults, subject.isPaged ? 0 : 1);
      const isHit = outcome.exchanges.some(({ fault: planted }) => planted !== undefined);
      if (isHit || outcome.found.length > 0 || !subject.isPaged) return outcome;
      // Who remembers for a while what one page said asks no second time, unless the first was refused.
      return runWith(
        faults.map((one) => ({ ...one, after: 0 })),
        1,
      );
    },
  };
}

async function inputOfPages(subject: Subject): Promise<unknown> {
  const sized = (await choosesPageSize(subject)) ? withPageSize(subject, page) : undefined;
  return sized ?? listInput(subject);
}

/** Between two a call is served, so that nobody has reason to give the vendor up. */
function failuresOf({ operation: { id }, isPaged, driver }: Subject): FaultToArm[] {
  const refused: FaultToArm = { kind: "status", operation: id, status: 400, force: true, times: 1 };
  // What an adapter knows of the pages so far is no longer so for the next call.
  if (isPaged) return [{ ...refused, after: 1 }];
  // Another process would have to wait before it tries again.
  return driver.drivesTime ? [refused, { kind: "reset", operation: id, after: 2, times: 1 }] : [refused];
}

/** No more calls fail than requests do, and what follows reaches the vendor. */
function expectServedAgain(visit: Visit): Found[] {
  const { outcomes, exchanges } = visit;
  const errors = outcomes.flatMap(({ answer }) => (answer.kind === "error" ? [answer.error.message] : []));
  const failed = exchanges.filter(hasFailed);
  const seen = { expected: failed.length, actual: errors.length };
  // Who looks first whether there is such a record already may find that there is.
  const looksFirst = exchanges.some(({ operation }) => operation !== visit.subject.operation.id);
  if (errors.length > failed.length && !looksFirst) {
    const message = `${errors.length} of ${outcomes.length} calls report an error, and ${failed.length} of their requests failed: what goes wrong with a call stays with the adapter, which says: ${errors.at(-1)}`;
    return [fault(visit, { rule: "shared-state", message, ...seen })];
  }
  if (errors.length === outcomes.length || failed.length < exchanges.length) return [];
  const message = "nothing of the calls after one that fails reaches the vendor, and the adapter reports success";
  return [fault(visit, { rule: "shared-state", message, ...seen })];
}

function hasFailed({ response, fault: planted }: Exchange): boolean {
  return planted !== undefined || response === null || response.status >= 400;
}
