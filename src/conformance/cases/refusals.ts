import { type Case, createCase } from "../case.ts";
import { expectRefusals } from "../refused.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";
import { expectNoRepeat } from "./no-repeat.ts";
import { expectEnd } from "./retries.ts";
import { asksToWait, shortRefusalCase, waiting } from "./short-refusal.ts";

/** Every refusal that the contract documents: the adapter reports it, with its status or in its words. */
export function refusalCases(subject: Subject): Case[] {
  const { operation, driver } = subject;
  const documented = operation.responses.map(({ status }) => status);
  return documented.flatMap((documentedAs) => {
    const status = statusOf(documentedAs, documented);
    if (status === undefined) return [];
    const named = { group: "refusal", detail: documentedAs, claim: `reports ${status} as an error` };
    // Who waits as long as the contract's example asks for, and some times, would be taken for one that hangs.
    if (asksToWait(operation, status) || (!driver.drivesTime && waiting.includes(status)))
      return [shortRefusalCase(subject, status, { ...named, expect })];
    return [
      createCase(subject, {
        ...named,
        inputs: [subject.documentedInput],
        faults: [{ kind: "status", operation: operation.id, status, force: true }],
        expect,
      }),
    ];
  });
}

function expect(visit: Visit) {
  return [...expectRefusals(visit), ...expectEnd(visit), ...expectNoRepeat(visit)];
}

/** Of a range, and of all that is documented in no other way, one that any API may answer, and that says nothing of waiting. */
const plausible = [400, 403, 404, 409, 422, 410, 500, 502, 504, 501];

/** A status that has what is documented under a name such as "404", "4XX" or "default"; undefined where there is no refusal. */
function statusOf(documentedAs: string, documented: readonly string[]): number | undefined {
  if (/^\d+$/.test(documentedAs)) return Number(documentedAs) >= 400 ? Number(documentedAs) : undefined;
  const isOther = (status: number) => !documented.includes(String(status));
  const range = (status: number) => `${Math.trunc(status / 100)}XX`;
  if (documentedAs === "default")
    return plausible.find((status) => isOther(status) && !documented.includes(range(status)));
  return plausible.find((status) => isOther(status) && range(status) === documentedAs.toUpperCase());
}
