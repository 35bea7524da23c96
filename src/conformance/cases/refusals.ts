import { type Case, createCase } from "../case.ts";
import { expectRefusals } from "../judge.ts";
import type { Subject } from "../subject.ts";
import { expectNoRepeat } from "./no-repeat.ts";
import { expectEnd } from "./retries.ts";

/** Statuses that say when to come again: another process would have to wait. */
const waiting: readonly number[] = [429, 503];

/** Every refusal that the contract documents: the adapter reports it, with its status or in its words. */
export function refusalCases(subject: Subject): Case[] {
  const { operation, documentedInput, driver } = subject;
  return operation.responses
    .map(({ status }) => Number(status))
    .filter((status) => status >= 400 && (driver.drivesTime || !waiting.includes(status)))
    .map((status) =>
      createCase(subject, {
        group: "refusal",
        detail: String(status),
        claim: `reports ${status} as an error`,
        inputs: [documentedInput],
        faults: [{ kind: "status", operation: operation.id, status, force: true }],
        expect: (visit) => [...expectRefusals(visit), ...expectEnd(visit), ...expectNoRepeat(visit)],
      }),
    );
}
