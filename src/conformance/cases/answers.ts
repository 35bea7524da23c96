import { inFirstItems, isIndex, parentOf, toDotted, tokensOf } from "../../contract/json-pointer.ts";
import type { Case } from "../case.ts";
import { leavesOf, memberAt, withMember, withoutMember } from "../edit.ts";
import { saysForm } from "../name-forms.ts";
import { type ResponseMember, responseMembers } from "../response-members.ts";
import type { Subject } from "../subject.ts";
import { alteredCase } from "./altered-answer.ts";
import { charsetCase, contentTypeCase } from "./content-type.ts";
import { echoCase } from "./echo.ts";
import { emptyBodyCase } from "./empty-body.ts";
import { itemsCase } from "./items.ts";
import { mapsCase } from "./maps.ts";
import { numbersCase } from "./numbers.ts";
import { resultCase } from "./result.ts";
import { splitCharactersCase } from "./split-characters.ts";
import { listedCase, typedCase } from "./typed-answer.ts";

/** What the contract allows in an answer: the adapter's result still holds, and says what the answer says. */
export function answerCases(subject: Subject): Case[] {
  const { contract, operation } = subject;
  const members = responseMembers(contract, operation);
  const cases = [resultCase(subject)];
  if (members.length === 0) return cases;
  if (operation.requestBody !== null) cases.push(echoCase(subject));
  const shown = subject.documentedReply?.body;
  for (const member of members) {
    const { pointer, required, nullable, isList } = member;
    // What the documents do not show cannot be put into its place.
    if (shown !== undefined && memberAt(shown, parentOf(pointer)) === undefined) continue;
    const name = toDotted(pointer);
    const alter = (group: string, claim: string, value: unknown, isTellable = false) => {
      const put = (body: unknown) => withMember(body, pointer, value);
      cases.push(alteredCase(subject, { group, pointer, claim: `${claim} ${name}`, alter: put, isTellable }));
    };
    if (!required) cases.push(absentCase(subject, pointer));
    if (nullable) alter("null-answer", "takes null for", null);
    if (member.ofEachType.length > 1) cases.push(typedCase(subject, member));
    if (member.listed.length > 1) cases.push(listedCase(subject, member));
    if (isFreeText(member)) alter("empty-text-answer", "takes an empty text for", "", true);
    if (!isList) continue;
    alter("empty-answer", "takes an empty list for", []);
    cases.push(longCase(subject, pointer));
  }
  // Of pages there are other cases, and what stands beside a list counts them.
  const ofRecords = members.filter(({ pointer }) => !subject.isPaged || pointer.includes("/0"));
  if (ofRecords.some(({ isList }) => isList)) cases.push(itemsCase(subject));
  const maps = ofRecords.filter(({ isMap }) => isMap);
  if (maps.length > 0) cases.push(mapsCase(subject, maps));
  if (ofRecords.some(({ isWhole }) => isWhole)) cases.push(numbersCase(subject));
  const claim = "passes over members that the contract does not name";
  cases.push(alteredCase(subject, { group: "unknown-members", pointer: "", claim, alter: withUnknown }));
  const texts = members.filter(isFreeText).map(({ pointer }) => pointer);
  if (texts.length > 0) cases.push(unicodeCase(subject, texts), splitCharactersCase(subject, texts));
  cases.push(contentTypeCase(subject), charsetCase(subject));
  if (isNeverSilent(subject) && !subject.isPaged) cases.push(emptyBodyCase(subject));
  return cases;
}

/** The contract has no success without a body. */
function isNeverSilent({ operation: { responses } }: Subject): boolean {
  return responses.filter(({ status }) => status.startsWith("2")).every(({ content }) => content.length > 0);
}

const astral = "𝒜da 🙂 Zoe\u0308 שלום";

/** Neither the contract nor its name says that not any text would do. */
function isFreeText({ pointer, mayBeEmpty }: ResponseMember): boolean {
  const name = tokensOf(pointer).findLast((token) => !isIndex(token)) ?? "";
  return mayBeEmpty && !saysForm(name);
}

function absentCase(subject: Subject, pointer: string): Case {
  const claim = `takes an answer without ${toDotted(pointer)}`;
  const alter = (body: unknown) => withoutMember(body, pointer);
  return alteredCase(subject, { group: "absent-member", pointer, claim, alter });
}

function longCase(subject: Subject, pointer: string): Case {
  const alter = (body: unknown) => {
    const list = memberAt(body, pointer);
    const [first] = Array.isArray(list) ? list : [];
    return first === undefined ? undefined : withMember(body, pointer, Array(500).fill(first));
  };
  const claim = `takes 500 items for ${toDotted(pointer)}`;
  const unless = "no answer was seen that has an item of this list";
  return alteredCase(subject, { group: "long-answer", pointer, claim, alter, unless });
}

function unicodeCase(subject: Subject, texts: readonly string[]): Case {
  const alter = (body: unknown) => {
    const free = leavesOf(body).filter(
      ({ pointer, value }) => typeof value === "string" && texts.includes(inFirstItems(pointer)),
    );
    if (free.length === 0) return undefined;
    return free.reduce((altered, { pointer, value }) => withMember(altered, pointer, `${astral} ${value}`), body);
  };
  const claim = "answers text as the vendor has it, whatever its script";
  const unless = "no answer was seen that has a text of any words";
  return alteredCase(subject, { group: "unicode-answer", pointer: "", claim, alter, unless });
}

function withUnknown(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withUnknown);
  if (typeof body !== "object" || body === null) return body;
  const members = Object.entries(body).map(([name, member]) => [name, withUnknown(member)]);
  return { ...Object.fromEntries(members), standin_unknown: { nested: [astral] } };
}
