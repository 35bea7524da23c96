import { isPageSize } from "../contract/paging-names.ts";
import { sizeOf } from "../contract/sequence/paging.ts";
import { memberAt, withMember, withoutMember } from "./edit.ts";
import { membersOf } from "./input-schema.ts";
import { oncePer } from "./once.ts";
import { sizeAsked } from "./paged-list.ts";
import type { Subject } from "./subject.ts";
import { firstOwn, visit } from "./visit.ts";

/** The documented input with so many records to a page; undefined where the adapter's caller cannot choose that. */
export function withPageSize({ documentedInput, inputSchema, checkInput }: Subject, size: number): unknown {
  const member = membersOf(inputSchema ?? {}).find(({ name }) => isPageSize(name));
  const input = member && withMember(documentedInput, member.pointer, size);
  return member === undefined || checkInput(input).length > 0 ? undefined : input;
}

/** Few enough records to a page for a list to have several. */
export const smallPage = 3;
const moreThanAPage = 100_000;

/** Whether such an input has so many records asked for: else it says how many the caller wants, and nothing of pages. */
export const choosesPageSize = oncePer(async (subject: Subject): Promise<boolean> => {
  const input = withPageSize(subject, smallPage);
  if (input === undefined) return false;
  const asked = await seeAsked(subject, input);
  if (asked === undefined) return sizeOf(subject.operation) === undefined;
  if (asked !== smallPage) return false;
  // So many as a caller wants may go into one page; of more the adapter makes several.
  const large = withPageSize(subject, moreThanAPage);
  return large === undefined || (await seeAsked(subject, large)) === moreThanAPage;
});

async function seeAsked(subject: Subject, input: unknown): Promise<number | undefined> {
  return sizeAsked(firstOwn(await visit(subject, { inputs: [input] })));
}

/** The documented input without what may say how many records the caller wants: of such a list nobody reads all pages. */
export const listInput = oncePer(async (subject: Subject): Promise<unknown> => {
  const { documentedInput, inputSchema, checkInput } = subject;
  const ofPages = await choosesPageSize(subject);
  const input = membersOf(inputSchema ?? {})
    .filter(({ name, required }) => !required && !/id$/i.test(name) && !(ofPages && isPageSize(name)))
    .filter(({ pointer }) => typeof memberAt(documentedInput, pointer) === "number")
    .reduce((fuller, { pointer }) => {
      const less = withoutMember(fuller, pointer);
      return checkInput(less).length > 0 ? fuller : less;
    }, documentedInput);
  if (input === documentedInput) return documentedInput;
  // It may be one that a call cannot do without all the same.
  const { outcomes } = await visit(subject, { inputs: [input] });
  return outcomes[0]?.answer.kind === "result" ? input : documentedInput;
});
