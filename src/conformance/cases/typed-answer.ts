import { type Case, runAll } from "../case.ts";
import { withMember } from "../edit.ts";
import type { ResponseMember } from "../response-members.ts";
import type { Subject } from "../subject.ts";
import { alteredCase } from "./altered-answer.ts";

/** One member is of each type that the contract has for it, in one answer after the other. */
export function typedCase(subject: Subject, { pointer, ofEachType }: ResponseMember): Case {
  const group = "typed-answer";
  const claim = `takes each documented type for ${pointer.slice(1).replaceAll("/", ".")}`;
  const cases = ofEachType.map((value) =>
    alteredCase(subject, group, pointer, claim, (body) => withMember(body, pointer, value)),
  );
  return { group, detail: pointer, claim, run: () => runAll(cases) };
}
