import { type Case, createCase, runAll } from "../case.ts";
import { showsCredential } from "../credential-forms.ts";
import { type Found, fault } from "../judge.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";

/** Those for which a request may become a GET, and those for which it stays what it is. */
const redirects = [
  { detail: "302", told: "301, 302 or 303", statuses: [302, 301, 303] },
  { detail: "307", told: "307 or 308", statuses: [307, 308] },
];

/** A redirect to another host never takes the credential along. */
export function credentialCases(subject: Subject): Case[] {
  const { operation, documentedInput, elsewhere } = subject;
  const location = `${elsewhere.url}/elsewhere`;
  return redirects.map(({ detail, told, statuses }) => {
    const named = { group: "redirect", detail, claim: `keeps the credential from the host that a ${told} leads to` };
    const cases = statuses.map((status) =>
      createCase(subject, {
        ...named,
        inputs: [documentedInput],
        faults: [{ kind: "reply", operation: operation.id, reply: { status, headers: { location } } }],
        expect: (visit) => expectDiscretion(visit, elsewhere.take(), `follows a ${status} to ${location}`),
      }),
    );
    return { ...named, run: () => runAll(cases) };
  });
}

function expectDiscretion(visit: Visit, received: string, what: string): Found[] {
  if (!showsCredential(received, visit.credential)) return [];
  return [fault(visit, { rule: "credential-leak", message: `the adapter ${what} and shows the credential there` })];
}
