import { toDotted } from "../../contract/json-pointer.ts";
import { type Case, runAll } from "../case.ts";
import { withMember } from "../edit.ts";
import type { ResponseMember } from "../response-members.ts";
import type { Subject } from "../subject.ts";
import { type AlteredAnswer, alteredCase } from "./altered-answer.ts";

/** One member is of each type that the contract has for it, in one answer after the other. */
export function typedCase(subject: Subject, { pointer, ofEachType }: ResponseMember): Case {
  const claim = `takes each documented type for ${toDotted(pointer)}`;
  return oneByOne(subject, { group: "typed-answer", pointer, claim }, ofEachType);
}

/** The same with each value that the contract lists for it. */
export function listedCase(subject: Subject, { pointer, listed }: ResponseMember): Case {
  const claim = `takes each documented value for ${toDotted(pointer)}`;
  return oneByOne(subject, { group: "listed-answer", pointer, claim, isTellable: true }, listed);
}

function oneByOne(subject: Subject, altered: Omit<AlteredAnswer, "alter">, values: readonly unknown[]): Case {
  const { group, pointer, claim } = altered;
  const cases = values.map((value) =>
    alteredCase(subject, { ...altered, alter: (body) => withMember(body, pointer, value) }),
  );
  return { group, detail: pointer, claim, run: () => runAll(cases) };
}
