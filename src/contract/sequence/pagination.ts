import type { Parameter } from "../contract.ts";
import { quote } from "../explain.ts";
import { parseQuery } from "../query.ts";
import { textsOfNothing } from "../text-of-nothing.ts";
import { type CursorLog, type Giver, otherParameters } from "./cursor-log.ts";
import { isToBeKept, type Paging, pagingOf } from "./paging.ts";
import type { SequenceFinding, SequenceRule } from "./rule.ts";
import type { Step } from "./step.ts";

/** A cursor is sent that no answer gave, or with another question than the one that it was given for. */
export const pagination: SequenceRule = {
  name: "pagination",
  check(step, { cursors, oneCall, given }) {
    const paging = pagingOf(step.operation);
    if (paging === null || step.query === "") return undefined;
    const entries = parseQuery(step.query);
    for (const parameter of paging.cursors) {
      const sent = entries.find(({ name, value }) => name === parameter.name && value !== "")?.value;
      if (sent === undefined) continue;
      const finding = cursors.has(sent)
        ? explainUse(step, paging, parameter, cursors.giversOf(sent))
        : explainUnknown(parameter, sent, cursors, oneCall && !given.has(sent));
      if (finding !== undefined) return finding;
    }
    return undefined;
  },
};

function explainUnknown(
  parameter: Parameter,
  sent: string,
  cursors: CursorLog,
  isAllKnown: boolean,
): SequenceFinding | undefined {
  const said = `the cursor ${parameter.name} is ${quote(sent)}`;
  const finding = { expected: null, actual: { [parameter.name]: sent }, statement: parameter.node };
  // The last page gave no cursor, and this was made of it.
  if (textsOfNothing.includes(sent))
    return { ...finding, message: `${said}: it was made of nothing, and no answer gave it` };
  const meant = spellings(sent).find((spelling) => cursors.giversOf(spelling).length > 0);
  if (meant !== undefined) {
    const { id } = cursors.giversOf(meant).at(-1) as Giver;
    const expected = { [parameter.name]: meant };
    return { ...finding, expected, message: `${said}: ${id} gave ${quote(meant)}, and it was not sent as it is` };
  }
  // Elsewhere it may come from before the first of these exchanges, or from the caller.
  if (!isAllKnown || !cursors.isWhole) return undefined;
  return { ...finding, message: `${said}, which no answer gave` };
}

/** What a cursor may have been before it was encoded once too often, or not often enough. */
function spellings(sent: string): string[] {
  return [decoded(sent), encodeURIComponent(sent), sent.replaceAll(" ", "+"), sent.trim(), sent.replace(/=+$/, "")];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A cursor that was given, sent with a question that it was not given for. */
function explainUse(
  step: Step,
  paging: Paging,
  parameter: Parameter,
  givers: readonly Giver[],
): SequenceFinding | undefined {
  const findings = givers.map((giver) => compare(step, paging, parameter, giver));
  // Short cursors, such as numbers, are given for many questions: one that fits will do.
  return findings.some((finding) => finding === undefined) ? undefined : findings.at(-1);
}

function compare(step: Step, paging: Paging, parameter: Parameter, giver: Giver): SequenceFinding | undefined {
  if (giver.operation !== step.operation.id) {
    return {
      message: `the cursor ${parameter.name} is one that ${giver.id} gave for ${giver.operation}`,
      expected: null,
      actual: { after: giver.id },
      statement: parameter.node,
    };
  }
  for (const [name, value] of otherParameters(step, paging)) {
    const before = giver.query.get(name);
    if (before === value) continue;
    const changed = step.operation.parameters.find((one) => one.in === "query" && one.name === name);
    const kept = changed !== undefined && isToBeKept(changed);
    // What is sent from the second page on for the first time may be what it is by default.
    if (before === undefined && !kept && name === paging.size?.name) continue;
    return {
      message: `${name} is ${quote(value)} on this page, and ${before === undefined ? "was not sent" : `was ${quote(before)}`} when ${giver.id} gave its cursor`,
      expected: { [name]: before ?? null },
      actual: { [name]: value, after: giver.id },
      statement: changed?.node ?? parameter.node,
      ...(kept ? {} : { atBest: "inferred" }),
    };
  }
  return undefined;
}
