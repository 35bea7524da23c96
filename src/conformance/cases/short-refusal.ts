import { findResponse } from "../../contract/check-response.ts";
import type { Operation } from "../../contract/contract.ts";
import { answerWith, type Reply } from "../answer-with.ts";
import { type Case, type CasePlan, createCase, inapplicable } from "../case.ts";
import { sendAgain } from "../resend.ts";
import type { Subject } from "../subject.ts";
import { firstOwn, visit } from "../visit.ts";

/** Statuses that say when to come again. */
export const waiting: readonly number[] = [429, 503];

/** Whether a refusal is documented to say when to come again. */
export function asksToWait(operation: Operation, status: number): boolean {
  return waitOf(operation, status) !== undefined;
}

function waitOf(operation: Operation, status: number) {
  return findResponse(operation, status)?.headers.find(({ name }) => name.toLowerCase() === "retry-after");
}

/** A refusal that asks to wait, in the stand-in's words and with a wait that is soon over. */
export function shortRefusalCase(
  subject: Subject,
  status: number,
  plan: Pick<CasePlan, "group" | "detail" | "claim" | "expect">,
): Case {
  const { documentedInput: input } = subject;
  const { group, detail = "", claim } = plan;
  return {
    ...{ group, detail, claim },
    async run() {
      const reply = await refusalWith(subject, status);
      if (typeof reply === "string") return inapplicable(reply);
      return createCase(subject, { ...plan, inputs: [input], faults: [answerWith(subject, reply)] }).run();
    },
  };
}

/** What the stand-in refuses with, with a Retry-After that is soon over where it has one; or a text, why there is none such. */
async function refusalWith(subject: Subject, status: number): Promise<Reply | string> {
  const { operation, documentedInput } = subject;
  const sent = firstOwn(await visit(subject, { inputs: [documentedInput] }));
  if (sent === undefined) return "nothing reached the vendor that could be refused";
  const tenant = subject.openTenant();
  tenant.arm([{ kind: "status", operation: operation.id, status, force: true }]);
  const answer = await sendAgain(subject, tenant, sent.request);
  const text = await answer.text();
  const type = answer.headers.get("content-type");
  const reply = { status, headers: type === null ? {} : { "content-type": type }, ...(text === "" ? {} : { text }) };
  const asked = answer.headers.get("retry-after");
  if (asked === null) return reply;
  const short = shortWaits(tenant.time.now()).find((wait) => isAllowed(subject, status, wait));
  // Where time is driven, a long wait takes none.
  if (short === undefined && subject.driver.drivesTime)
    return { ...reply, headers: { ...reply.headers, "retry-after": asked } };
  if (short === undefined)
    return `the contract allows no Retry-After that is soon over, and ${asked} is waited for in real time`;
  return { ...reply, headers: { ...reply.headers, "retry-after": short } };
}

/** 0 is as good as none to many an adapter, and then it waits as long as it likes. */
function shortWaits(now: number): string[] {
  return ["1", "0", new Date(now).toUTCString()];
}

function isAllowed({ contract, operation }: Subject, status: number, wait: string): boolean {
  const header = waitOf(operation, status);
  if (!header?.schema) return true;
  const { accepts } = contract.checker.compilers.response;
  return accepts(header.schema, wait) || (/^\d+$/.test(wait) && accepts(header.schema, Number(wait)));
}
