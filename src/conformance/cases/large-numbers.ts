import type { Case } from "../case.ts";
import { memberAt, withMember } from "../edit.ts";
import type { Learnt, Subject } from "../subject.ts";
import { allowedAnswer } from "../tell-apart.ts";
import { alteredCase } from "./altered-answer.ts";

/** More than 32 bits have, and no more than a number of JavaScript holds. */
const large = 2 ** 40;

/** Numbers that the result has as the answer has them are large in the answer, wherever contract and output schema allow that. */
export function largeNumbersCase(subject: Subject): Case {
  return alteredCase(subject, {
    ...{ group: "number-answer", pointer: "", claim: "answers large numbers as the vendor has them" },
    alter(body, learnt) {
      const allows = allowedAnswer(subject, learnt.reply?.status ?? 200);
      const numbers = allows(body) ? shownNumbers(subject, learnt) : [];
      const altered = numbers.reduce((whole, [place, source], index) => {
        const more = withMember(whole, source, large + index);
        const isTaken = subject.checkOutput?.(withMember(learnt.result, place, large + index)).length ?? 0;
        return allows(more) && isTaken === 0 ? more : whole;
      }, body);
      return altered === body ? undefined : altered;
    },
    unless: "the result shows no number of the answer that could be large",
    // An adapter may know more of a number than the contract says.
    mayRefuse: true,
  });
}

/** Places in the result with those in the answer that they come from. */
function shownNumbers({ isPaged }: Subject, { sources, reply }: Learnt): [place: string, source: string][] {
  return [...(sources ?? [])].filter(
    // What stands beside a list counts its pages.
    ([, source]) => Number.isInteger(memberAt(reply?.body, source)) && (!isPaged || /\/\d+(\/|$)/.test(source)),
  );
}
