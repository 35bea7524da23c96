import { answerFirstWith } from "../answer-with.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { expectEither } from "../judge.ts";
import type { Subject } from "../subject.ts";
import { expectSources, noBody } from "./altered-answer.ts";

/** JSON that is sent as something else: an adapter may read it or report an error, and may not take it for nothing. */
export function contentTypeCase(subject: Subject): Case {
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
      const sent = { status, headers: { "content-type": "text/plain" }, text: JSON.stringify(body) };
      return createCase(subject, {
        ...named,
        inputs: [subject.documentedInput],
        faults: answerFirstWith(subject, sent),
        expect: (visit) => [...expectEither(visit), ...expectSources(visit, body, learnt, undefined)],
      }).run();
    },
  };
}
