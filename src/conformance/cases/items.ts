import type { Case } from "../case.ts";
import { leavesOf, memberAt, withMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { findHeld, type HeldItem, heldItems } from "../held-items.ts";
import { expectResults, type Found, fault } from "../judge.ts";
import { type ShownList, shownLists } from "../shown-lists.ts";
import type { Learnt, Subject } from "../subject.ts";
import { allowedAnswer } from "../tell-apart.ts";
import { variedItems } from "../varied-items.ts";
import type { Visit } from "../visit.ts";
import { alteredCase } from "./altered-answer.ts";

/** A list of an answer with its items, of which no two are alike. */
interface Itemized extends ShownList {
  items: readonly unknown[];
  /** Those of its ways that lead to what no other item has. */
  varied: ShownList["ways"];
}

/** Lists within a record, of which the result shows one item as an item, have a dozen: it shows each, with what is its own. */
export function itemsCase(subject: Subject): Case {
  let lists: readonly Itemized[] = [];
  return alteredCase(subject, {
    ...{ group: "items-answer", pointer: "", claim: "answers each item of the vendor's lists" },
    alter(body, learnt) {
      lists = itemize(subject, learnt);
      // What lies in the first item of another list is put into it once that has all its own.
      const outermost = lists.toSorted((one, other) => one.answered.length - other.answered.length);
      return lists.length === 0
        ? undefined
        : outermost.reduce((altered, { answered, items }) => withMember(altered, answered, items), body);
    },
    unless: "the result shows no item of a list of the answer that could have others beside it",
    // Who asks for each item by its id gets none, and an adapter may know more of a value than the contract says.
    mayRefuse: true,
    expect: (visit) => [...expectResults(visit), ...lists.flatMap((list) => expectItems(visit, list))],
  });
}

/** More than ten, and fewer where contract or output schema have no room for them. */
const counts = [12, 3, 2];

function itemize(subject: Subject, learnt: Learnt): Itemized[] {
  const { reply, result } = learnt;
  const allows = allowedAnswer(subject, reply?.status ?? 200);
  if (reply === undefined || !allows(reply.body)) return [];
  const taken = new Set(leavesOf(reply.body).map(({ value }) => value));
  return shownLists(learnt).flatMap((list) => {
    const model = memberAt(reply.body, `${list.answered}/${list.from}`);
    const isAllowed = (items: readonly unknown[]) => allows(withMember(reply.body, list.answered, items));
    const all = variedItems(model, { count: counts[0] as number, name: list.answered, taken, isAllowed });
    const varied = list.ways.filter(({ source }) => memberAt(all[0], source) !== memberAt(all[1], source));
    const toResult = (item: unknown) =>
      list.ways.reduce(
        (made, { place, source }) => withMember(made, place, memberAt(item, source)),
        memberAt(result, `${list.result}/${list.to}`),
      );
    const count = counts.find((number) => {
      if (number > all.length) return false;
      const items = all.slice(0, number);
      const due = withMember(result, list.result, items.map(toResult));
      return isAllowed(items) && (subject.checkOutput?.(due).length ?? 0) === 0;
    });
    return varied.length === 0 || count === undefined ? [] : [{ ...list, varied, items: all.slice(0, count) }];
  });
}

function expectItems(visit: Visit, list: Itemized): Found[] {
  const answer = visit.outcomes[0]?.answer;
  if (answer?.kind !== "result") return [];
  const records = heldItems(leavesOf(answer.result), list.result);
  const { items, varied, answered } = list;
  const holders = items.map((item) => findHeld(records, item, varied));
  const lost = holders.indexOf(undefined);
  if (lost !== -1) {
    const held = holders.filter((holder) => holder !== undefined).length;
    const said = memberAt(items[lost], varied[0]?.source ?? "");
    const message = `the result shows ${held} of the ${items.length} items that the vendor's answer has at ${answered}: ${shown(said)} is not among them`;
    return [
      fault(visit, { rule: "incomplete-list", pointer: list.result, message, expected: items.length, actual: held }),
    ];
  }
  for (const [index, item] of items.entries())
    for (const { place, source } of list.ways) {
      const { at, values } = holders[index] as HeldItem;
      const [seen, said] = [values.get(place) ?? null, memberAt(item, source) ?? null];
      if (seen === said || said === null) continue;
      const other = items.findIndex((one) => memberAt(one, source) === seen);
      // Some item may say what an adapter writes in another way.
      if (seen !== null && other === -1) continue;
      const what = seen === null ? "null" : `${shown(seen)}, which the vendor says of item ${other}`;
      const message = `the result says ${what}, and the vendor's answer has ${shown(said)} at ${answered}/${index}${source}`;
      return [fault(visit, { rule: "output-differs", pointer: at + place, message, expected: said, actual: seen })];
    }
  return [];
}
