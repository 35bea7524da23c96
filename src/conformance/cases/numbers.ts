import { isInItem, lastTokenOf, parentOf } from "../../contract/json-pointer.ts";
import { isTotalOrCount } from "../../contract/paging-names.ts";
import { type Case, runAll } from "../case.ts";
import { memberAt, withMember } from "../edit.ts";
import { expectResults, type Found } from "../judge.ts";
import { saysForm } from "../name-forms.ts";
import type { Learnt, Subject } from "../subject.ts";
import { allowedAnswer } from "../tell-apart.ts";
import type { Visit } from "../visit.ts";
import { type AlteredAnswer, alteredCase } from "./altered-answer.ts";
import { expectSources } from "./sources.ts";

/** More than 32 bits have, and no more than a number of JavaScript holds. */
const large = 2 ** 40;

type Sources = ReadonlyMap<string, string>;

/** Numbers that the result has as the answer has them are large in the answer, then fractions, and then 0, wherever contract and output schema allow that. */
export function numbersCase(subject: Subject): Case {
  const named = {
    group: "number-answer",
    detail: "",
    claim: "answers large numbers, fractions and 0 as the vendor has them",
  };
  const altered: Pick<AlteredAnswer, "alter" | "unless" | "expect">[] = [
    {
      alter: (body, learnt) =>
        withNumbers(subject, learnt, body, shownNumbers(subject, learnt), (_, index) => large + index),
      unless: "the result shows no number of the answer that could be large",
    },
    {
      // Without an output schema nobody has said that there is room for them.
      alter: (body, learnt) =>
        subject.checkOutput &&
        withNumbers(subject, learnt, body, shownNumbers(subject, learnt), (value) => value + 0.5),
      unless: "the result shows no number of the answer that could be a fraction",
    },
    {
      alter: (body, learnt) => withNumbers(subject, learnt, body, amountsOf(shownNumbers(subject, learnt)), () => 0),
      unless: "the result shows no number of the answer that could be 0",
      expect: (visit, body, learnt) => expectZeros(visit, body, learnt, amountsOf(shownNumbers(subject, learnt))),
    },
  ];
  return {
    ...named,
    // An adapter may know more of a number than the contract says.
    run: () => runAll(altered.map((one) => alteredCase(subject, { ...named, ...one, pointer: "", mayRefuse: true }))),
  };
}

/** Each of the numbers is another, as it is made of the one that is there and of which of them it is; undefined where none may be. */
function withNumbers(
  subject: Subject,
  { reply, result }: Learnt,
  body: unknown,
  numbers: Sources,
  other: (value: number, index: number) => number,
): unknown {
  const allows = allowedAnswer(subject, reply?.status ?? 200);
  if (!allows(body)) return undefined;
  const altered = [...numbers].reduce((whole, [place, source], index) => {
    const number = other(memberAt(body, source) as number, index);
    const more = withMember(whole, source, number);
    const isTaken = subject.checkOutput?.(withMember(result, place, number)).length ?? 0;
    return allows(more) && isTaken === 0 ? more : whole;
  }, body);
  return altered === body ? undefined : altered;
}

/** Places in the result with those in the answer that they come from. */
function shownNumbers({ isPaged }: Subject, { sources, reply }: Learnt): Sources {
  return new Map(
    [...(sources ?? [])].filter(
      // What stands beside a list counts its pages.
      ([, source]) => Number.isInteger(memberAt(reply?.body, source)) && (!isPaged || isInItem(source)),
    ),
  );
}

/** Of an id, a time or the count of something else 0 may well say that there is none. */
function amountsOf(numbers: Sources): Sources {
  const isAmount = (name: string) => !saysForm(name) && !isTotalOrCount(name) && !/^\d+$|ids$|time|stamp/i.test(name);
  return new Map([...numbers].filter((pair) => pair.every((pointer) => isAmount(lastTokenOf(pointer)))));
}

/** Who leaves out a record because of such a number does not say of it that there is none. */
function expectZeros(visit: Visit, body: unknown, learnt: Learnt, amounts: Sources): Found[] {
  const [outcome] = visit.outcomes;
  const result = outcome?.answer.kind === "result" ? outcome.answer.result : undefined;
  const isThere = ([place, source]: readonly [string, string]) =>
    memberAt(body, source) === 0 && memberAt(result, parentOf(place)) !== undefined;
  const sources = new Map([...amounts].filter(isThere));
  return [...expectResults(visit), ...expectSources(visit, body, { ...learnt, sources }, "")];
}
