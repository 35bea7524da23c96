import { evidenceOf } from "../../contract/evidence.ts";
import { type Case, createCase } from "../case.ts";
import { expectResults, type Found } from "../judge.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";

/** Where the contract documents more than one success: the adapter takes each of them. */
export function successCases(subject: Subject): Case[] {
  const { contract, operation, documentedInput } = subject;
  const successes = operation.responses.filter(({ status }) => /^2\d\d$/.test(status));
  if (successes.length < 2) return [];
  return successes
    .filter(({ node }) => evidenceOf(contract.documents, node).evidence !== "assumed")
    .map(({ status, content }) =>
      createCase(subject, {
        group: "success",
        detail: status,
        claim: `takes ${status} for success`,
        inputs: [documentedInput],
        faults: [{ kind: "status", operation: operation.id, status: Number(status) }],
        expect: (visit) => (content.length === 0 ? expectSilence(visit) : expectResults(visit)),
      }),
    );
}

/** Who has to answer with what a vendor without a body does not say can but report an error. */
function expectSilence(visit: Visit): Found[] {
  const { checkOutput } = visit.subject;
  const mayFail = checkOutput !== undefined && checkOutput(null).length > 0;
  return mayFail && visit.outcomes.every(({ answer }) => answer.kind === "error") ? [] : expectResults(visit);
}
