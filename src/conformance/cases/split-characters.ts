import { inFirstItems } from "../../contract/json-pointer.ts";
import type { Case } from "../case.ts";
import { leavesOf, withMember } from "../edit.ts";
import { type Found, fault } from "../judge.ts";
import type { Learnt, Subject } from "../subject.ts";
import { allowedAnswer } from "../tell-apart.ts";
import type { Visit } from "../visit.ts";
import { alteredCase } from "./altered-answer.ts";

/**
 * Characters of four bytes and of three by turns. What is read of a socket at once has mostly 64 KiB: where one such piece ends
 * between two of these characters, the next one does not.
 */
const long = "🙂あ".repeat(20_000);

/** What stands in the place of bytes that are no character. */
const replacement = "\uFFFD";

/** An answer that comes in several pieces: the adapter reads it as one, or refuses what is so long. */
export function splitCharactersCase(subject: Subject, texts: readonly string[]): Case {
  const alter = (body: unknown, { sources, reply }: Learnt) => {
    const shown = new Set(sources?.values());
    const allows = allowedAnswer(subject, reply?.status ?? 200);
    const places = leavesOf(body)
      .filter(({ pointer, value }) => typeof value === "string" && shown.has(pointer))
      .filter(({ pointer }) => texts.includes(inFirstItems(pointer)));
    return places.map(({ pointer }) => withMember(body, pointer, long)).find(allows);
  };
  const claim = "reads characters whose bytes come in two pieces";
  const unless = "the result is not known to take a text of any length from the answer";
  const expect = (visit: Visit) => expectCharacters(visit);
  const named = { group: "wire", pointer: "", claim, unless };
  return { ...alteredCase(subject, { ...named, alter, mayRefuse: true, expect }), detail: "split-characters" };
}

function expectCharacters(visit: Visit): Found[] {
  return visit.outcomes.flatMap(({ answer }) => {
    if (answer.kind !== "result") return [];
    const torn = leavesOf(answer.result).find(
      ({ value }) => typeof value === "string" && value.includes("🙂あ") && value.includes(replacement),
    );
    if (torn === undefined) return [];
    const { pointer, value } = torn;
    const at = (value as string).indexOf(replacement);
    const shown = JSON.stringify((value as string).slice(Math.max(0, at - 6), at + 6));
    const message = `the result has U+FFFD where the bytes of a character came in two pieces: ${shown}`;
    return [fault(visit, { rule: "output-differs", pointer, message })];
  });
}
