import { type Case, createCase } from "../case.ts";
import { showsCredential } from "../credential-forms.ts";
import { type Found, fault } from "../judge.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";

/** A redirect to another host never takes the credential along. */
export function credentialCases(subject: Subject): Case[] {
  const { operation, documentedInput, elsewhere } = subject;
  const location = `${elsewhere.url}/elsewhere`;
  return [302, 307].map((status) =>
    createCase(subject, {
      group: "redirect",
      detail: String(status),
      claim: `keeps the credential from the host that a ${status} leads to`,
      inputs: [documentedInput],
      faults: [{ kind: "reply", operation: operation.id, reply: { status, headers: { location } } }],
      expect: (visit) => expectDiscretion(visit, elsewhere.take(), `follows a ${status} to ${location}`),
    }),
  );
}

function expectDiscretion(visit: Visit, received: string, what: string): Found[] {
  if (!showsCredential(received, visit.credential)) return [];
  return [fault(visit, { rule: "credential-leak", message: `the adapter ${what} and shows the credential there` })];
}
