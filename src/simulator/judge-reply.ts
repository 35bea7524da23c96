import { checkResponse } from "../contract/check-response.ts";
import type { Contract, Operation } from "../contract/contract.ts";
import type { Reply } from "../define.ts";
import type { Violation } from "../exchange.ts";
import type { WireReply } from "./reply.ts";

/** What a reply answers. */
export interface Answered {
  contract: Contract;
  operation: Operation;
  method: string;
}

/**
 * What a reply breaks. The mock's value is looked at first; where that finds something, the text that is sent is parsed
 * and counts, for a Date and whatever else has toJSON is sent as another value. Note: a value that the contract allows is
 * taken for what is sent; parsing every answer again would cost more than all else that is judged.
 */
export function judgeReply({ contract, operation, method }: Answered, wire: WireReply, reply: Reply): Violation[] {
  const { status, headers, text } = wire;
  const judge = (json: unknown) => checkResponse(contract, operation, { method }, { status, headers, json, text });
  if (text === undefined || reply.text !== undefined) return judge(undefined);
  const broken = judge(reply.body);
  return broken.length === 0 ? broken : judge(JSON.parse(text));
}
