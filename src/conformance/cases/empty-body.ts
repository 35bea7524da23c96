import { isInItem } from "../../contract/json-pointer.ts";
import { answerFirstWith } from "../answer-with.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { memberAt } from "../edit.ts";
import { expectFailures } from "../judge.ts";
import { isNothing } from "../resend.ts";
import type { Learnt, Subject } from "../subject.ts";
import { noBody } from "./altered-answer.ts";

/** A success that says nothing where the contract has a body: an adapter may make nothing of it, and no record of it. */
export function emptyBodyCase(subject: Subject): Case {
  const named = { group: "wire", detail: "empty-body", claim: "makes up no record when a success has no body" };
  return {
    ...named,
    async run() {
      const { reply, sources, result } = await subject.learn();
      if (reply?.body === undefined) return inapplicable(noBody);
      const places = placesOfRecord({ sources, result });
      if (places.length === 0) return inapplicable("the result is not known to take a record from the answer");
      const isMadeUp = (answered: unknown) =>
        typeof answered === "object" &&
        answered !== null &&
        places.every((place) => isNothing(memberAt(answered, place)));
      const headers = { "content-type": "application/json" };
      return createCase(subject, {
        ...named,
        inputs: [subject.documentedInput],
        faults: answerFirstWith(subject, { status: reply.status, headers, text: "" }),
        expect: (visit) =>
          visit.outcomes.every(({ answer }) => answer.kind === "result" && isMadeUp(answer.result))
            ? expectFailures(visit, "the answer has no body")
            : [],
      }).run();
    },
  };
}

/** What the result takes of the answer where that has an id in it; an empty list need not be made up. */
function placesOfRecord({ sources, result }: Pick<Learnt, "sources" | "result">): string[] {
  const ofOne = [...(sources ?? [])].filter(([place]) => !Array.isArray(result) && !isInItem(place));
  return ofOne.some(([, source]) => /id$/i.test(source)) ? ofOne.map(([place]) => place) : [];
}
