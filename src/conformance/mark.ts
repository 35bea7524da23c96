import { memberAt, withMember } from "./edit.ts";
import { isFreeText, membersOf } from "./input-schema.ts";
import { saysForm } from "./name-forms.ts";
import type { Subject } from "./subject.ts";

/** A text that tells what it was put in the place of, wherever it turns up. */
export function markOf(name: string): string {
  return `Standin mark ${name}`;
}

/** The members of an input, the documented one unless another is named, whose text may be any: JSON Pointers. */
export function freeMembers(
  { inputSchema, documentedInput, checkInput }: Subject,
  input: unknown = documentedInput,
): string[] {
  if (inputSchema === null) return [];
  return membersOf(inputSchema)
    .filter(({ pointer, name, schema }) => {
      if (!isFreeText(schema) || saysForm(name)) return false;
      if (typeof memberAt(input, pointer) !== "string") return false;
      return checkInput(withMember(input, pointer, markOf(pointer))).length === 0;
    })
    .map(({ pointer }) => pointer);
}

/** An input with each of them marked. */
export function markedInput(subject: Subject, input: unknown): unknown {
  return freeMembers(subject, input).reduce((marked, pointer) => withMember(marked, pointer, markOf(pointer)), input);
}
