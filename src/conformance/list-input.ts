import { isPageSize } from "../contract/paging-names.ts";
import { memberAt, withMember, withoutMember } from "./edit.ts";
import { membersOf } from "./input-schema.ts";
import { sizeAsked } from "./paged-list.ts";
import type { Subject } from "./subject.ts";
import { firstOwn, visit } from "./visit.ts";

/** The documented input with so many records to a page; undefined where the adapter's caller cannot choose that. */
export function withPageSize({ documentedInput, inputSchema, checkInput }: Subject, size: number): unknown {
  const member = membersOf(inputSchema ?? {}).find(({ name }) => isPageSize(name));
  const input = member && withMember(documentedInput, member.pointer, size);
  return member === undefined || checkInput(input).length > 0 ? undefined : input;
}

const sizing = new WeakMap<Subject, Promise<boolean>>();

/** Whether such an input has so many records asked for: else it says how many the caller wants, and nothing of pages. */
export function choosesPageSize(subject: Subject): Promise<boolean> {
  const known = sizing.get(subject) ?? seeSize(subject);
  sizing.set(subject, known);
  return known;
}

async function seeSize(subject: Subject): Promise<boolean> {
  const input = withPageSize(subject, smallPage);
  if (input === undefined) return false;
  const asked = sizeAsked(firstOwn(await visit(subject, { inputs: [input] })));
  return asked === undefined || asked === smallPage;
}

/** The documented input without what may say how many records the caller wants: of such a list nobody reads all pages. */
export async function listInput(subject: Subject): Promise<unknown> {
  const { documentedInput, inputSchema, checkInput } = subject;
  const ofPages = await choosesPageSize(subject);
  return membersOf(inputSchema ?? {})
    .filter(({ name, required }) => !required && !(ofPages && isPageSize(name)))
    .filter(({ pointer }) => typeof memberAt(documentedInput, pointer) === "number")
    .reduce((input, { pointer }) => {
      const less = withoutMember(input, pointer);
      return checkInput(less).length > 0 ? input : less;
    }, documentedInput);
}

/** Few enough records to a page for a list to have several. */
export const smallPage = 3;
