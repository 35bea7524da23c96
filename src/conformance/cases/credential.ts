import { type Case, createCase, runAll } from "../case.ts";
import { showsCredential } from "../credential-forms.ts";
import { expectFailures, type Found, fault } from "../judge.ts";
import type { Subject } from "../subject.ts";
import type { Visit } from "../visit.ts";

/** Those for which a request may become a GET, and those for which it stays what it is. */
const redirects = [
  { detail: "302", told: "301, 302 or 303", statuses: [302, 301, 303] },
  { detail: "307", told: "307 or 308", statuses: [307, 308] },
];

/** A redirect to another host never takes the credential along, and is no success where nobody follows it, unless the contract has it. */
export function credentialCases(subject: Subject): Case[] {
  const { operation, documentedInput, elsewhere } = subject;
  const location = `${elsewhere.url}/elsewhere`;
  return redirects.map(({ detail, told, statuses }) => {
    const named = {
      group: "redirect",
      detail,
      claim: `keeps the credential from the host that a ${told} leads to, and takes none for success`,
    };
    const cases = statuses.map((status) =>
      createCase(subject, {
        ...named,
        inputs: [documentedInput],
        faults: [{ kind: "reply", operation: operation.id, reply: { status, headers: { location } } }],
        expect(visit) {
          const received = elsewhere.take();
          return [
            ...expectDiscretion(visit, received, `follows a ${status} to ${location}`),
            ...(received === "" && !isAnswer(visit, status) ? expectFailures(visit, onlyRedirect(status)) : []),
          ];
        },
      }),
    );
    return { ...named, run: () => runAll(cases) };
  });
}

function onlyRedirect(status: number): string {
  return `nothing came but a ${status}, which it does not follow`;
}

/** One that the contract has is an answer, and after a write a 303 leads to what came of it: that it was done is said already. */
function isAnswer({ subject: { operation } }: Visit, status: number): boolean {
  const isDocumented = operation.responses.some((one) => [String(status), "3XX"].includes(one.status.toUpperCase()));
  return isDocumented || (status === 303 && operation.method !== "GET");
}

function expectDiscretion(visit: Visit, received: string, what: string): Found[] {
  if (!showsCredential(received, visit.credential)) return [];
  return [fault(visit, { rule: "credential-leak", message: `the adapter ${what} and shows the credential there` })];
}
