import { type Case, createCase, inapplicable } from "../case.ts";
import { expectEither } from "../judge.ts";
import type { Subject } from "../subject.ts";
import { expectSources, noBody } from "./altered-answer.ts";

/** JSON that is sent as something else: an adapter may read it or report an error, and may not take it for nothing. */
export function contentTypeCase(subject: Subject): Case {
  const { operation, documentedInput } = subject;
  const named = {
    group: "wire",
    detail: "content-type",
    claim: "reads JSON that comes as plain text, or reports an error",
  };
  return {
    ...named,
    async run() {
      const learnt = await subject.learn();
      const { reply } = learnt;
      if (reply?.body === undefined) return inapplicable(noBody);
      const { status, body } = reply;
      const headers = { "content-type": "text/plain" };
      const fault = { kind: "reply", operation: operation.id, reply: { status, headers, text: JSON.stringify(body) } };
      return createCase(subject, {
        ...named,
        inputs: [documentedInput],
        faults: [subject.isPaged ? { ...fault, times: 1 } : fault],
        expect: (visit) => [...expectEither(visit), ...expectSources(visit, body, learnt, undefined)],
      }).run();
    },
  };
}
